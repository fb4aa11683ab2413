import { Authority } from '@strongroom/real-cluster';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of the certificate by which a gateway knows the portal. */
export interface ClientFiles {
  caFile: string;
  certFile: string;
  keyFile: string;
}

/** Names of the files in a folder. */
export function clientFilesIn(folder: string): ClientFiles {
  return {
    caFile: join(folder, 'gateway-ca.crt'),
    certFile: join(folder, 'tls.crt'),
    keyFile: join(folder, 'tls.key'),
  };
}

/** Has a certificate signed for a client and puts it where the backend finds it, as a rotation does. */
export async function presentCertificate(
  { certFile, keyFile }: ClientFiles,
  authority: Authority,
  commonName: string,
): Promise<void> {
  const { cert, key } = await authority.issue({
    commonName,
    usages: ['client'],
  });
  writeFileSync(keyFile, key);
  writeFileSync(certFile, cert);
}
