import { randomBytes } from 'node:crypto';
import {
  SECRET_TYPES,
  SecretType,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretValue } from '@strongroom/backstage-plugin-secrets-node';
import fc from 'fast-check';
import { checkContent } from './checkContent';
import { ContentInput } from './types';

type Values = Record<string, string | Uint8Array>;

function check(
  type: SecretType,
  values: Values,
  options: Partial<Omit<ContentInput, 'type' | 'values'>> = {},
) {
  return checkContent({
    type,
    values: new Map(
      Object.entries(values).map(([key, value]) => [
        key,
        SecretValue.fromBytes(Buffer.from(value)),
      ]),
    ),
    storedAs: {},
    capabilities: { binary: false, maxBytes: 700 * 1024 },
    now: new Date(),
    ...options,
  });
}
const clean = { errors: [], warnings: [] };
const opaque = (values: Values) => check('Opaque', values);
const warningOf = (value: string) =>
  opaque({ token: value }).warnings.map(({ message }) => message);

describe('checkContent', () => {
  it('names the key of an empty value, whatever its type', () => {
    for (const type of SECRET_TYPES) {
      expect(check(type, { empty: '' }).errors).toEqual([
        { field: 'data.empty', message: 'The value is empty.' },
      ]);
    }
    const hidden = JSON.parse('{"__proto__": "", "constructor": ""}');
    expect(opaque(hidden).errors.map(({ field }) => field)).toEqual([
      'data.__proto__',
      'data.constructor',
    ]);
  });

  it('takes what people really keep: passwords, tokens, files of settings, any language', () => {
    const settings = Array.from(
      { length: 40 },
      (_, line) => `SETTING_${line}="value ${line}"`,
    ).join('\n');
    expect(
      opaque({
        '.env': `${settings}\n`,
        password: 'Tr0ub4dor&3',
        token: randomBytes(32).toString('base64'),
        greeting: 'grüße, 世界 😀',
        json: '{\n  "a": "changeme"\n}\n',
        url: 'postgres://app:p%40ss@db.example:5432/app?sslmode=require',
        template: 'hello {{ .Values.name }}, how are you?',
      }),
    ).toEqual(clean);
    expect(
      check('kubernetes.io/basic-auth', { username: 'app', password: 'x1-9f' }),
    ).toEqual(clean);
  });

  it('warns of white space that came along by copying, in values of one line only', () => {
    expect(warningOf('s3cr3t-9f\n')).toEqual([
      'The value ends with a line break.',
    ]);
    expect(warningOf('s3cr3t-9f\r\n')).toEqual([
      'The value ends with a line break.',
    ]);
    expect(warningOf('s3cr3t-9f ')).toEqual([
      'The value ends with white space.',
    ]);
    expect(warningOf('\ts3cr3t-9f')).toEqual([
      'The value begins with white space.',
    ]);
    expect(warningOf(' \n')).toEqual([
      'The value consists of white space alone.',
    ]);
    expect(warningOf('two\nlines\n')).toEqual([]);
  });

  it('T11: warns of a byte order mark and of NUL, which stay as they are', () => {
    expect(warningOf('\ufeffs3cr3t-9f')).toEqual([
      expect.stringMatching(/byte order mark/),
    ]);
    expect(warningOf('s3c\0r3t')).toEqual([expect.stringMatching(/NUL/)]);
  });

  it('T38: warns of placeholders, and of nothing that merely contains one', () => {
    for (const value of [
      'changeme',
      'CHANGE_ME',
      'change-this',
      '<password>',
      '<your token here>',
      'TODO',
      'xxx',
      'XXXXXXXX',
      '********',
      'REPLACE_ME',
      'replace-with-real-value',
      'your-api-key',
      'password',
      'placeholder',
      '${DB_PASSWORD}',
      '{{ .Values.password }}',
      'insert token here',
    ]) {
      expect([value, warningOf(value)]).toEqual([
        value,
        ['The value looks like a placeholder.'],
      ]);
    }
    for (const value of [
      'changeme-7Jq2',
      'xx',
      'my-dog-likes-cheese',
      '<a>b</a>',
      'todo-list-service',
      'passwords',
      '${A}${B}',
    ]) {
      expect([value, warningOf(value)]).toEqual([value, []]);
    }
  });

  it('T11: refuses bytes that a store of text would damage, unless they are stored as base64', () => {
    const binary = { keystore: Buffer.from([0x30, 0x82, 0xff, 0xfe, 0x00]) };
    expect(opaque(binary).errors).toEqual([
      {
        field: 'data.keystore',
        message: expect.stringMatching(/"keystore".*"storeAs": "base64"/),
      },
    ]);
    expect(
      check('Opaque', binary, { storedAs: { keystore: 'base64' } }),
    ).toEqual(clean);
    expect(
      check('Opaque', binary, {
        capabilities: { binary: true, maxBytes: 1_048_576 },
      }),
    ).toEqual(clean);
    expect(
      check('Opaque', { text: 'plain-9f' }, { storedAs: { text: 'base64' } }),
    ).toEqual(clean);
    expect(
      check(
        'kubernetes.io/dockerconfigjson',
        { '.dockerconfigjson': '{"auths":{"r":{"identitytoken":"t"}}}' },
        { storedAs: { '.dockerconfigjson': 'base64' } },
      ).errors,
    ).toEqual([
      {
        field: 'data..dockerconfigjson',
        message: expect.stringMatching(/storeAs/),
      },
    ]);
    for (const [type, key] of [
      ['kubernetes.io/dockerconfigjson', '.dockerconfigjson'],
      ['kubernetes.io/ssh-auth', 'ssh-privatekey'],
      ['kubernetes.io/tls', 'tls.key'],
    ] as const) {
      expect(
        check(type, { [key]: Buffer.from([0xff, 0xfe]) }).errors,
      ).toHaveLength(1);
    }
  });

  it('T8: counts the bytes that are stored up to the lowest limit, and names only the limit', () => {
    const filled = (size: number) => 'ä'.repeat(size / 2);
    const large = { binary: true, maxBytes: 2_000_000 };
    expect(
      check(
        'Opaque',
        { a: filled(1_048_570), b: '123456' },
        { capabilities: large },
      ),
    ).toEqual(clean);
    expect(
      check(
        'Opaque',
        { a: filled(1_048_570), b: '1234567' },
        { capabilities: large },
      ),
    ).toEqual({
      errors: [
        { field: 'data', message: expect.stringContaining(' 1048576 bytes') },
      ],
      warnings: [],
    });
    expect(opaque({ a: filled(716_800) })).toEqual(clean);
    expect(opaque({ a: `${filled(716_800)}x` }).errors[0].message).toContain(
      '716800',
    );
    const limited = { maxBytes: 8 };
    expect(check('Opaque', { a: '12345678' }, limited)).toEqual(clean);
    expect(
      check(
        'Opaque',
        { a: '123456' },
        { ...limited, storedAs: { a: 'base64' } },
      ),
    ).toEqual(clean);
    expect(
      check(
        'Opaque',
        { a: '1234567' },
        { ...limited, storedAs: { a: 'base64' } },
      ).errors,
    ).toHaveLength(1);
  });
});

