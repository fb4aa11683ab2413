import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An authority of certificates whose files are all in one folder: `<name>.crt` and `<name>.key`. */
export function createAuthority(folder: string, name: string) {
  const config = join(folder, `${name}.cnf`);
  writeFileSync(config, '[req]\ndistinguished_name=dn\n[dn]\n');
  const make = (file: string, subject: string, ...more: string[]) => {
    const crt = join(folder, `${file}.crt`);
    const key = join(folder, `${file}.key`);
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-config', config, '-days', '2', '-nodes'],
        ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
        ...['-subj', `/CN=${subject}`, '-keyout', key, '-out', crt, ...more],
      ],
      { cwd: folder, stdio: 'pipe' },
    );
    return { crt, key };
  };
  const authority = make(
    name,
    name,
    ...['-addext', 'basicConstraints=critical,CA:TRUE'],
    ...['-addext', 'keyUsage=critical,keyCertSign'],
  );
  const signed = ['-CA', authority.crt, '-CAkey', authority.key];
  return {
    crt: authority.crt,
    /** A certificate for a server on loopback. */
    server: (file: string) =>
      make(
        file,
        'gateway',
        ...[...signed, '-addext', 'subjectAltName=IP:127.0.0.1'],
        ...['-addext', 'extendedKeyUsage=serverAuth'],
      ),
    /** A certificate for a client with this name. */
    client: (file: string) =>
      make(
        file,
        file,
        ...[...signed, '-addext', 'extendedKeyUsage=clientAuth'],
      ),
  };
}
