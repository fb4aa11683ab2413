import { EstateSecret } from '../types';

const SEGMENTS: Record<EstateSecret['type'], string> = {
  Opaque: 'generic',
  'kubernetes.io/basic-auth': 'basic-auth',
  'kubernetes.io/ssh-auth': 'ssh-auth',
  'kubernetes.io/dockerconfigjson': 'registry',
  'kubernetes.io/tls': 'tls',
};

/** Path of a secret in the store, as its maker derives it unless it is told. */
export function remoteKeyOf(namespace: string, secret: EstateSecret): string {
  const segment =
    secret.maker === 'older-git-api' ? 'git' : SEGMENTS[secret.type];
  return secret.path ?? `secret/${namespace}/${segment}/${secret.name}`;
}
