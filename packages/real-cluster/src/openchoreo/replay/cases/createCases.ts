import { ReplayCase } from './types';
import {
  acme,
  ask,
  base64,
  draft,
  get,
  invalid,
  json,
  plainText,
  refusal,
  refused,
  secretsOf,
  shown,
} from './words';

const accepted = (
  name: string,
  bytes: number,
  body: unknown,
  answer: object,
  more: Partial<ReplayCase> = {},
): ReplayCase => ask(name, 'POST', acme, 201, bytes, answer, { body, ...more });

const denied = (
  name: string,
  why: Parameters<typeof refused>[3],
  body: unknown,
): ReplayCase => refused(name, 'POST', acme, why, body);

const undecodable = (name: string, why: string, body: unknown): ReplayCase =>
  plainText(name, 'POST', acme, 400, `can't decode JSON body: ${why}`, {
    body,
  });

const long = (letter: string, count: number) => letter.repeat(count);

/** A create that was only recorded as its length. */
const big = (name: string, size: number) =>
  JSON.stringify(draft(name, { a: long('x', size) }));

const raw = (name: string, data: string) =>
  `{"secretName":"${name}","secretType":"Opaque","targetPlane":{"kind":"ClusterDataPlane","name":"default"},"data":${data}}`;

const onPlane = (kind: string, name: string) =>
  draft('x1', undefined, { targetPlane: { kind, name } });

/** A secret whose bytes are not those that were sent, made and read again. */
function bytesCases(
  number: number,
  what: string,
  name: string,
  body: unknown,
  stored: Buffer,
): ReplayCase[] {
  const answer = { ...shown(name), data: { a: stored.toString('base64') } };
  const size = 262 + answer.data.a.length - base64('1').length;
  return [
    accepted(`plain/0${number}-create-${what}`, size, body, answer),
    get(`plain/0${number + 1}-get-${what}`, `${acme}/${name}`, size, answer),
  ];
}

