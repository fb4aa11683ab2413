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

describe('creating', () => {
  it('creates once, and says of the second time that it exists', async () => {
    const created = await stage.api.post(
      core(stage.ns, 'secrets'),
      secret('once', { a: '1' }),
    );
    expect(created.code).toBe(201);
    expect(created.body).toEqual({
      kind: 'Secret',
      apiVersion: 'v1',
      type: 'Opaque',
      data: { a: base64('1') },
      metadata: {
        name: 'once',
        namespace: stage.ns,
        uid: expect.stringMatching(
          /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
        ),
        resourceVersion: expect.stringMatching(/^[1-9]\d*$/),
        creationTimestamp: expect.stringMatching(
          /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
        ),
        managedFields: [
          {
            manager: 'contract',
            operation: 'Update',
            apiVersion: 'v1',
            time: created.body.metadata.creationTimestamp,
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:data': { '.': {}, 'f:a': {} }, 'f:type': {} },
          },
        ],
      },
    });
    const again = await stage.api.post(
      core(stage.ns, 'secrets'),
      secret('once', { a: '2' }),
    );
    expect([again.code, again.body]).toEqual([
      409,
      failure({
        message: 'secrets "once" already exists',
        reason: 'AlreadyExists',
        details: { name: 'once', kind: 'secrets' },
        code: 409,
      }),
    ]);
    const made = await stage.api.post(references(stage.ns), reference('once'));
    expect(made.body.metadata.generation).toBe(1);
    const exists = await stage.api.post(
      references(stage.ns),
      reference('once'),
    );
    expect(exists.body).toEqual(
      failure({
        message: 'secretreferences.openchoreo.dev "once" already exists',
        reason: 'AlreadyExists',
        details: {
          name: 'once',
          group: 'openchoreo.dev',
          kind: 'secretreferences',
        },
        code: 409,
      }),
    );
  });

  it('needs the namespace, a name, and no version', async () => {
    const nowhere = await stage.api.post(
      core('nowhere', 'secrets'),
      secret('x'),
    );
    expect(nowhere.body).toEqual(
      failure({
        message: 'namespaces "nowhere" not found',
        reason: 'NotFound',
        details: { name: 'nowhere', kind: 'namespaces' },
        code: 404,
      }),
    );
    const nameless = await stage.api.post(core(stage.ns, 'secrets'), {});
    expect(nameless.body.details.causes).toEqual([
      {
        reason: 'FieldValueRequired',
        message: 'Required value: name or generateName is required',
        field: 'metadata.name',
      },
    ]);
    const versioned = await stage.api.post(core(stage.ns, 'secrets'), {
      metadata: { name: 'versioned', resourceVersion: '7' },
    });
    expect([versioned.code, versioned.body.message]).toEqual([
      500,
      'resourceVersion should not be set on objects to be created',
    ]);
    const elsewhere = await stage.api.post(core(stage.ns, 'secrets'), {
      metadata: { name: 'elsewhere', namespace: 'default' },
    });
    expect([elsewhere.code, elsewhere.body.message]).toEqual([
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ]);
  });

  it('answers 8 creates at once with one success', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        stage.api.post(
          core(stage.ns, 'secrets'),
          secret('raced', { a: String(index) }),
        ),
      ),
    );
    expect(answers.map(({ code }) => code).sort()).toEqual([
      201,
      ...Array(7).fill(409),
    ]);
  });

  it('keeps keys called __proto__ and constructor', async () => {
    const created = await stage.api.post(
      core(stage.ns, 'secrets'),
      '{"metadata":{"name":"proto"},"data":{"__proto__":"MQ==","constructor":"Mg=="}}',
    );
    expect(Object.entries(created.body.data)).toEqual([
      ['__proto__', 'MQ=='],
      ['constructor', 'Mg=='],
    ]);
    const merged = await stage.api.merge(
      `${core(stage.ns, 'secrets')}/proto`,
      '{"data":{"__proto__":"NQ==","b":"Mg==","constructor":null}}',
    );
    expect(merged.text).toContain('"data":{"__proto__":"NQ==","b":"Mg=="}');
  });

  it('keeps nothing of a dry run, but checks it', async () => {
    const dry = await stage.api.post(
      `${core(stage.ns, 'secrets')}?dryRun=All`,
      secret('dry'),
    );
    expect(dry.code).toBe(201);
    expect(dry.body.metadata.resourceVersion).toBeUndefined();
    expect((await stage.api.get(`${core(stage.ns, 'secrets')}/dry`)).code).toBe(
      404,
    );
    expect(
      (
        await stage.api.post(
          `${core(stage.ns, 'secrets')}?dryRun=All`,
          secret('Bad'),
        )
      ).code,
    ).toBe(422);
  });

  it('makes up the rest of a name when asked to', async () => {
    const make = () =>
      stage.api.post(core(stage.ns, 'secrets'), {
        metadata: { generateName: 'db-' },
      });
    const made = [await make(), await make()].map(({ body }) => body.metadata);
    for (const { name, generateName } of made) {
      expect([name, generateName]).toEqual([
        expect.stringMatching(/^db-[a-z0-9]{5}$/),
        'db-',
      ]);
    }
    expect(made[0].name).not.toBe(made[1].name);
  });

  it('drops what only the server may set', async () => {
    const { body } = await stage.api.post(references(stage.ns), {
      ...reference('own', {
        uid: '00000000-0000-4000-8000-000000000000',
        creationTimestamp: '2001-01-01T00:00:00Z',
        deletionTimestamp: '2001-01-01T00:00:00Z',
        generation: 7,
        selfLink: '/x',
      }),
    });
    expect(body.metadata).toMatchObject({ name: 'own', generation: 1 });
    expect(body.metadata.uid).not.toMatch(/^00000000/);
    expect(body.metadata.creationTimestamp).not.toMatch(/^2001/);
    expect(body.metadata.deletionTimestamp).toBeUndefined();
  });
});