describe('T38: Docker configurations', () => {
  const docker = (config: unknown) =>
    check('kubernetes.io/dockerconfigjson', {
      '.dockerconfigjson':
        typeof config === 'string'
          ? config
          : JSON.stringify(config, undefined, '\t'),
    });
  const login = (text: string) => Buffer.from(text).toString('base64');
  const refused = (message: RegExp) => ({
    errors: [
      {
        field: 'data..dockerconfigjson',
        message: expect.stringMatching(message),
      },
    ],
    warnings: [],
  });

  it('are taken with any credentials that the kubelet can use', () => {
    for (const entry of [
      { auth: login('robot$ci:s3cr3t:with:colons') },
      { auth: login('a:b').replace(/=+$/, '') },
      { auth: login('user:pass'), email: 'not@val.id' },
      { username: 'user', password: 'pass' },
      { username: '_json_key', password: '{"type": "service_account"}' },
      { identitytoken: 'eyJhbGciOi' },
    ]) {
      expect(
        docker({ auths: { 'https://index.docker.io/v1/': entry } }),
      ).toEqual(clean);
    }
    expect(
      docker({
        auths: {
          'ghcr.io': { auth: login('u:p') },
          'quay.io': { auth: login('u:p') },
        },
        HttpHeaders: { 'User-Agent': 'Docker-Client' },
      }),
    ).toEqual(clean);
  });

  it('are refused when the passwords are not in them, with the remedy', () => {
    for (const config of [
      { auths: { 'https://index.docker.io/v1/': {} }, credsStore: 'desktop' },
      { auths: {}, credsStore: 'osxkeychain' },
      { credHelpers: { 'gcr.io': 'gcloud' } },
    ]) {
      expect(docker(config)).toEqual(
        refused(/credential helper.*empty "credsStore"/),
      );
    }
  });

  it('are refused when nothing could log in with them', () => {
    expect(docker('{"auths": ')).toEqual(refused(/not a JSON object/));
    expect(docker('[]')).toEqual(refused(/not a JSON object/));
    expect(docker({})).toEqual(refused(/no object "auths"/));
    expect(docker({ auths: [] })).toEqual(refused(/no object "auths"/));
    expect(docker({ auths: {} })).toEqual(refused(/no registry/));
    expect(docker({ 'ghcr.io': { auth: login('u:p') } })).toEqual(
      refused(/old form/),
    );
    for (const [entry, message] of [
      ['text', /Registry 1: its entry is not an object/],
      [{}, /neither/],
      [{ username: 'user' }, /neither/],
      [{ auth: 'user:pass' }, /not base64 of text/],
      [{ auth: login('user') }, /user name, colon and password/],
      [{ auth: login(':pass') }, /user name, colon and password/],
      [{ auth: login('user:') }, /user name, colon and password/],
      [
        { auth: Buffer.from([0xff, 0x3a, 0xfe]).toString('base64') },
        /not base64 of text/,
      ],
    ] as const) {
      expect(docker({ auths: { r: entry } })).toEqual(refused(message));
    }
    const many = Object.fromEntries(
      Array.from({ length: 101 }, (_, index) => [`r${index}`, {}]),
    );
    expect(docker({ auths: many })).toEqual(refused(/more than 100/));
  });

  it('are doubtful when the password ends with a line break', () => {
    for (const entry of [
      { auth: login('user:pass\n') },
      { username: 'user', password: 'pass\r\n' },
    ]) {
      expect(docker({ auths: { r: entry } }).warnings).toHaveLength(1);
    }
  });
});

