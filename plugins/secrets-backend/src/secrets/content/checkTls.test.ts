import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretValue } from '@strongroom/backstage-plugin-secrets-node';
import { describeWithTool } from '../../tests/tools';
import { checkContent } from './checkContent';

const DAY = 24 * 60 * 60 * 1000;
const PASSPHRASE = 'a-passphrase-of-the-test';

describeWithTool('openssl', 'T38: certificates made by openssl', () => {
  let folder: string;
  const files = new Map<string, string>();

  function openssl(...args: string[]): void {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  }
  function read(name: string): string {
    const known = files.get(name) ?? readFileSync(join(folder, name), 'utf8');
    files.set(name, known);
    return known;
  }
  /** A root, an intermediate and a server certificate with keys of one kind. */
  function makeChain(prefix: string, keyOptions: string[]): void {
    for (const name of ['root', 'middle', 'leaf', 'other']) {
      openssl('genpkey', ...keyOptions, '-out', `${prefix}-${name}.key`);
    }
    const subject = (name: string) => ['-subj', `/CN=${prefix}-${name}`];
    openssl(
      ...['req', '-x509', '-key', `${prefix}-root.key`, '-days', '3650'],
      ...['-out', `${prefix}-root.crt`, ...subject('root')],
    );
    for (const [name, issuer, ca] of [
      ['middle', 'root', 'TRUE'],
      ['leaf', 'middle', 'FALSE'],
    ]) {
      writeFileSync(join(folder, 'ext'), `basicConstraints=CA:${ca}\n`);
      openssl(
        ...['req', '-new', '-key', `${prefix}-${name}.key`],
        ...['-out', `${prefix}-${name}.csr`, ...subject(name)],
      );
      openssl(
        ...['x509', '-req', '-in', `${prefix}-${name}.csr`, '-days', '365'],
        ...[
          '-CA',
          `${prefix}-${issuer}.crt`,
          '-CAkey',
          `${prefix}-${issuer}.key`,
        ],
        ...[
          '-CAcreateserial',
          '-extfile',
          'ext',
          '-out',
          `${prefix}-${name}.crt`,
        ],
      );
    }
  }
  function check(
    values: Record<string, string | Buffer>,
    now: Date = new Date(),
  ) {
    return checkContent({
      type: 'kubernetes.io/tls',
      values: new Map(
        Object.entries(values).map(([key, value]) => [
          key,
          SecretValue.fromBytes(Buffer.from(value)),
        ]),
      ),
      storedAs: {},
      capabilities: { binary: false, maxBytes: 700 * 1024 },
      now,
    });
  }
  const pair = (prefix: string) => ({
    'tls.crt': read(`${prefix}-leaf.crt`) + read(`${prefix}-middle.crt`),
    'tls.key': read(`${prefix}-leaf.key`),
  });
  const clean = { errors: [], warnings: [] };
  const only = (field: string, message: RegExp) => ({
    errors: [{ field, message: expect.stringMatching(message) }],
    warnings: [],
  });
  const warned = (field: string, message: RegExp) => ({
    errors: [],
    warnings: [{ field, message: expect.stringMatching(message) }],
  });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'strongroom-tls-'));
    makeChain('rsa', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']);
    makeChain('ec', [
      '-algorithm',
      'EC',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
    ]);
    makeChain('ed', ['-algorithm', 'ED25519']);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['rsa', 'ec', 'ed'])(
    'takes a %s chain whose key fits, in order, with or without the root',
    prefix => {
      expect(check(pair(prefix))).toEqual(clean);
      expect(
        check({
          'tls.crt': pair(prefix)['tls.crt'] + read(`${prefix}-root.crt`),
          'tls.key': pair(prefix)['tls.key'],
          'ca.crt': read(`${prefix}-root.crt`) + read('ec-root.crt'),
        }),
      ).toEqual(clean);
      expect(
        check({ ...pair(prefix), 'tls.crt': read(`${prefix}-leaf.crt`) }),
      ).toEqual(clean);
    },
  );

  it.each(['rsa', 'ec', 'ed'])(
    'refuses a %s key that belongs to another certificate, and a chain out of order',
    prefix => {
      expect(
        check({ ...pair(prefix), 'tls.key': read(`${prefix}-other.key`) }),
      ).toEqual(only('data.tls.key', /does not belong/));
      const middle = read(`${prefix}-middle.crt`);
      const leaf = read(`${prefix}-leaf.crt`);
      const reversed = check({ ...pair(prefix), 'tls.crt': middle + leaf });
      expect(reversed.errors.map(({ message }) => message)).toEqual([
        expect.stringMatching(/Certificate 1 was not issued by certificate 2/),
        expect.stringMatching(
          /belongs to certificate 2; that one must come first/,
        ),
      ]);
      expect(
        check({
          ...pair(prefix),
          'tls.crt': leaf + read(`${prefix}-root.crt`),
        }),
      ).toEqual(only('data.tls.crt', /was not issued by/));
      // The right name, but not the key that signed.
      openssl(
        ...['req', '-x509', '-key', `${prefix}-other.key`, '-days', '9'],
        ...['-out', `${prefix}-fake.crt`, '-subj', `/CN=${prefix}-middle`],
      );
      expect(
        check({
          ...pair(prefix),
          'tls.crt':
            leaf + readFileSync(join(folder, `${prefix}-fake.crt`), 'utf8'),
        }).errors,
      ).toHaveLength(1);
    },
  );

  it('takes keys in every usual PEM form, and says how to decrypt an encrypted one', () => {
    openssl('rsa', '-in', 'rsa-leaf.key', '-traditional', '-out', 'pkcs1.key');
    expect(read('pkcs1.key')).toContain('BEGIN RSA PRIVATE KEY');
    expect(check({ ...pair('rsa'), 'tls.key': read('pkcs1.key') })).toEqual(
      clean,
    );

    openssl('ecparam', '-name', 'prime256v1', '-out', 'params');
    openssl('ec', '-in', 'ec-leaf.key', '-out', 'sec1.key');
    const sec1 = read('params') + read('sec1.key');
    expect(sec1).toMatch(/BEGIN EC PARAMETERS[^]*BEGIN EC PRIVATE KEY/);
    expect(check({ ...pair('ec'), 'tls.key': sec1 })).toEqual(clean);

    openssl(
      ...['pkey', '-in', 'ec-leaf.key', '-aes256', '-out', 'encrypted8.key'],
      ...['-passout', `pass:${PASSPHRASE}`],
    );
    openssl(
      ...['rsa', '-in', 'rsa-leaf.key', '-aes256', '-traditional'],
      ...['-out', 'encrypted1.key', '-passout', `pass:${PASSPHRASE}`],
    );
    for (const name of ['encrypted8.key', 'encrypted1.key']) {
      expect(check({ ...pair('rsa'), 'tls.key': read(name) })).toEqual(
        only('data.tls.key', /encrypted.*openssl pkey -in/),
      );
    }
  });

  it('refuses what is no such material, each with its own remedy', () => {
    const { 'tls.crt': chain, 'tls.key': key } = pair('rsa');
    expect(check({ 'tls.crt': key, 'tls.key': chain }).errors).toEqual([
      {
        field: 'data.tls.crt',
        message: expect.stringMatching(/private key in it/),
      },
      {
        field: 'data.tls.key',
        message: expect.stringMatching(/no private key in it/),
      },
    ]);
    expect(check({ 'tls.crt': chain + key, 'tls.key': key })).toEqual(
      only('data.tls.crt', /private key in it/),
    );
    const damaged = chain.replace(/\n[A-Za-z0-9+/]{64}\n/, '\nAAAA\n');
    expect(check({ 'tls.crt': damaged, 'tls.key': key })).toEqual(
      only('data.tls.crt', /Certificate 1 cannot be read/),
    );
    expect(
      check({ 'tls.crt': chain.trimEnd().slice(0, -5), 'tls.key': key }),
    ).toEqual(only('data.tls.crt', /cut off/));
    expect(check({ 'tls.crt': chain, 'tls.key': key.slice(0, 900) })).toEqual(
      only('data.tls.key', /cut off/),
    );
    expect(
      check({
        'tls.crt': chain,
        'tls.key': key.replace(/\n[A-Za-z0-9+/]{64}\n/, '\nAAAA\n'),
      }),
    ).toEqual(only('data.tls.key', /damaged/));
    expect(
      check({ 'tls.crt': chain, 'tls.key': key.replace(/\n/g, '\\n') }),
    ).toEqual(only('data.tls.key', /real line breaks/));
    expect(
      check({ 'tls.crt': 'hello', 'tls.key': 'world' }).errors,
    ).toHaveLength(2);

    openssl('genpkey', '-algorithm', 'X25519', '-out', 'x25519.key');
    expect(check({ 'tls.crt': chain, 'tls.key': read('x25519.key') })).toEqual(
      only('data.tls.key', /Only RSA, ECDSA and Ed25519/),
    );
    openssl(
      ...['pkcs12', '-export', '-in', 'rsa-leaf.crt', '-inkey', 'rsa-leaf.key'],
      ...['-out', 'bundle.p12', '-passout', `pass:${PASSPHRASE}`],
    );
    openssl(
      'x509',
      '-in',
      'rsa-leaf.crt',
      '-outform',
      'DER',
      '-out',
      'leaf.der',
    );
    for (const name of ['bundle.p12', 'leaf.der']) {
      expect(
        check({ 'tls.crt': readFileSync(join(folder, name)), 'tls.key': key }),
      ).toEqual(only('data.tls.crt', /not PEM text. Convert/));
    }
    expect(
      check({ ...pair('ec'), 'tls.crt': read('ec-root.crt').repeat(21) })
        .errors,
    ).toContainEqual({
      field: 'data.tls.crt',
      message: expect.stringMatching(/at most 20/),
    });
  });

  it('refuses an expired certificate, and warns 30 days before and of one to come', () => {
    const now = Date.now();
    const at = (days: number) => check(pair('ec'), new Date(now + days * DAY));
    expect(at(334)).toEqual(clean);
    const soon = at(336);
    expect(soon.errors).toEqual([]);
    expect(soon.warnings).toEqual([
      { field: 'data.tls.crt', message: 'Certificate 1 expires in 28 days.' },
      { field: 'data.tls.crt', message: 'Certificate 2 expires in 28 days.' },
    ]);
    expect(at(364.5).warnings[0].message).toMatch(/less than a day/);
    expect(at(366).errors.map(({ message }) => message)).toEqual([
      'Certificate 1 has expired.',
      'Certificate 2 has expired.',
    ]);
    expect(at(-1).warnings.map(({ message }) => message)).toEqual([
      'Certificate 1 is not valid yet.',
      'Certificate 2 is not valid yet.',
    ]);
    expect(
      check(
        {
          ...pair('ec'),
          'tls.crt': read('ec-root.crt'),
          'tls.key': read('ec-root.key'),
          'ca.crt': read('ec-leaf.crt'),
        },
        new Date(now + 400 * DAY),
      ),
    ).toEqual(warned('data.ca.crt', /has expired/));
  });

  it('warns of short RSA keys and of Windows line ends', () => {
    openssl(
      ...[
        'req',
        '-x509',
        '-newkey',
        'rsa:1024',
        '-nodes',
        '-keyout',
        'weak.key',
      ],
      ...['-out', 'weak.crt', '-subj', '/CN=weak', '-days', '365'],
    );
    expect(
      check({ 'tls.crt': read('weak.crt'), 'tls.key': read('weak.key') }),
    ).toEqual(warned('data.tls.key', /fewer than 2048 bits/));
    expect(
      check({
        ...pair('ec'),
        'tls.crt': pair('ec')['tls.crt'].replace(/\n/g, '\r\n'),
      }),
    ).toEqual(warned('data.tls.crt', /CR and LF/));
  });

  it('checks one of the two on its own when only that is set', () => {
    expect(check({ 'tls.crt': pair('ec')['tls.crt'] })).toEqual(clean);
    expect(check({ 'tls.key': pair('ec')['tls.key'] })).toEqual(clean);
  });
});
