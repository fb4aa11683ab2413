import {
  base64,
  core,
  reference,
  references,
  secret,
  startWorld,
  World,
} from '../world';

jest.setTimeout(120_000);

let world: World;
let api: World['api'];
let ns: string;

beforeAll(async () => {
  world = await startWorld({ withoutExternalSecrets: true });
  ({ api } = world);
});
afterAll(() => world?.stop());
beforeEach(async () => {
  ns = await world.namespace();
});

const mebibyte = 1024 * 1024;
const causes = (answer: { body: any }) => answer.body.details.causes;
const secrets = () => `${core(ns, 'secrets')}?dryRun=All`;

describe('a Secret', () => {
  it('T9: has a name that is a DNS subdomain', async () => {
    const bad = await api.post(secrets(), secret('Bad_Name'));
    const words = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;
    expect([bad.code, bad.body]).toEqual([
      422,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `Secret "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": ${words}`,
        reason: 'Invalid',
        details: {
          name: 'Bad_Name',
          kind: 'Secret',
          causes: [
            {
              reason: 'FieldValueInvalid',
              message: `Invalid value: "Bad_Name": ${words}`,
              field: 'metadata.name',
            },
          ],
        },
        code: 422,
      },
    ]);
    const codes: Record<string, number> = {};
    for (const name of [
      'a',
      'a.b',
      'a..b',
      '-a',
      'a-',
      'ä',
      'a'.repeat(253),
      'a'.repeat(254),
    ]) {
      codes[name.slice(0, 6) + name.length] = (
        await api.post(secrets(), secret(name))
      ).code;
    }
    expect(codes).toEqual({
      a1: 201,
      'a.b3': 201,
      'a..b4': 422,
      '-a2': 422,
      'a-2': 422,
      ä1: 422,
      aaaaaa253: 201,
      aaaaaa254: 422,
    });
  });

  it.each([
    ['kubernetes.io/tls', { 'tls.crt': 'c' }, ['data[tls.key]']],
    ['kubernetes.io/tls', { 'tls.crt': 'junk', 'tls.key': 'junk' }, []],
    ['kubernetes.io/tls', {}, ['data[tls.crt]', 'data[tls.key]']],
    ['kubernetes.io/basic-auth', {}, ['data[username]', 'data[password]']],
    ['kubernetes.io/basic-auth', { password: 'p' }, []],
    ['kubernetes.io/ssh-auth', { other: 'k' }, ['data[ssh-privatekey]']],
    [
      'kubernetes.io/ssh-auth',
      { 'ssh-privatekey': '' },
      ['data[ssh-privatekey]'],
    ],
    ['kubernetes.io/dockerconfigjson', {}, ['data[.dockerconfigjson]']],
    [
      'kubernetes.io/dockerconfigjson',
      { '.dockerconfigjson': '{"auths":{}}' },
      [],
    ],
    ['kubernetes.io/dockercfg', {}, ['data[.dockercfg]']],
    ['example.com/custom', { any: 'thing' }, []],
  ])('of type %s with %p lacks %p', async (type, values, fields) => {
    const answer = await api.post(
      secrets(),
      secret('typed', values as Record<string, string>, { type }),
    );
    const found = answer.code === 201 ? [] : causes(answer);
    expect(
      found.map((cause: { field: string; reason: string }) => [
        cause.field,
        cause.reason,
      ]),
    ).toEqual(fields.map(field => [field, 'FieldValueRequired']));
  });

  it('T2: is refused without a word of a broken registry file', async () => {
    const answer = await api.post(
      secrets(),
      secret(
        'registry',
        { '.dockerconfigjson': 'hunter2 is no JSON' },
        { type: 'kubernetes.io/dockerconfigjson' },
      ),
    );
    expect([answer.code, causes(answer)]).toEqual([
      422,
      [
        {
          reason: 'FieldValueInvalid',
          // The parser's own words follow, which name at most one character.
          message: expect.stringMatching(
            /^Invalid value: "<secret contents redacted>": /,
          ),
          field: 'data[.dockerconfigjson]',
        },
      ],
    ]);
    expect(answer.text).not.toContain('hunter2');
  });

  it('T8: takes 1 MiB of data and not a byte more, and requests of 3 MiB', async () => {
    const big = (bytes: number) =>
      secret('big', { a: 'x', b: 'x'.repeat(bytes - 1) });
    const over = await api.post(secrets(), big(mebibyte + 1));
    expect([over.code, causes(over)]).toEqual([
      422,
      [
        {
          reason: 'FieldValueTooLong',
          message: 'Too long: may not be more than 1048576 bytes',
          field: 'data',
        },
      ],
    ]);
    expect((await api.post(secrets(), big(mebibyte))).code).toBe(201);
    const padded = (length: number) => {
      const body = JSON.stringify(reference('padded'));
      return body + ' '.repeat(length - body.length);
    };
    const limit = 3 * mebibyte;
    expect((await api.post(references(ns), padded(limit))).code).toBe(201);
    const refused = await api.post(references(ns), padded(limit + 1));
    expect([refused.code, refused.body]).toEqual([
      413,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Request entity too large: limit is 3145728',
        reason: 'RequestEntityTooLarge',
        code: 413,
      },
    ]);
  });

  it('has keys of letters, digits, dot, dash and underscore, and values in base64', async () => {
    const keys = [
      'ok.key_-1',
      'bad key',
      '.',
      '..',
      '..x',
      'a'.repeat(254),
      '',
    ];
    const answer = await api.post(
      secrets(),
      secret('keys', Object.fromEntries(keys.map(key => [key, 'v']))),
    );
    const fields = causes(answer).map(({ field }: { field: string }) => field);
    expect(new Set(fields)).toEqual(
      new Set(keys.slice(1).map(key => `data[${key}]`)),
    );
    for (const data of [{ a: 'no base64!' }, { a: 'MQ=' }, { a: 1 }, 'x']) {
      const refused = await api.post(secrets(), { ...secret('bytes'), data });
      expect([data, refused.code, refused.body.reason]).toEqual([
        data,
        400,
        'BadRequest',
      ]);
    }
  });

  it('keeps its type, and everything once it is immutable', async () => {
    const path = `${core(ns, 'secrets')}/fixed`;
    await api.post(core(ns, 'secrets'), secret('fixed', { a: '1' }));
    const retyped = await api.merge(path, { type: 'other' });
    expect([retyped.code, causes(retyped)]).toEqual([
      422,
      [
        {
          reason: 'FieldValueInvalid',
          message: 'Invalid value: "other": field is immutable',
          field: 'type',
        },
      ],
    ]);
    await api.merge(path, { immutable: true });
    const changed = await api.merge(path, { data: { a: null } });
    expect(causes(changed)[0].message).toBe(
      'Forbidden: field is immutable when `immutable` is set',
    );
    expect((await api.get(path)).body.data).toEqual({ a: base64('1') });
  });

  it('T2: is not quoted when it is no JSON', async () => {
    const junk = await api.post(core(ns, 'secrets'), '{"data": hunter2');
    expect([junk.code, junk.body.reason]).toEqual([400, 'BadRequest']);
  });
});