/** What names, keys, planes, types, values and sizes are taken, and in which words others are refused. */
export const createCases: ReplayCase[] = [
  denied(
    'plain/034-create-name-empty',
    invalid(56, 'secretName is required'),
    draft(''),
  ),
  denied(
    'plain/035-create-name-uppercase',
    refusal.internal,
    draft('Bad_Name'),
  ),
  denied('plain/036-create-name-slash', refusal.internal, draft('a/b')),
  denied('plain/037-create-name-dots-traversal', refusal.internal, draft('..')),
  ...(
    [
      ['038', 50, 308],
      ['039', 64, 322],
      ['040', 253, 511],
    ] as const
  ).map(([number, length, bytes]) =>
    accepted(
      `plain/${number}-create-name-${length}`,
      bytes,
      draft(long('n', length)),
      shown(long('n', length)),
    ),
  ),
  denied('plain/041-create-name-254', refusal.internal, draft(long('n', 254))),
  accepted('plain/042-create-name-dotted', 263, draft('a.b.c'), shown('a.b.c')),
  denied(
    'plain/043-create-plane-missing',
    refusal.planeNotFound,
    onPlane('ClusterDataPlane', 'zzz'),
  ),
  denied(
    'plain/044-create-plane-kind-unknown',
    invalid(82, 'unsupported targetPlane.kind: ObservabilityPlane'),
    onPlane('ObservabilityPlane', 'default'),
  ),
  denied(
    'plain/045-create-plane-name-empty',
    invalid(62, 'targetPlane.name is required'),
    onPlane('DataPlane', ''),
  ),
  denied(
    'plain/046-create-plane-absent-field',
    invalid(62, 'targetPlane.kind is required'),
    draft('x1', undefined, { targetPlane: undefined }),
  ),
  denied(
    'plain/047-create-plane-no-store',
    refusal.noStore,
    onPlane('ClusterDataPlane', 'nostore'),
  ),
  denied(
    'plain/048-create-plane-offline',
    refusal.internal,
    onPlane('ClusterDataPlane', 'offline'),
  ),
  denied(
    'plain/049-create-type-unknown',
    invalid(81, 'unsupported secretType: kubernetes.io/dockercfg'),
    draft(
      'x2',
      { '.dockercfg': '{}' },
      { secretType: 'kubernetes.io/dockercfg' },
    ),
  ),
  denied(
    'plain/050-create-type-empty',
    invalid(58, 'unsupported secretType: '),
    draft('x2', undefined, { secretType: '' }),
  ),
  denied(
    'plain/051-create-data-empty',
    invalid(70, 'data must contain at least one entry'),
    draft('x2', {}),
  ),
  denied(
    'plain/052-create-data-absent',
    invalid(70, 'data must contain at least one entry'),
    draft('x2', undefined, { data: undefined }),
  ),
  denied(
    'plain/053-create-value-empty',
    invalid(63, 'data["a"] must not be empty'),
    draft('x2', { a: '' }),
  ),
  undecodable(
    'plain/054-create-value-number',
    'json: cannot unmarshal number into Go struct field CreateSecretRequest.data of type string',
    draft('x2', { a: 1 }),
  ),
  denied(
    'plain/055-create-value-null',
    invalid(63, 'data["a"] must not be empty'),
    draft('x2n', { a: null }),
  ),
  denied(
    'plain/056-create-key-empty',
    invalid(61, 'data keys must not be empty'),
    draft('x2', { '': '1' }),
  ),
  denied(
    'plain/057-create-key-invalid',
    refusal.internal,
    draft('x3', { 'bad key/': '1' }),
  ),
  denied(
    'plain/058-create-key-254',
    refusal.internal,
    draft('x3b', { [long('k', 254)]: '1' }),
  ),
  accepted(
    'plain/059-create-key-proto',
    292,
    raw('proto', '{"__proto__":"1","constructor":"2"}'),
    {
      ...shown('proto'),
      data: Object.fromEntries([
        ['__proto__', base64('1')],
        ['constructor', base64('2')],
      ]),
    },
  ),
  accepted(
    'plain/060-create-duplicate-json-keys',
    265,
    raw('dupkeys', '{"a":"1","a":"2"}'),
    shown('dupkeys', { a: '2' }),
  ),
  accepted(
    'plain/061-create-unknown-field',
    270,
    draft('unknownfield', undefined, { description: 'x' }),
    shown('unknownfield'),
  ),
  accepted(
    'plain/062-create-tls-garbage',
    303,
    draft(
      'tls-garbage',
      { 'tls.crt': 'x', 'tls.key': 'y' },
      { secretType: 'kubernetes.io/tls' },
    ),
    shown(
      'tls-garbage',
      { 'tls.crt': 'x', 'tls.key': 'y' },
      { type: 'kubernetes.io/tls' },
    ),
  ),
  denied(
    'plain/063-create-docker-garbage',
    refusal.internal,
    draft(
      'docker-garbage',
      { '.dockerconfigjson': 'not json' },
      { secretType: 'kubernetes.io/dockerconfigjson' },
    ),
  ),
  accepted(
    'plain/064-create-label-managed-by-forged',
    289,
    draft('lab1', undefined, {
      labels: {
        'openchoreo.dev/managed-by': 'me',
        'openchoreo.dev/foo': 'bar',
      },
    }),
    shown('lab1', undefined, { labels: { 'openchoreo.dev/foo': 'bar' } }),
  ),
  denied(
    'plain/065-create-label-invalid',
    invalid(
      308,
      `invalid label key "bad label!": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ),
    draft('lab2', undefined, { labels: { 'bad label!': 'x' } }),
  ),
  undecodable(
    'plain/066-create-not-json',
    "invalid character 'n' looking for beginning of object key string",
    '{nope',
  ),
  undecodable('plain/067-create-no-body', 'EOF', ''),
  accepted(
    'plain/068-create-content-type-text',
    263,
    draft('ctext'),
    shown('ctext'),
    { headers: { 'content-type': 'text/plain' } },
  ),
  ...bytesCases(
    69,
    'binary-raw-bytes',
    'bin1',
    Buffer.concat([
      Buffer.from(raw('bin1', '{"a":"').slice(0, -1)),
      Buffer.from([0xff, 0xfe, 0x80]),
      Buffer.from('"}}'),
    ]),
    Buffer.from('\ufffd\ufffd\ufffd'),
  ),
  ...bytesCases(
    71,
    'binary-escaped-latin1',
    'bin2',
    draft('bin2', { a: '\u0000\u0001\u0002ÿþ\u0080' }),
    Buffer.from('\u0000\u0001\u0002ÿþ\u0080'),
  ),
  ...bytesCases(
    73,
    'lone-surrogate',
    'bin3',
    raw('bin3', '{"a":"\\ud800x"}'),
    Buffer.from('\ufffdx'),
  ),
  ...bytesCases(
    75,
    'crlf-bom',
    'bin4',
    draft('bin4', { a: '\ufeffline1\r\nline2\n' }),
    Buffer.from('\ufeffline1\r\nline2\n'),
  ),
  ...(
    [
      ['077-create-1000KiB', 'big1', 1_024_000, 1_365_594],
      ['078-create-1MiB', 'big2', 1_048_576, 1_398_362],
    ] as const
  ).map(([name, secret, size, bytes]) =>
    accepted(
      `plain/${name}`,
      bytes,
      big(secret, size),
      shown(secret, { a: long('x', size) }),
    ),
  ),
  ...(
    [
      ['079-create-1MiB+1', 1_048_577],
      ['080-create-1.5MiB', 1_572_864],
      ['081-create-4MiB', 4_194_304],
      ['082-create-11MiB', 11_534_336],
    ] as const
  ).map(([name, size]) =>
    denied(`plain/${name}`, refusal.internal, big('big3', size)),
  ),
  refused(
    'plain/083-create-namespace-absent',
    'POST',
    secretsOf('nope'),
    refusal.internal,
    draft('orphan'),
  ),
  {
    ...accepted(
      'plain/084-create-namespace-49',
      304,
      draft('a'),
      shown('a', undefined, { namespace: `n${long('x', 48)}` }),
    ),
    path: secretsOf(`n${long('x', 48)}`),
    contentType: json,
  },
  ...(
    [
      ['085-create-namespace-50', `n${long('x', 49)}`],
      ['086-create-namespace-63', `n${long('x', 62)}`],
      ['087-create-namespace-uppercase', 'ACME'],
      ['088-create-namespace-traversal', '..%2Fkube-system'],
    ] as const
  ).map(([name, namespace]) =>
    refused(
      `plain/${name}`,
      'POST',
      secretsOf(namespace),
      refusal.internal,
      draft('a'),
    ),
  ),
  refused(
    'plain/089-get-name-traversal',
    'GET',
    `${acme}/..%2F..%2Fkube-system`,
    refusal.internal,
  ),
  refused('plain/090-get-name-slash', 'GET', `${acme}/a%2Fb`, refusal.internal),
  refused(
    'plain/091-get-name-question',
    'GET',
    `${acme}/a%3Fb`,
    refusal.secretNotFound,
  ),
];
