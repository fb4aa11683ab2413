import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Real material made by real tools, as files that a user would choose. */
export interface Material {
  certificate: string;
  certificateKey: string;
  sshKey: string;
  dockerConfig: string;
  /** Another file, for a key of a generic secret. */
  license: string;
  read(file: string): string;
  remove(): void;
}

/** Makes a certificate with its key, an SSH key, a Docker config and a text file that holds the canary. */
export function makeMaterial(canary: string): Material {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-material-'));
  const path = (name: string) => join(folder, name);
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
      ],
      ...['-nodes', '-days', '365', '-subj', '/CN=shop.example.com'],
      ...['-keyout', path('tls.key'), '-out', path('tls.crt')],
    ],
    { stdio: 'ignore' },
  );
  execFileSync(
    'ssh-keygen',
    ['-q', '-t', 'ed25519', '-N', '', '-C', 'deploy', '-f', path('id_ed25519')],
    { stdio: 'ignore' },
  );
  const auth = Buffer.from(`shop:${canary}`).toString('base64');
  writeFileSync(
    path('config.json'),
    JSON.stringify({ auths: { 'registry.example.com': { auth } } }, null, '\t'),
  );
  writeFileSync(path('license.txt'), `licence\r\n${canary}\r\n`);
  return {
    certificate: path('tls.crt'),
    certificateKey: path('tls.key'),
    sshKey: path('id_ed25519'),
    dockerConfig: path('config.json'),
    license: path('license.txt'),
    read: file => readFileSync(file, 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