describe('T2: what a check says', () => {
  it('never holds any part of a value, whatever is wrong with it', () => {
    const canary = `canary${randomBytes(12).toString('hex')}`;
    const wraps: Array<(text: string) => string> = [
      text => text,
      text => `${text}\n`,
      text => `<${text}>`,
      text => `\ufeff${text}\0`,
      text => `-----BEGIN ${text.toUpperCase()}-----\r\n${text}\n`,
      text =>
        `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`,
      text =>
        `-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----\n`,
      text =>
        `-----BEGIN OPENSSH PRIVATE KEY-----\n${Buffer.from(
          `openssh-key-v1\0\0\0\0\x04none${text}`,
        ).toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`,
      text => `ssh-rsa AAAA${text}`,
      text => `{"auths": ${text}}`,
      text => `{"${text}": {"auth": "${text}"}}`,
      text => `{"auths": {"${text}": {"auth": "${text}"}}}`,
      text =>
        `{"auths": {"${text}": {"${text}": "${text}"}}, "credsStore": "${text}"}`,
      text => Buffer.from(text).toString('base64'),
    ];
    const forms = [
      canary,
      Buffer.from(canary).toString('base64').slice(0, 16),
      Buffer.from(canary).toString('hex'),
      canary.toUpperCase(),
    ];
    const keys = [
      'any',
      'password',
      'ssh-privatekey',
      '.dockerconfigjson',
      'tls.crt',
      'tls.key',
      'ca.crt',
    ];
    let problems = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...SECRET_TYPES),
        fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1 }),
        fc.array(fc.constantFrom(...wraps), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (type, present, wrapping, binary) => {
          const text = wrapping.reduce((inner, wrap) => wrap(inner), canary);
          const value = binary
            ? Buffer.concat([Buffer.from(text), Buffer.from([0xff])])
            : text;
          const report = check(
            type,
            Object.fromEntries(present.map(key => [key, value])),
          );
          problems += report.errors.length + report.warnings.length;
          const said = JSON.stringify(report);
          for (const form of forms) {
            expect(said).not.toContain(form);
          }
        },
      ),
      { numRuns: 3_000 },
    );
    expect(problems).toBeGreaterThan(3_000);
  });
});
