import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes `ca.crt`, `tls.crt` and `tls.key` for a server on loopback into a folder, with an authority of its own. */
export function createCertificates(folder: string): void {
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  for (const key of ['ca.key', 'tls.key']) {
    openssl(
      ...['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key],
    );
  }
  openssl(
    ...[
      'req',
      '-x509',
      '-new',
      '-key',
      'ca.key',
      '-subj',
      '/CN=test-authority',
    ],
    ...['-days', '2', '-out', 'ca.crt'],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  );
  writeFileSync(
    join(folder, 'server.ext'),
    'extendedKeyUsage=serverAuth\nsubjectAltName=IP:127.0.0.1,DNS:bao.example\n',
  );
  openssl(
    ...['req', '-new', '-key', 'tls.key', '-subj', '/CN=openbao'],
    ...['-out', 'tls.csr'],
  );
  openssl(
    ...['x509', '-req', '-in', 'tls.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key'],
    ...['-CAcreateserial', '-days', '2', '-extfile', 'server.ext'],
    ...['-out', 'tls.crt'],
  );
}
