import {
  base64,
  core,
  failure,
  reference,
  references,
  secret,
  withWorld,
} from '../world';

const stage = withWorld();

const refused = async (path: string, body: string) => {
  const { code, body: status } = await stage.api.post(path, body);
  return [code, status.message];
};

describe('a body that cannot be read', () => {
  it('T2: is quoted in the refusal, the more reason not to pass it on', async () => {
    const secrets = core(stage.ns, 'secrets');
    const unreadable = (kind: string, why: string, quote: string) => [
      400,
      `the object provided is unrecognized (must be of type ${kind}): ${why} (${quote})`,
    ];
    const parse = (why: string) =>
      `couldn't get version/kind; json parse error: ${why}`;
    expect(await refused(secrets, '{"data": hunter2')).toEqual(
      unreadable(
        'Secret',
        parse("invalid character 'h' looking for beginning of value"),
        '{"data": hunter2',
      ),
    );
    const long = `{"stringData":{"password":"${'x'.repeat(50)}"}`;
    expect(await refused(secrets, long)).toEqual(
      unreadable(
        'Secret',
        parse('unexpected end of JSON input'),
        `${long.slice(0, 30)} ...`,
      ),
    );
    expect(await refused(secrets, 'hunter2')).toEqual(
      unreadable(
        'Secret',
        parse("invalid character 'h' looking for beginning of value"),
        '68756e74657232',
      ),
    );
    const kindless = '{"spec":{"x":1}}';
    expect(await refused(references(stage.ns), kindless)).toEqual(
      unreadable(
        'SecretReference',
        `Object 'Kind' is missing in '${kindless}'`,
        kindless,
      ),
    );
  });

  it.each([
    ['{"metadata":{"name":5}}', 'ObjectMeta.metadata.name of type string'],
    ['{"type":5}', 'Secret.type of type v1.SecretType'],
    ['{"data":5}', 'Secret.data of type map[string][]uint8'],
    ['{"data":{"a":5}}', 'Secret.data of type []uint8'],
    ['{"stringData":{"a":5}}', 'Secret.stringData of type string'],
    ['{"immutable":5}', 'Secret.immutable of type bool'],
    [
      '{"metadata":{"labels":5}}',
      'ObjectMeta.metadata.labels of type map[string]string',
    ],
  ])('is told by its types: %s', async (body, field) => {
    expect(await refused(core(stage.ns, 'secrets'), body)).toEqual([
      400,
      `Secret in version "v1" cannot be handled as a Secret: json: cannot unmarshal number into Go struct field ${field}`,
    ]);
  });

  it('may be YAML, and answers too', async () => {
    const path = core(stage.ns, 'secrets');
    const made = await stage.api.send(
      'POST',
      path,
      'metadata:\n  name: written\nstringData:\n  a: b\n',
      { contentType: 'application/yaml', accept: 'application/yaml' },
    );
    expect([made.code, made.headers['content-type']]).toEqual([
      201,
      'application/yaml',
    ]);
    expect(made.text).toMatch(
      /^apiVersion: v1\ndata:\n {2}a: Yg==\nkind: Secret\n/,
    );
  });
});

describe('a patch', () => {
  it('T2: that makes a Secret unreadable is refused with the whole Secret', async () => {
    const path = `${core(stage.ns, 'secrets')}/whole`;
    await stage.api.post(
      core(stage.ns, 'secrets'),
      secret('whole', { a: 'hunter2' }),
    );
    const { code, body } = await stage.api.merge(path, { type: 5 });
    expect([code, body.reason, body.details.causes]).toEqual([
      422,
      'Invalid',
      [
        {
          reason: 'FieldValueInvalid',
          message: expect.stringContaining(base64('hunter2')),
          field: 'patch',
        },
      ],
    ]);
    expect(body.message).toMatch(
      /^ "" is invalid: patch: Invalid value: ".*": json: cannot unmarshal number into Go struct field Secret.type of type v1.SecretType$/,
    );
  });

  it('that is none, or does not fit, is refused without its words', async () => {
    const path = `${core(stage.ns, 'secrets')}/fitting`;
    await stage.api.post(core(stage.ns, 'secrets'), secret('fitting'));
    const broken = await stage.api.merge(path, '{"data": hunter2');
    expect(broken.body.message).toBe(
      "error decoding patch: invalid character 'h' looking for beginning of value",
    );
    const list = await stage.api.merge(path, '[]');
    expect(list.body.message).toBe(
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    );
    const absent = await stage.api.jsonPatch(path, [
      { op: 'remove', path: '/data/absent' },
    ]);
    expect(absent.body).toEqual(
      failure({
        message:
          'the server rejected our request due to an error in our request',
        reason: 'Invalid',
        details: {},
        code: 422,
      }),
    );
  });
});

describe('what is wrong with metadata', () => {
  it('is listed as often as the server looks at it', async () => {
    const secrets = core(stage.ns, 'secrets');
    await stage.api.post(secrets, secret('listed'));
    await stage.api.post(references(stage.ns), reference('listed'));
    const count = async (path: string, metadata: object) => {
      const { body } = await stage.api.merge(path, { metadata });
      return body.details.causes.length;
    };
    const labels = { 'bad key': 'ok' };
    const uid = '00000000-0000-4000-8000-000000000000';
    const inSecret = `${secrets}/listed`;
    const inReference = `${references(stage.ns)}/listed`;
    expect([
      await count(inSecret, { labels }),
      await count(inReference, { labels }),
      await count(inSecret, { uid }),
      await count(inReference, { uid }),
    ]).toEqual([4, 3, 2, 2]);
  });

  it('includes finalizers without a domain, and owners that are none', async () => {
    const causes = async (metadata: object) =>
      (
        await stage.api.post(core(stage.ns, 'secrets'), {
          metadata: { name: 'owned', ...metadata },
        })
      ).body.details.causes.map((cause: any) => [cause.field, cause.message]);
    expect(await causes({ finalizers: ['hold'] })).toEqual([
      [
        'metadata.finalizers[0]',
        'Invalid value: "hold": name is neither a standard finalizer name nor is it fully qualified',
      ],
    ]);
    const owner = { apiVersion: 'v1', kind: 'A', name: 'b', uid: '' };
    expect(await causes({ ownerReferences: [owner] })).toEqual([
      ['metadata.ownerReferences.uid', 'Invalid value: "": must not be empty'],
    ]);
  });
});