describe('any object', () => {
  it('is refused when it is none of the kind', async () => {
    const bodies = [
      '[]',
      '{"metadata":{"name":5}}',
      '{"kind":"ConfigMap","metadata":{"name":"a"}}',
      '{"apiVersion":"v2","metadata":{"name":"a"}}',
      '{"metadata":{"name":"a"},"type":5}',
      '{"metadata":{"name":"a","finalizers":"x"}}',
    ];
    for (const body of bodies) {
      const refused = await api.post(secrets(), body);
      expect([body, refused.code]).toEqual([body, 400]);
    }
    const dropped = await api.post(secrets(), {
      metadata: { name: 'dropped', surprise: 1 },
      spec: {},
    });
    expect(dropped.code).toBe(201);
    expect(dropped.body).not.toHaveProperty('spec');
    expect(dropped.headers.warning).toContain('unknown field');
  });

  it('has checked labels and annotations', async () => {
    const labelled = await api.post(
      references(ns),
      reference('x', {
        labels: { 'bad key': 'ok', ok: 'bad value', 'a/b/c': '', '/x': '' },
      }),
    );
    expect(labelled.code).toBe(422);
    expect(causes(labelled)).toHaveLength(4);
    const annotated = (length: number) =>
      api.post(
        references(ns),
        reference('annotated', { annotations: { key: 'x'.repeat(length) } }),
      );
    const long = await annotated(256 * 1024 - 2);
    expect([long.code, causes(long)]).toEqual([
      422,
      [
        {
          reason: 'FieldValueTooLong',
          message: 'Too long: may not be more than 262144 bytes',
          field: 'metadata.annotations',
        },
      ],
    ]);
    expect((await annotated(256 * 1024 - 3)).code).toBe(201);
  });
});

describe('a custom resource', () => {
  it('is held to its schema, in the words of the API server', async () => {
    const wrong = await api.post(
      references(ns),
      reference(
        'wrong',
        {},
        {
          targetPlane: { kind: 'Moon', name: '' },
          data: [],
          refreshInterval: 5,
          template: undefined,
        },
      ),
    );
    expect(wrong.code).toBe(422);
    expect(
      Object.fromEntries(
        causes(wrong).map((cause: any) => [
          cause.field,
          [cause.reason, cause.message],
        ]),
      ),
    ).toEqual({
      'spec.template': ['FieldValueRequired', 'Required value'],
      'spec.targetPlane.kind': [
        'FieldValueNotSupported',
        'Unsupported value: "Moon": supported values: "WorkflowPlane", "ClusterWorkflowPlane", "DataPlane", "ClusterDataPlane"',
      ],
      'spec.targetPlane.name': [
        'FieldValueInvalid',
        'Invalid value: "": spec.targetPlane.name in body should be at least 1 chars long',
      ],
      'spec.data': [
        'FieldValueInvalid',
        'Invalid value: 0: spec.data in body should have at least 1 items',
      ],
      'spec.refreshInterval': [
        'FieldValueTypeInvalid',
        'Invalid value: "integer": spec.refreshInterval in body must be of type string: "integer"',
      ],
    });
  });

  it('gets defaults, and loses fields that nobody knows', async () => {
    const loose = await api.post(
      references(ns),
      reference('loose', {}, { template: {}, surprise: 1 }),
    );
    expect(loose.body.spec).toEqual({
      template: { type: 'Opaque' },
      refreshInterval: '1h',
      data: [
        {
          secretKey: 'a',
          remoteRef: { key: 'secret/acme/generic/loose', property: 'a' },
        },
      ],
    });
    expect(loose.headers.warning).toBe(
      '299 - "unknown field \\"spec.surprise\\""',
    );
    const strict = await api.post(
      `${references(ns)}?fieldValidation=Strict`,
      reference('strict', {}, { surprise: 1 }),
    );
    expect([strict.code, strict.body.message]).toEqual([
      400,
      'SecretReference in version "v1alpha1" cannot be handled as a SecretReference: strict decoding error: unknown field "spec.surprise"',
    ]);
  });
});
