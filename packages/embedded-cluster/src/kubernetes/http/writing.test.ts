import { openChoreoDefinitions } from '../../definitions';
import { startEmbeddedCluster } from '../../startEmbeddedCluster';
import { EmbeddedCluster } from '../../types';
import {
  ApiClient,
  namespace,
  reference,
  references,
  secret,
  secrets,
} from '../__testUtils__';

describe('writing over HTTP', () => {
  let embedded: EmbeddedCluster;
  let api: ApiClient;

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

  it('creates once, names what it was not given, and needs the namespace', async () => {
    const created = await api.post(secrets, secret('once', { a: '1' }));
    expect(created.code).toBe(201);
    expect(created.body).toMatchObject({
      kind: 'Secret',
      type: 'Opaque',
      data: { a: 'MQ==' },
      metadata: { name: 'once', namespace: 'acme' },
    });
    expect(created.body.metadata.generation).toBeUndefined();

    const again = await api.post(secrets, secret('once', { a: '2' }));
    expect(again.code).toBe(409);
    expect(again.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'secrets "once" already exists',
      reason: 'AlreadyExists',
      details: { name: 'once', kind: 'secrets' },
      code: 409,
    });

    const generated = await api.post(secrets, {
      metadata: { generateName: 'some-' },
    });
    expect(generated.body.metadata.name).toMatch(/^some-[a-z0-9]{5}$/);

    const homeless = await api.post(
      '/api/v1/namespaces/nowhere/secrets',
      secret('x'),
    );
    expect(homeless.code).toBe(404);
    expect(homeless.body).toMatchObject({
      message: 'namespaces "nowhere" not found',
      details: { name: 'nowhere', kind: 'namespaces' },
    });

    const versioned = await api.post(secrets, {
      metadata: { name: 'versioned', resourceVersion: '7' },
    });
    expect(versioned.code).toBe(500);
    const elsewhere = await api.post(secrets, {
      metadata: { name: 'elsewhere', namespace: 'default' },
    });
    expect(elsewhere.body.message).toBe(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  });

  it('refuses an update of what changed meanwhile, and writes nothing when nothing changes', async () => {
    const first = (await api.post(references, reference('contested'))).body;
    const path = `${references}/contested`;
    first.spec.refreshInterval = '2h';
    const second = await api.put(path, first);
    expect(second.code).toBe(200);
    expect(second.body.metadata.generation).toBe(2);

    const stale = await api.put(path, first);
    expect(stale.code).toBe(409);
    expect(stale.body).toMatchObject({
      reason: 'Conflict',
      message:
        'Operation cannot be fulfilled on secretreferences.openchoreo.dev "contested": the object has been modified; please apply your changes to the latest version and try again',
      details: {
        name: 'contested',
        group: 'openchoreo.dev',
        kind: 'secretreferences',
      },
    });

    const same = await api.put(path, second.body);
    expect(same.body.metadata.resourceVersion).toBe(
      second.body.metadata.resourceVersion,
    );
    const blind = await api.put(path, reference('contested'));
    expect(blind.code).toBe(422);
    expect(blind.body.message).toBe(
      'secretreferences.openchoreo.dev "contested" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    );
    // Secrets, unlike custom resources, may be overwritten blindly.
    await api.post(secrets, secret('blind', { a: '1' }));
    const overwritten = await api.put(
      `${secrets}/blind`,
      secret('blind', { b: '2' }),
    );
    expect(overwritten.body.data).toEqual({ b: 'Mg==' });
  });

  it('keeps spec and status apart and counts generations of the spec', async () => {
    const created = await api.post(references, {
      ...reference('parted'),
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    });
    expect(created.body.status).toBeUndefined();
    const path = `${references}/parted`;
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
      metadata: { labels: { a: 'b' } },
      status: { lastRefreshTime: '2027-01-01T00:00:00Z' },
    });
    expect(labelled.body).toMatchObject({
      metadata: { generation: 1 },
      status: { lastRefreshTime: '2026-01-01T00:00:00Z' },
    });
    expect((await api.merge(`${secrets}/once/status`, {})).code).toBe(404);
  });

  it('patches with a precondition, by merge and by JSON patch, and by nothing else', async () => {
    const created = await api.post(secrets, secret('patched', { a: '1' }));
    const path = `${secrets}/patched`;
    const { resourceVersion } = created.body.metadata;
    const merged = await api.merge(path, {
      metadata: { resourceVersion },
      data: { a: null, b: 'Mg==' },
    });
    expect(merged.body.data).toEqual({ b: 'Mg==' });
    const stale = await api.merge(path, {
      metadata: { resourceVersion },
      data: { b: null },
    });
    expect(stale.body.reason).toBe('Conflict');
    const other = await api.merge(path, { metadata: { uid: 'other' } });
    const cause = {
      reason: 'FieldValueInvalid',
      message: 'Invalid value: "other": field is immutable',
      field: 'metadata.uid',
    };
    expect(other.body.details.causes).toEqual([cause, cause]);

    const json = await api.send('PATCH', path, {
      contentType: 'application/json-patch+json',
      body: [
        { op: 'test', path: '/data/b', value: 'Mg==' },
        { op: 'add', path: '/data/c', value: 'Mw==' },
        { op: 'move', from: '/data/b', path: '/data/d' },
      ],
    });
    expect(json.body.data).toEqual({ c: 'Mw==', d: 'Mg==' });
    const failed = await api.send('PATCH', path, {
      contentType: 'application/json-patch+json',
      body: [
        { op: 'remove', path: '/data/c' },
        { op: 'remove', path: '/data/absent' },
      ],
    });
    expect(failed.body).toMatchObject({ code: 422, reason: 'Invalid' });
    expect((await api.get(path)).body.data).toHaveProperty('c');

    const applied = await api.send('PATCH', path, {
      contentType: 'application/apply-patch+yaml',
      body: '{}',
    });
    expect(applied.body).toMatchObject({
      code: 415,
      reason: 'UnsupportedMediaType',
    });
    const strategic = await api.send('PATCH', path, {
      contentType: 'application/strategic-merge-patch+json',
      body: '{}',
    });
    expect(strategic.code).toBe(415);
  });

  it('T10: keeps keys called __proto__ and constructor, through create and both patches', async () => {
    const body =
      '{"metadata":{"name":"proto"},"data":{"__proto__":"MQ==","constructor":"Mg=="}}';
    const created = await api.post(secrets, body);
    expect(Object.entries(created.body.data)).toEqual([
      ['__proto__', 'MQ=='],
      ['constructor', 'Mg=='],
    ]);
    const merged = await api.merge(
      `${secrets}/proto`,
      '{"data":{"__proto__":"NQ==","b":"Mg=="}}',
    );
    expect(Object.entries(merged.body.data)).toContainEqual([
      '__proto__',
      'NQ==',
    ]);
    const patched = await api.send('PATCH', `${secrets}/proto`, {
      contentType: 'application/json-patch+json',
      body: '[{"op":"replace","path":"/data/__proto__","value":"Ng=="},{"op":"remove","path":"/data/constructor"}]',
    });
    expect(Object.entries(patched.body.data)).toEqual([
      ['b', 'Mg=='],
      ['__proto__', 'Ng=='],
    ]);
    expect(JSON.stringify(patched.body.metadata.managedFields)).toContain(
      'f:__proto__',
    );
  });

  it('deletes with preconditions, and waits for finalizers', async () => {
    const path = `${references}/held`;
    const created = await api.post(
      references,
      reference('held', { finalizers: ['example.com/hold'] }),
    );
    const { uid, resourceVersion } = created.body.metadata;
    const other = await api.delete(path, { preconditions: { uid: 'other' } });
    expect(other.body.message).toBe(
      `Operation cannot be fulfilled on SecretReference.openchoreo.dev "held": the UID in the precondition (other) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
    const outdated = await api.delete(path, {
      preconditions: { resourceVersion: '1' },
    });
    expect(outdated.code).toBe(409);

    const marked = await api.delete(path, {
      preconditions: { uid, resourceVersion },
    });
    expect(marked.body).toMatchObject({
      kind: 'SecretReference',
      metadata: { deletionGracePeriodSeconds: 0, generation: 2 },
    });
    expect(marked.body.metadata.deletionTimestamp).toBeDefined();
    const more = await api.merge(path, {
      metadata: { finalizers: ['example.com/hold', 'example.com/more'] },
    });
    expect(more.body.details.causes[0].message).toContain(
      'no new finalizers can be added if the object is being deleted',
    );
    const early = await api.post(references, reference('held'));
    expect([early.code, early.body.message]).toEqual([
      409,
      'object is being deleted: secretreferences.openchoreo.dev "held" already exists',
    ]);
    await api.merge(path, { metadata: { finalizers: null } });
    expect((await api.get(path)).code).toBe(404);

    await api.post(secrets, secret('plain'));
    const gone = await api.delete(`${secrets}/plain`);
    expect(gone.body).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'plain', kind: 'secrets' },
    });
    const absent = await api.delete(`${secrets}/plain`);
    expect(absent.body.message).toBe('secrets "plain" not found');
  });

  it('deletes by selector, and what an owner leaves behind', async () => {
    await api.post(
      secrets,
      secret('c1', {}, { metadata: { name: 'c1', labels: { g: '1' } } }),
    );
    await api.post(
      secrets,
      secret('c2', {}, { metadata: { name: 'c2', labels: { g: '2' } } }),
    );
    await api.delete(`${secrets}?labelSelector=g%3D1`);
    expect((await api.get(`${secrets}/c1`)).code).toBe(404);
    expect((await api.get(`${secrets}/c2`)).code).toBe(200);

    const owner = (await api.post(references, reference('owner'))).body;
    const ownerReferences = [
      {
        apiVersion: owner.apiVersion,
        kind: owner.kind,
        name: 'owner',
        uid: owner.metadata.uid,
      },
    ];
    await api.post(secrets, {
      metadata: { name: 'dependent', ownerReferences },
    });
    await api.delete(`${references}/owner`);
    await new Promise(resolve => setImmediate(resolve));
    expect((await api.get(`${secrets}/dependent`)).code).toBe(404);
    expect((await api.get(`${secrets}/c2`)).code).toBe(200);
  });

  it('empties a namespace before it goes, and lets nothing in meanwhile', async () => {
    const inside = '/api/v1/namespaces/doomed/secrets';
    await api.post('/api/v1/namespaces', namespace('doomed'));
    await api.post(inside, secret('free'));
    await api.post(inside, {
      metadata: { name: 'held', finalizers: ['example.com/hold'] },
    });
    const deleted = await api.delete('/api/v1/namespaces/doomed');
    expect(deleted.body.status.phase).toBe('Terminating');
    const late = await api.post(inside, secret('late'));
    expect(late.body).toMatchObject({
      code: 403,
      message:
        'secrets "late" is forbidden: unable to create new content in namespace doomed because it is being terminated',
      details: { causes: [{ reason: 'NamespaceTerminating' }] },
    });
    expect((await api.get(`${inside}/free`)).code).toBe(404);
    await api.merge(`${inside}/held`, { metadata: { finalizers: [] } });
    await new Promise(resolve => setImmediate(resolve));
    expect((await api.get('/api/v1/namespaces/doomed')).code).toBe(404);
  });

  it('remembers who wrote which field', async () => {
    await api.post(
      `${secrets}?fieldManager=first`,
      secret('tracked', { a: '1', b: '2' }),
    );
    await api.merge(
      `${secrets}/tracked`,
      { data: { b: 'NQ==', c: 'Mw==', a: null } },
      { userAgent: 'second/2.0 (linux)' },
    );
    const { managedFields } = (await api.get(`${secrets}/tracked`)).body
      .metadata;
    expect(managedFields).toMatchObject([
      {
        manager: 'first',
        operation: 'Update',
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
      },
      { manager: 'second', operation: 'Update' },
    ]);
    expect(managedFields[0].fieldsV1).toEqual({
      'f:data': {},
      'f:type': {},
    });
    expect(managedFields[1].fieldsV1).toEqual({
      'f:data': { 'f:b': {}, 'f:c': {} },
    });

    await api.post(references, reference('tracked'), { userAgent: 'maker/1' });
    await api.merge(
      `${references}/tracked/status`,
      {
        status: { lastRefreshTime: '2026-01-01T00:00:00Z' },
      },
      { userAgent: 'watcher/1' },
    );
    const tracked = (await api.get(`${references}/tracked`)).body.metadata;
    expect(tracked.managedFields[1]).toMatchObject({
      manager: 'watcher',
      subresource: 'status',
      fieldsV1: { 'f:status': { '.': {}, 'f:lastRefreshTime': {} } },
    });
  });

  it('checks everything of a dry run and keeps nothing', async () => {
    const dry = await api.post(`${secrets}?dryRun=All`, secret('dry'));
    expect(dry.code).toBe(201);
    expect(dry.body.metadata.resourceVersion).toBeUndefined();
    expect((await api.get(`${secrets}/dry`)).code).toBe(404);
    await api.post(secrets, secret('wet', { a: '1' }));
    await api.merge(`${secrets}/wet?dryRun=All`, { data: { a: 'Mg==' } });
    await api.delete(`${secrets}/wet?dryRun=All`);
    expect((await api.get(`${secrets}/wet`)).body.data).toEqual({ a: 'MQ==' });
    const refused = await api.post(`${secrets}?dryRun=All`, secret('Bad'));
    expect(refused.code).toBe(422);
  });

  it('serves a custom resource as soon as it is defined, until it is not', async () => {
    const definitions =
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const made = await api.post(definitions, {
      metadata: { name: 'things.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Cluster',
        names: { kind: 'Thing', plural: 'things' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                'x-kubernetes-preserve-unknown-fields': true,
              },
            },
          },
          {
            name: 'v1beta1',
            served: true,
            storage: false,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                'x-kubernetes-preserve-unknown-fields': true,
              },
            },
          },
        ],
      },
    });
    expect(made.body.status.conditions).toBeNull();
    const path = `${definitions}/things.example.com`;
    const served = await api.get(path);
    expect(served.body.status.conditions).toMatchObject([
      { type: 'NamesAccepted', status: 'True' },
      { type: 'Established', status: 'True' },
    ]);
    const things = '/apis/example.com/v1/things';
    const thing = { apiVersion: 'example.com/v1', kind: 'Thing' };
    await api.post(things, { ...thing, metadata: { name: 'one' }, size: 3 });
    const older = await api.get('/apis/example.com/v1beta1/things/one');
    expect(older.body).toMatchObject({
      apiVersion: 'example.com/v1beta1',
      kind: 'Thing',
      size: 3,
    });
    expect(older.body.metadata.generation).toBe(1);
    expect((await api.get('/apis/example.com')).body.preferredVersion).toEqual({
      groupVersion: 'example.com/v1',
      version: 'v1',
    });

    await api.post(things, {
      ...thing,
      metadata: { name: 'held', finalizers: ['example.com/hold'] },
    });
    const deleted = await api.delete(path);
    expect(deleted.body.metadata.finalizers).toEqual([
      'customresourcecleanup.apiextensions.k8s.io',
    ]);
    const late = await api.post(things, {
      ...thing,
      metadata: { name: 'late' },
    });
    expect([late.code, late.body.message]).toEqual([
      403,
      'things.example.com "late" is forbidden: create not allowed while custom resource definition is terminating',
    ]);
    expect((await api.get(`${things}/one`)).code).toBe(404);
    const between = await api.get(path);
    expect(between.body.status.conditions[2]).toMatchObject({
      type: 'Terminating',
      reason: 'InstanceDeletionInProgress',
    });
    await api.merge(`${things}/held`, { metadata: { finalizers: [] } });
    expect((await api.get(things)).code).toBe(404);
    expect((await api.get(path)).code).toBe(404);
  });
});
