import { createAuthority } from '@strongroom/real-cluster';
import { generateKeyPairSync } from 'node:crypto';

/** One secret of a type: its values as text, and the segment of its path in the store. */
export interface Material {
  type: string;
  segment: string;
  data: Record<string, string>;
}

/** A secret of every type that can be created, with material that passes every check. */
export async function materialOfEveryType(): Promise<Material[]> {
  const authority = await createAuthority('tests');
  const { cert, key } = await authority.issue({
    commonName: 'shop.example',
    usages: ['server'],
    dnsNames: ['shop.example'],
  });
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const auth = Buffer.from('robot:token-1').toString('base64');
  return [
    { type: 'Opaque', segment: 'generic', data: { user: 'u-1', pass: 'p-1' } },
    {
      type: 'kubernetes.io/basic-auth',
      segment: 'basic-auth',
      data: { username: 'robot', password: 'pass-1' },
    },
    {
      type: 'kubernetes.io/ssh-auth',
      segment: 'ssh-auth',
      data: { 'ssh-privatekey': privateKey },
    },
    {
      type: 'kubernetes.io/dockerconfigjson',
      segment: 'registry',
      data: {
        '.dockerconfigjson': JSON.stringify({
          auths: { 'registry.example': { auth } },
        }),
      },
    },
    {
      type: 'kubernetes.io/tls',
      segment: 'tls',
      data: { 'tls.crt': cert, 'tls.key': key },
    },
  ];
}
