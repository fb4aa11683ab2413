import fc from 'fast-check';
import { openChoreoDefinitions } from '../../definitions';
import { startEmbeddedCluster } from '../../startEmbeddedCluster';
import { EmbeddedCluster } from '../../types';
import {
  ApiAnswer,
  ApiClient,
  namespace,
  reference,
  references,
  secret,
  secrets,
} from '../__testUtils__';

const mebibyte = 1024 * 1024;

describe('validation over HTTP', () => {
  let embedded: EmbeddedCluster;
  let api: ApiClient;

  const causes = (answer: ApiAnswer) => {
    expect(answer.body).toMatchObject({ code: 422, reason: 'Invalid' });
    return answer.body.details.causes;
  };

  beforeAll(async () => {
    embedded = await startEmbeddedCluster({
      clusters: ['test'],
      definitions: openChoreoDefinitions,
      withoutKv: true,
      withoutExternalSecrets: true,
    });
    api = new ApiClient(embedded.clusters.test);
    await api.post('/api/v1/namespaces', namespace('acme'));
  });

  afterAll(() => embedded.stop());

  it('T9: accepts exactly the names that Kubernetes accepts', async () => {
    const part = fc.constantFrom('a', 'z9', '-', '.', 'A', '_', '/', 'ä', ' ');
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        async parts => {
          const name = parts.join('');
          const legal =
            /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
          const answer = await api.post(`${secrets}?dryRun=All`, secret(name));
          expect(answer.code).toBe(legal.test(name) ? 201 : 422);
        },
      ),
      { numRuns: 60 },
    );
    const longest = 'a'.repeat(253);
    expect((await api.post(secrets, secret(longest))).code).toBe(201);
    expect((await api.post(secrets, secret(`${longest}a`))).code).toBe(422);
    const label = 'a'.repeat(63);
    const spaces = '/api/v1/namespaces?dryRun=All';
    expect((await api.post(spaces, namespace(label))).code).toBe(201);
    expect((await api.post(spaces, namespace(`${label}a`))).code).toBe(422);
    expect((await api.post(spaces, namespace('a.b'))).code).toBe(422);

    const bad = await api.post(secrets, secret('Bad_Name'));
    expect(bad.body.message).toMatch(
      /^Secret "Bad_Name" is invalid: metadata\.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain must consist of/,
    );
    const nameless = await api.post(secrets, {});
    expect(causes(nameless)).toEqual([
      {
        reason: 'FieldValueRequired',
        message: 'Required value: name or generateName is required',
        field: 'metadata.name',
      },
    ]);
  });

  it('checks labels and annotations', async () => {
    const labelled = await api.post(
      references,
      reference('x', {
        labels: { 'bad key': 'ok', ok: 'bad value', 'a/b/c': '', '/x': '' },
      }),
    );
    expect(causes(labelled)).toHaveLength(4);
    const ok = reference('labelled', {
      labels: { 'example.com/Name_1': 'v.1', empty: '' },
    });
    expect((await api.post(references, ok)).code).toBe(201);

    const size = 256 * 1024;
    const annotated = (length: number) =>
      reference('annotated', { annotations: { key: 'x'.repeat(length) } });
    const long = await api.post(references, annotated(size - 2));
    expect(causes(long)).toMatchObject([
      {
        reason: 'FieldValueTooLong',
        message: 'Too long: may not be more than 262144 bytes',
        field: 'metadata.annotations',
      },
    ]);
    expect((await api.post(references, annotated(size - 3))).code).toBe(201);
    const number = await api.post(
      references,
      reference('x', { labels: { a: 1 } }),
    );
    expect(number.body.reason).toBe('BadRequest');
  });

  it.each([
    ['kubernetes.io/tls', { 'tls.crt': 'c' }, ['data[tls.key]']],
    ['kubernetes.io/tls', { 'tls.crt': 'junk', 'tls.key': 'junk' }, []],
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
    ['example.com/custom', { any: 'thing' }, []],
  ])('demands of type %s with %p: %p', async (type, values, fields) => {
    const answer = await api.post(
      `${secrets}?dryRun=All`,
      secret('typed', values, { type }),
    );
    const found = answer.code === 201 ? [] : causes(answer);
    expect(found.map((cause: { field: string }) => cause.field)).toEqual(
      fields,
    );
  });

  it('T2: refuses a broken registry file without a word of it', async () => {
    const answer = await api.post(
      secrets,
      secret(
        'registry',
        { '.dockerconfigjson': 'hunter2 is no JSON' },
        { type: 'kubernetes.io/dockerconfigjson' },
      ),
    );
    expect(causes(answer)[0]).toMatchObject({
      field: 'data[.dockerconfigjson]',
      message:
        'Invalid value: "<secret contents redacted>": invalid character \'h\' looking for beginning of value',
    });
    expect(answer.text).not.toContain('hunter2');
  });

  it('quotes what it cannot read, as the real server does, so that clients learn to keep it to themselves', async () => {
    const broken = await api.post(secrets, '{"data": hunter2');
    expect([broken.code, broken.body.message]).toEqual([
      400,
      `the object provided is unrecognized (must be of type Secret): couldn't get version/kind; json parse error: invalid character 'h' looking for beginning of value ({"data": hunter2)`,
    ]);
    const binary = await api.post(secrets, 'hunter2');
    expect(binary.body.message).toMatch(/\(68756e74657232\)$/);
    const kindless = await api.post(references, '{"spec":"hunter2"}');
    expect(kindless.body.message).toContain(
      `Object 'Kind' is missing in '{"spec":"hunter2"}'`,
    );
    await api.post(secrets, secret('whole', { a: 'hunter2' }));
    const patched = await api.merge(`${secrets}/whole`, { type: 5 });
    expect(patched.code).toBe(422);
    const [{ field, message }] = causes(patched);
    expect(field).toBe('patch');
    expect(message).toContain(
      JSON.stringify(Buffer.from('hunter2').toString('base64')).replace(
        /"/g,
        '\\"',
      ),
    );
    expect(message).toMatch(
      /: json: cannot unmarshal number into Go struct field Secret.type of type v1.SecretType$/,
    );
  });

  it('T8: takes 1 MiB of data and not a byte more, and requests of 3 MiB', async () => {
    const big = (bytes: number) =>
      secret('big', { a: 'x', b: 'x'.repeat(bytes - 1) });
    const over = await api.post(`${secrets}?dryRun=All`, big(mebibyte + 1));
    expect(causes(over)).toEqual([
      {
        reason: 'FieldValueTooLong',
        message: 'Too long: may not be more than 1048576 bytes',
        field: 'data',
      },
    ]);
    expect((await api.post(`${secrets}?dryRun=All`, big(mebibyte))).code).toBe(
      201,
    );

    const padded = (length: number) => {
      const body = JSON.stringify(reference('padded'));
      return body + ' '.repeat(length - body.length);
    };
    const limit = 3 * mebibyte;
    expect((await api.post(references, padded(limit))).code).toBe(201);
    const refused = await api.post(references, padded(limit + 1));
    expect(refused.body).toMatchObject({
      code: 413,
      reason: 'RequestEntityTooLarge',
      message: 'Request entity too large: limit is 3145728',
    });
  });

  it('checks keys and values of Secrets', async () => {
    const keys = [
      'ok.key_-1',
      'bad key',
      '.',
      '..',
      '..x',
      'a'.repeat(254),
      '',
    ];
    const values = Object.fromEntries(keys.map(key => [key, 'v']));
    const answer = await api.post(secrets, secret('keys', values));
    const fields = causes(answer).map(
      (cause: { field: string }) => cause.field,
    );
    expect(new Set(fields)).toEqual(
      new Set(keys.slice(1).map(key => `data[${key}]`)),
    );
    for (const data of [{ a: 'no base64!' }, { a: 'MQ=' }, { a: 1 }, 'x']) {
      const refused = await api.post(secrets, { ...secret('bytes'), data });
      expect(refused.body).toMatchObject({ code: 400, reason: 'BadRequest' });
    }
    const texts = await api.post(secrets, {
      ...secret('texts', { a: 'old' }),
      stringData: { a: 'new', b: 'ü' },
    });
    expect(texts.body.data).toEqual({ a: 'bmV3', b: 'w7w=' });
    expect(texts.body.stringData).toBeUndefined();

    const retyped = await api.merge(`${secrets}/texts`, { type: 'other' });
    expect(causes(retyped)[0]).toMatchObject({
      field: 'type',
      message: 'Invalid value: "other": field is immutable',
    });
    await api.merge(`${secrets}/texts`, { immutable: true });
    const changed = await api.merge(`${secrets}/texts`, { data: { a: null } });
    expect(causes(changed)[0].message).toBe(
      'Forbidden: field is immutable when `immutable` is set',
    );
  });

  it('refuses what is no object of the kind, and drops what the kind does not have', async () => {
    const bodies = [
      '[]',
      '{"metadata":[]}',
      '{"metadata":{"name":5}}',
      '{"kind":"ConfigMap","metadata":{"name":"a"}}',
      '{"apiVersion":"v2","metadata":{"name":"a"}}',
      '{"metadata":{"name":"a"},"type":5}',
      '{"metadata":{"name":"a","finalizers":"x"}}',
    ];
    for (const body of bodies) {
      const refused = await api.post(secrets, body);
      expect([body, refused.code]).toEqual([body, 400]);
    }
    const dropped = await api.post(secrets, {
      metadata: { name: 'dropped', selfLink: '/x' },
      spec: {},
    });
    expect(dropped.code).toBe(201);
    expect(dropped.body).not.toHaveProperty('spec');
    expect(dropped.body.metadata).not.toHaveProperty('selfLink');
    expect(dropped.headers.warning).toBe('299 - "unknown field \\"spec\\""');
    const definition = await api.post(
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      { metadata: { name: 'a.b' }, spec: { versions: 5 } },
    );
    expect(causes(definition)).not.toHaveLength(0);
  });

  it('checks custom resources against their schema, sets defaults and drops unknown fields', async () => {
    const wrong = await api.post(
      references,
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
    const messages = Object.fromEntries(
      causes(wrong).map((cause: { field: string; message: string }) => [
        cause.field,
        cause.message,
      ]),
    );
    expect(messages).toEqual({
      'spec.template': 'Required value',
      'spec.targetPlane.kind':
        'Unsupported value: "Moon": supported values: "WorkflowPlane", "ClusterWorkflowPlane", "DataPlane", "ClusterDataPlane"',
      'spec.targetPlane.name':
        'Invalid value: "": spec.targetPlane.name in body should be at least 1 chars long',
      'spec.data':
        'Invalid value: 0: spec.data in body should have at least 1 items',
      'spec.refreshInterval':
        'Invalid value: "integer": spec.refreshInterval in body must be of type string: "integer"',
    });

    const loose = await api.post(
      references,
      reference('loose', {}, { template: {}, surprise: 1 }),
    );
    expect(loose.body.spec).toMatchObject({
      template: { type: 'Opaque' },
      refreshInterval: '1h',
    });
    expect(loose.body.spec.surprise).toBeUndefined();
    expect(loose.headers.warning).toBe(
      '299 - "unknown field \\"spec.surprise\\""',
    );
    const strict = await api.post(
      `${references}?fieldValidation=Strict`,
      reference('strict', {}, { surprise: 1 }),
    );
    expect(strict.body).toMatchObject({
      code: 400,
      message: expect.stringContaining(
        'strict decoding error: unknown field "spec.surprise"',
      ),
    });
  });
});
