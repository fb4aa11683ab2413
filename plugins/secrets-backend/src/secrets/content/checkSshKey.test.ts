import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretValue } from '@strongroom/backstage-plugin-secrets-node';
import { describeWithTool } from '../../tests/tools';
import { checkContent } from './checkContent';

function check(text: string) {
  return checkContent({
    type: 'kubernetes.io/ssh-auth',
    values: new Map([['ssh-privatekey', SecretValue.fromUtf8(text)]]),
    storedAs: {},
    capabilities: { binary: false, maxBytes: 700 * 1024 },
    now: new Date(),
  });
}
const clean = { errors: [], warnings: [] };
const field = 'data.ssh-privatekey';
const refused = (message: RegExp) => ({
  errors: [{ field, message: expect.stringMatching(message) }],
  warnings: [],
});
const warned = (message: RegExp) => ({
  errors: [],
  warnings: [{ field, message: expect.stringMatching(message) }],
});

describeWithTool('ssh-keygen', 'T38: keys made by ssh-keygen', () => {
  let folder: string;
  let count = 0;
  function makeKey(...options: string[]): string {
    count += 1;
    const file = join(folder, `key-${count}`);
    execFileSync('ssh-keygen', ['-q', ...options, '-C', '', '-f', file], {
      stdio: 'pipe',
    });
    return file;
  }
  const text = (file: string) => readFileSync(file, 'utf8');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'strongroom-ssh-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['ed25519', ['-t', 'ed25519']],
    ['ECDSA', ['-t', 'ecdsa', '-b', '384']],
    ['RSA', ['-t', 'rsa', '-b', '2048']],
    ['RSA in PKCS#1', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
    ['RSA in PKCS#8', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8']],
    ['ECDSA in PEM', ['-t', 'ecdsa', '-m', 'PEM']],
  ])(
    'takes a plain %s key, and an encrypted one with a warning',
    (_, options) => {
      expect(check(text(makeKey(...options, '-N', '')))).toEqual(clean);
      expect(check(text(makeKey(...options, '-N', 'some words')))).toEqual(
        warned(/encrypted.*passphrase/),
      );
    },
  );

  it('warns of what OpenSSH refuses or will refuse', () => {
    const key = text(makeKey('-t', 'ed25519', '-N', ''));
    expect(check(key.trimEnd())).toEqual(warned(/no line break at its end/));
    expect(check(key.replace(/\n/g, '\r\n'))).toEqual(warned(/CR and LF/));
    for (const form of [[], ['-m', 'PEM']]) {
      const short = ['-t', 'rsa', '-b', '1024', ...form];
      expect(check(text(makeKey(...short, '-N', '')))).toEqual(
        warned(/fewer than 2048 bits/),
      );
    }
    const shortAndEncrypted = makeKey(
      '-t',
      'rsa',
      '-b',
      '1024',
      '-N',
      'some words',
    );
    expect(check(text(shortAndEncrypted)).warnings).toHaveLength(2);
    expect(check(key + text(makeKey('-t', 'ed25519', '-N', '')))).toEqual(
      warned(/more than one private key/),
    );
  });

  it('refuses the public half in every form, and what is damaged', () => {
    const file = makeKey('-t', 'rsa', '-b', '2048', '-N', '');
    const key = text(file);
    for (const form of ['RFC4716', 'PKCS8', 'PEM']) {
      const exported = execFileSync('ssh-keygen', [
        '-e',
        '-m',
        form,
        '-f',
        file,
      ]);
      expect(check(exported.toString('utf8'))).toEqual(refused(/public key/));
    }
    expect(check(text(`${file}.pub`))).toEqual(refused(/public key/));
    expect(check(key.slice(0, 500))).toEqual(refused(/cut off/));
    expect(check(key.replace(/\n/g, '\\n'))).toEqual(
      refused(/real line breaks/),
    );
    const lines = key.split('\n');
    expect(check([...lines.slice(0, 4), ...lines.slice(9)].join('\n'))).toEqual(
      refused(/damaged/),
    );
    expect(check([...lines.slice(0, 1), ...lines.slice(2)].join('\n'))).toEqual(
      refused(/damaged/),
    );
    const pem = text(
      makeKey('-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', ''),
    ).split('\n');
    expect(check([...pem.slice(0, 4), ...pem.slice(9)].join('\n'))).toEqual(
      refused(/damaged/),
    );
  });
});

describe('T38: SSH keys of other origin', () => {
  it('are refused with the way to convert them, or for what they are', () => {
    expect(
      check('PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n'),
    ).toEqual(refused(/puttygen/));
    expect(check('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me')).toEqual(
      refused(/public key/),
    );
    expect(check('correct horse battery staple')).toEqual(
      refused(/not a private key/),
    );
    const body = `${'A'.repeat(64)}\n`.repeat(2_000);
    expect(
      check(`-----BEGIN PRIVATE KEY-----\n${body}-----END PRIVATE KEY-----\n`),
    ).toEqual(refused(/far more/));

    const sshString = (value: string) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(value.length);
      return Buffer.concat([length, Buffer.from(value)]);
    };
    const token = Buffer.concat([
      Buffer.from('openssh-key-v1\0'),
      sshString('none'),
      sshString('none'),
      sshString(''),
      Buffer.from([0, 0, 0, 1]),
      sshString(sshString('sk-ssh-ed25519@openssh.com').toString('latin1')),
      sshString('rest'),
    ]).toString('base64');
    expect(
      check(
        `-----BEGIN OPENSSH PRIVATE KEY-----\n${token}\n-----END OPENSSH PRIVATE KEY-----\n`,
      ),
    ).toEqual(refused(/hardware token/));
  });
});
