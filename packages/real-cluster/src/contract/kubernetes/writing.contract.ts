import { setTimeout as sleep } from 'node:timers/promises';
import {
  base64,
  core,
  eventually,
  metadataOnly,
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

const failure = (fields: object) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  ...fields,
});

describe('creating', () => {
  it('creates once, and says of the second time that it exists', async () => {
    const created = await api.post(
      core(ns, 'secrets'),
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
        namespace: ns,
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
    const again = await api.post(
      core(ns, 'secrets'),
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
    const made = await api.post(references(ns), reference('once'));
    expect(made.body.metadata.generation).toBe(1);
    const exists = await api.post(references(ns), reference('once'));
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
    const nowhere = await api.post(core('nowhere', 'secrets'), secret('x'));
    expect(nowhere.body).toEqual(
      failure({
        message: 'namespaces "nowhere" not found',
        reason: 'NotFound',
        details: { name: 'nowhere', kind: 'namespaces' },
        code: 404,
      }),
    );
    const nameless = await api.post(core(ns, 'secrets'), {});
    expect(nameless.body.details.causes).toEqual([
      {
        reason: 'FieldValueRequired',
        message: 'Required value: name or generateName is required',
        field: 'metadata.name',
      },
    ]);
    const versioned = await api.post(core(ns, 'secrets'), {
      metadata: { name: 'versioned', resourceVersion: '7' },
    });
    expect([versioned.code, versioned.body.message]).toEqual([
      500,
      'resourceVersion should not be set on objects to be created',
    ]);
    const elsewhere = await api.post(core(ns, 'secrets'), {
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
        api.post(core(ns, 'secrets'), secret('raced', { a: String(index) })),
      ),
    );
    expect(answers.map(({ code }) => code).sort()).toEqual([
      201,
      ...Array(7).fill(409),
    ]);
  });

  it('keeps keys called __proto__ and constructor', async () => {
    const created = await api.post(
      core(ns, 'secrets'),
      '{"metadata":{"name":"proto"},"data":{"__proto__":"MQ==","constructor":"Mg=="}}',
    );
    expect(Object.entries(created.body.data)).toEqual([
      ['__proto__', 'MQ=='],
      ['constructor', 'Mg=='],
    ]);
    const merged = await api.merge(
      `${core(ns, 'secrets')}/proto`,
      '{"data":{"__proto__":"NQ==","b":"Mg==","constructor":null}}',
    );
    expect(merged.text).toContain('"data":{"__proto__":"NQ==","b":"Mg=="}');
  });

  it('keeps nothing of a dry run, but checks it', async () => {
    const dry = await api.post(
      `${core(ns, 'secrets')}?dryRun=All`,
      secret('dry'),
    );
    expect(dry.code).toBe(201);
    expect(dry.body.metadata.resourceVersion).toBeUndefined();
    expect((await api.get(`${core(ns, 'secrets')}/dry`)).code).toBe(404);
    expect(
      (await api.post(`${core(ns, 'secrets')}?dryRun=All`, secret('Bad'))).code,
    ).toBe(422);
  });
});

describe('changing', () => {
  it('merges with the version as precondition, and says when it is another by now', async () => {
    const path = `${core(ns, 'secrets')}/patched`;
    const created = await api.post(
      core(ns, 'secrets'),
      secret('patched', { a: '1' }),
    );
    const { resourceVersion } = created.body.metadata;
    const merged = await api.merge(path, {
      metadata: { resourceVersion },
      data: { a: null, b: base64('2') },
    });
    expect([merged.code, merged.body.data]).toEqual([200, { b: base64('2') }]);
    expect(merged.body.metadata.uid).toBe(created.body.metadata.uid);
    const stale = await api.merge(path, {
      metadata: { resourceVersion },
      data: { b: null },
    });
    expect([stale.code, stale.body]).toEqual([
      409,
      failure({
        message:
          'Operation cannot be fulfilled on secrets "patched": the object has been modified; please apply your changes to the latest version and try again',
        reason: 'Conflict',
        details: { name: 'patched', kind: 'secrets' },
        code: 409,
      }),
    ]);
    const absent = await api.merge(`${core(ns, 'secrets')}/absent`, {
      data: {},
    });
    expect(absent.body).toEqual(
      failure({
        message: 'secrets "absent" not found',
        reason: 'NotFound',
        details: { name: 'absent', kind: 'secrets' },
        code: 404,
      }),
    );
    const replaced = await api.merge(path, {
      metadata: { uid: '00000000-0000-4000-8000-000000000000' },
      data: {},
    });
    expect(replaced.code).toBe(422);
    // The server says it twice.
    for (const cause of replaced.body.details.causes) {
      expect(cause).toEqual({
        reason: 'FieldValueInvalid',
        message:
          'Invalid value: "00000000-0000-4000-8000-000000000000": field is immutable',
        field: 'metadata.uid',
      });
    }
  });

  it('writes nothing when nothing changes', async () => {
    const path = `${references(ns)}/same`;
    const { body } = await api.post(references(ns), reference('same'));
    const same = await api.merge(path, { spec: { refreshInterval: '1h' } });
    expect(same.body).toEqual(body);
    const put = await api.put(path, body);
    expect(put.body.metadata.resourceVersion).toBe(
      body.metadata.resourceVersion,
    );
  });

  it('updates custom resources only with their version, Secrets without', async () => {
    const { body } = await api.post(references(ns), reference('contested'));
    const path = `${references(ns)}/contested`;
    const changed = { ...body, spec: { ...body.spec, refreshInterval: '2h' } };
    const second = await api.put(path, changed);
    expect(second.body.metadata.generation).toBe(2);
    const stale = await api.put(path, changed);
    expect(stale.body).toEqual(
      failure({
        message:
          'Operation cannot be fulfilled on secretreferences.openchoreo.dev "contested": the object has been modified; please apply your changes to the latest version and try again',
        reason: 'Conflict',
        details: {
          name: 'contested',
          group: 'openchoreo.dev',
          kind: 'secretreferences',
        },
        code: 409,
      }),
    );
    const blind = await api.put(path, reference('contested'));
    expect([blind.code, blind.body.details]).toEqual([
      422,
      {
        name: 'contested',
        group: 'openchoreo.dev',
        kind: 'secretreferences',
        causes: [
          {
            reason: 'FieldValueInvalid',
            message: 'Invalid value: 0: must be specified for an update',
            field: 'metadata.resourceVersion',
          },
        ],
      },
    ]);
    await api.post(core(ns, 'secrets'), secret('blind', { a: '1' }));
    const overwritten = await api.put(
      `${core(ns, 'secrets')}/blind`,
      secret('blind', { b: '2' }),
    );
    expect(overwritten.body.data).toEqual({ b: base64('2') });
  });

  it('applies JSON patches whole or not at all', async () => {
    const path = `${core(ns, 'secrets')}/json`;
    await api.post(core(ns, 'secrets'), secret('json', { b: '2' }));
    const moved = await api.jsonPatch(path, [
      { op: 'test', path: '/data/b', value: base64('2') },
      { op: 'add', path: '/data/c', value: base64('3') },
      { op: 'move', from: '/data/b', path: '/data/d' },
    ]);
    expect(moved.body.data).toEqual({ c: base64('3'), d: base64('2') });
    const failed = await api.jsonPatch(path, [
      { op: 'remove', path: '/data/c' },
      { op: 'remove', path: '/data/absent' },
    ]);
    expect(failed.body).toMatchObject({ code: 422, reason: 'Invalid' });
    const tested = await api.jsonPatch(path, [
      { op: 'test', path: '/data/c', value: 'other' },
      { op: 'remove', path: '/data/c' },
    ]);
    expect(tested.body).toMatchObject({ code: 422, reason: 'Invalid' });
    expect((await api.get(path)).body.data).toHaveProperty('c');
  });

  it('keeps spec and status apart, and counts generations of the spec', async () => {
    const path = `${references(ns)}/parted`;
    const created = await api.post(references(ns), {
      ...reference('parted'),
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    });
    expect(created.body.status).toBeUndefined();
    const status = await api.merge(`${path}/status`, {
      status: { lastRefreshTime: '2026-01-01T00:00:00Z' },
      spec: { refreshInterval: '9h' },
      metadata: { labels: { ignored: 'yes' } },
    });
    expect(status.body).toMatchObject({
      metadata: { generation: 1 },
      spec: { refreshInterval: '1h' },
      status: { lastRefreshTime: '2026-01-01T00:00:00Z' },
    });
    expect(status.body.metadata.labels).toBeUndefined();
    const labelled = await api.merge(path, {
      metadata: { labels: { a: 'b' }, annotations: { c: 'd' } },
      status: { lastRefreshTime: '2027-01-01T00:00:00Z' },
    });
    expect(labelled.body).toMatchObject({
      metadata: { generation: 1 },
      status: { lastRefreshTime: '2026-01-01T00:00:00Z' },
    });
    const spec = await api.merge(path, { spec: { refreshInterval: '2h' } });
    expect(spec.body.metadata.generation).toBe(2);
    expect((await api.get(path)).body.metadata.managedFields).toEqual([
      expect.objectContaining({
        manager: 'contract',
        operation: 'Update',
        fieldsType: 'FieldsV1',
      }),
      expect.objectContaining({ manager: 'contract', subresource: 'status' }),
    ]);
  });

  it('shows which manager wrote which key of a Secret', async () => {
    const path = `${core(ns, 'secrets')}/tracked`;
    await api.post(
      `${core(ns, 'secrets')}?fieldManager=first`,
      secret('tracked', { a: '1', b: '2' }),
    );
    await api.merge(`${path}?fieldManager=strongroom`, {
      data: { b: base64('5'), c: base64('3'), a: null },
    });
    const keysOf = async () => {
      const { managedFields } = (await api.get(path, { accept: metadataOnly }))
        .body.metadata;
      return managedFields.map((entry: any) => [
        entry.manager,
        entry.operation,
        entry.apiVersion,
        entry.fieldsV1,
      ]);
    };
    expect(await keysOf()).toEqual([
      ['first', 'Update', 'v1', { 'f:data': {}, 'f:type': {} }],
      ['strongroom', 'Update', 'v1', { 'f:data': { 'f:b': {}, 'f:c': {} } }],
    ]);
    await api.merge(`${path}?fieldManager=first`, { data: { b: base64('5') } });
    expect((await keysOf())[1][3]).toEqual({
      'f:data': { 'f:b': {}, 'f:c': {} },
    });
    await api.merge(
      path,
      {
        metadata: { labels: { l: 'x' }, annotations: { n: 'y' } },
      },
      { userAgent: 'kubectl/v1.35' },
    );
    expect((await keysOf())[1]).toEqual([
      'kubectl',
      'Update',
      'v1',
      {
        'f:metadata': {
          'f:annotations': { '.': {}, 'f:n': {} },
          'f:labels': { '.': {}, 'f:l': {} },
        },
      },
    ]);
  });

  it('moves the time of a manager when it writes a field, not when it only removes some', async () => {
    const path = `${core(ns, 'secrets')}/timed`;
    await api.post(
      core(ns, 'secrets'),
      secret('timed', { a: '1', b: '2', c: '3' }),
    );
    const timeOf = async () => {
      const { managedFields } = (await api.get(path, { accept: metadataOnly }))
        .body.metadata;
      return Date.parse(managedFields[0].time);
    };
    const created = await timeOf();
    await sleep(1_100);
    await api.merge(path, { data: { a: null } });
    expect(await timeOf()).toBe(created);
    await api.merge(path, { data: { b: base64('4') } });
    expect(await timeOf()).toBeGreaterThan(created);
  });

  it('T4: answers writes with metadata alone when asked', async () => {
    const path = `${core(ns, 'secrets')}/quiet`;
    const call = { accept: metadataOnly };
    const answers = [
      await api.post(
        core(ns, 'secrets'),
        secret('quiet', { password: 'hunter2' }),
        call,
      ),
      await api.merge(path, { data: { password: base64('s3cr3t') } }, call),
      await api.get(path, call),
      await api.merge(
        path,
        { metadata: { finalizers: ['example.com/hold'] } },
        call,
      ),
      await api.delete(path, undefined, call),
    ];
    for (const { body, text } of answers) {
      expect([body.kind, body.apiVersion]).toEqual([
        'PartialObjectMetadata',
        'meta.k8s.io/v1',
      ]);
      expect(Object.keys(body).sort()).toEqual([
        'apiVersion',
        'kind',
        'metadata',
      ]);
      expect(text).not.toContain(base64('hunter2'));
      expect(text).not.toContain(base64('s3cr3t'));
      expect(text).toContain('f:password');
    }
    const released = await api.merge(
      path,
      { metadata: { finalizers: null } },
      call,
    );
    expect(released.code).toBe(200);
    const gone = await api.delete(path, undefined, call);
    expect([gone.code, gone.body.kind]).toEqual([404, 'Status']);
  });
});

describe('deleting', () => {
  it('deletes with preconditions alone what was meant', async () => {
    const path = `${core(ns, 'secrets')}/plain`;
    const { uid, resourceVersion } = (
      await api.post(core(ns, 'secrets'), secret('plain'))
    ).body.metadata;
    const options = (preconditions: object) => ({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
      preconditions,
    });
    const other = await api.delete(path, options({ uid: 'other' }));
    expect([other.code, other.body]).toEqual([
      409,
      failure({
        message: `Operation cannot be fulfilled on Secret "plain": the UID in the precondition (other) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
        reason: 'Conflict',
        details: { name: 'plain', kind: 'Secret' },
        code: 409,
      }),
    ]);
    const outdated = await api.delete(path, options({ resourceVersion: '1' }));
    expect([outdated.code, outdated.body]).toEqual([
      409,
      failure({
        message: `Operation cannot be fulfilled on Secret "plain": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
        reason: 'Conflict',
        details: { name: 'plain', kind: 'Secret' },
        code: 409,
      }),
    ]);
    const gone = await api.delete(path, options({ uid, resourceVersion }));
    expect([gone.code, gone.body]).toEqual([
      200,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        details: { name: 'plain', kind: 'secrets', uid },
      },
    ]);
    expect((await api.delete(path, options({ uid }))).code).toBe(404);
    expect((await api.get(path)).code).toBe(404);
  });

  it('waits for finalizers, and takes no new ones meanwhile', async () => {
    const path = `${references(ns)}/held`;
    const created = await api.post(
      references(ns),
      reference('held', { finalizers: ['example.com/hold'] }),
    );
    const { uid, resourceVersion } = created.body.metadata;
    const marked = await api.delete(path, {
      preconditions: { uid, resourceVersion },
    });
    expect(marked.code).toBe(200);
    expect(marked.body).toMatchObject({
      kind: 'SecretReference',
      metadata: {
        deletionGracePeriodSeconds: 0,
        deletionTimestamp: expect.any(String),
        generation: 2,
      },
    });
    const again = await api.delete(path);
    expect([again.code, again.body.metadata.generation]).toEqual([200, 2]);
    const more = await api.merge(path, {
      metadata: { finalizers: ['example.com/hold', 'example.com/more'] },
    });
    expect(more.code).toBe(422);
    // The server says it twice of a custom resource.
    for (const cause of more.body.details.causes) {
      expect(cause).toEqual({
        reason: 'FieldValueForbidden',
        message:
          'Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/more"}',
        field: 'metadata.finalizers',
      });
    }
    const changed = await api.merge(path, { spec: { refreshInterval: '3h' } });
    expect([changed.code, changed.body.metadata.generation]).toEqual([200, 3]);
    expect(
      (await api.post(references(ns), reference('held'))).body.message,
    ).toBe(
      'object is being deleted: secretreferences.openchoreo.dev "held" already exists',
    );
    expect(
      (await api.merge(path, { metadata: { finalizers: null } })).code,
    ).toBe(200);
    expect((await api.get(path)).code).toBe(404);
  });

  it('takes along what an owner leaves behind', async () => {
    const owner = (await api.post(references(ns), reference('owner'))).body;
    await api.post(core(ns, 'secrets'), {
      metadata: {
        name: 'dependent',
        ownerReferences: [
          {
            apiVersion: owner.apiVersion,
            kind: owner.kind,
            name: 'owner',
            uid: owner.metadata.uid,
          },
        ],
      },
    });
    await api.delete(`${references(ns)}/owner`, {
      propagationPolicy: 'Background',
    });
    await eventually(async () => {
      expect((await api.get(`${core(ns, 'secrets')}/dependent`)).code).toBe(
        404,
      );
    }, 60_000);
  });

  it('empties a namespace before it goes, and lets nothing in meanwhile', async () => {
    await api.post(core(ns, 'secrets'), secret('free'));
    await api.post(core(ns, 'secrets'), {
      metadata: { name: 'held', finalizers: ['example.com/hold'] },
    });
    const deleted = await api.delete(`/api/v1/namespaces/${ns}`);
    expect([deleted.code, deleted.body.status.phase]).toEqual([
      200,
      'Terminating',
    ]);
    const late = await api.post(core(ns, 'secrets'), secret('late'));
    expect(late.body).toEqual(
      failure({
        message: `secrets "late" is forbidden: unable to create new content in namespace ${ns} because it is being terminated`,
        reason: 'Forbidden',
        details: {
          name: 'late',
          kind: 'secrets',
          causes: [
            {
              reason: 'NamespaceTerminating',
              message: `namespace ${ns} is being terminated`,
              field: 'metadata.namespace',
            },
          ],
        },
        code: 403,
      }),
    );
    await eventually(async () => {
      expect((await api.get(`${core(ns, 'secrets')}/free`)).code).toBe(404);
    });
    expect((await api.get(`/api/v1/namespaces/${ns}`)).code).toBe(200);
    await api.merge(`${core(ns, 'secrets')}/held`, {
      metadata: { finalizers: [] },
    });
    await eventually(async () => {
      expect((await api.get(`/api/v1/namespaces/${ns}`)).code).toBe(404);
    }, 60_000);
  });
});
