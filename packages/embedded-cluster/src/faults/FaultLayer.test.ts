import {
  ApiClient,
  namespace,
  secret,
  secrets,
} from '../kubernetes/__testUtils__';
import { startEmbeddedCluster } from '../startEmbeddedCluster';
import { EmbeddedCluster, EmbeddedKubernetes } from '../types';

describe('faults, access and the request log', () => {
  let embedded: EmbeddedCluster;
  let cluster: EmbeddedKubernetes;
  let api: ApiClient;

  beforeAll(async () => {
    embedded = await startEmbeddedCluster({
      clusters: ['test'],
      withoutKv: true,
      withoutExternalSecrets: true,
      recordBodies: true,
    });
    cluster = embedded.clusters.test;
    api = new ApiClient(cluster);
    await api.post('/api/v1/namespaces', namespace('acme'));
  });

  beforeEach(() => {
    cluster.faults.clear();
    cluster.requestLog.clear();
  });

  afterAll(() => embedded.stop());

  const exists = async (name: string) =>
    (await api.get(`${secrets}/${name}`)).code === 200;
  const create = { verb: 'create', resource: 'secrets', times: 1 };

  it('breaks the connection before or after the effect, once', async () => {
    cluster.faults.add({ match: create, effect: { type: 'refuse' } });
    await expect(api.post(secrets, secret('f1'))).rejects.toThrow();
    expect(await exists('f1')).toBe(false);
    cluster.faults.add({ match: create, effect: { type: 'cutAfter' } });
    await expect(api.post(secrets, secret('f1'))).rejects.toThrow();
    expect(await exists('f1')).toBe(true);
    expect((await api.post(secrets, secret('f2'))).code).toBe(201);
  });

  it('answers with errors, wrong bytes, late or never', async () => {
    cluster.faults.add({
      match: create,
      effect: {
        type: 'status',
        code: 422,
        reason: 'Invalid',
        echoBody: true,
        retryAfter: 3,
      },
    });
    const echoed = await api.post(secrets, secret('f3', { a: 'hunter2' }));
    expect(echoed.code).toBe(422);
    expect(echoed.headers['retry-after']).toBe('3');
    expect(echoed.body.details.causes[0].message).toContain('aHVudGVyMg==');
    cluster.faults.add({ match: create, effect: { type: 'garbage' } });
    const garbage = await api.post(secrets, secret('f3'));
    expect(garbage.code).toBe(200);
    expect(() => garbage.body).toThrow(SyntaxError);
    expect(await exists('f3')).toBe(false);

    cluster.faults.add({
      match: create,
      effect: { type: 'latency', milliseconds: 200 },
    });
    const began = Date.now();
    await api.post(secrets, secret('f4'));
    expect(Date.now() - began).toBeGreaterThanOrEqual(190);

    const disarm = cluster.faults.add({
      match: { verb: 'get', name: 'f4', namespace: 'acme' },
      effect: { type: 'hang' },
    });
    const hanging = api.get(`${secrets}/f4`);
    const first = await Promise.race([
      hanging.catch(() => 'broken'),
      new Promise(resolve => setTimeout(resolve, 200, 'nothing')),
    ]);
    expect(first).toBe('nothing');
    disarm();
    expect(await exists('f4')).toBe(true);
    hanging.catch(() => {});
  });

  it('lets a test change things right before the effect', async () => {
    await api.post(secrets, secret('f5', { a: '1' }));
    const { body } = await api.get(`${secrets}/f5`);
    cluster.faults.before({ verb: 'patch', times: 1 }, async request => {
      expect(request).toMatchObject({ name: 'f5', namespace: 'acme' });
      await api.put(`${secrets}/f5`, secret('f5', { a: '2' }));
    });
    const raced = await api.merge(`${secrets}/f5`, {
      metadata: { resourceVersion: body.metadata.resourceVersion },
      data: { a: 'Mw==' },
    });
    expect(raced.body.reason).toBe('Conflict');
  });

  it('logs what was asked and what came of it', async () => {
    await api.get(`${secrets}?labelSelector=a%3Db`, { accept: '*/*' });
    await api.merge(`${secrets}/f5?fieldManager=me`, { data: { b: 'MQ==' } });
    await api.get(`${secrets}/absent`);
    expect(cluster.requestLog.entries).toMatchObject([
      {
        verb: 'list',
        group: '',
        version: 'v1',
        resource: 'secrets',
        namespace: 'acme',
        query: { labelSelector: 'a=b' },
        accept: '*/*',
        userAgent: 'test-client/1.0',
        status: 200,
      },
      {
        verb: 'patch',
        name: 'f5',
        contentType: 'application/merge-patch+json',
        body: '{"data":{"b":"MQ=="}}',
      },
      { verb: 'get', name: 'absent', status: 404 },
    ]);
    expect(cluster.requestLog.count({ verb: 'get', status: 404 })).toBe(1);
    expect(cluster.requestLog.count()).toBe(3);
  });

  it('T25: lets a token do what it may, and denies the rest in the words of the real server', async () => {
    const token = cluster.createToken(
      [
        {
          verbs: ['get', 'list'],
          apiGroups: [''],
          resources: ['secrets'],
          namespaces: ['acme'],
        },
        {
          verbs: ['update'],
          apiGroups: [''],
          resources: ['secrets'],
          resourceNames: ['f5'],
        },
      ],
      { username: 'somebody' },
    );
    const put = (name: string) =>
      api.put(`${secrets}/${name}`, secret(name), { token });
    expect((await api.get(secrets, { token })).code).toBe(200);
    expect((await api.get('/apis', { token })).code).toBe(200);
    expect((await put('f5')).code).toBe(200);
    const denied = await put('f4');
    expect(denied.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message:
        'secrets "f4" is forbidden: User "somebody" cannot update resource "secrets" in API group "" in the namespace "acme"',
      reason: 'Forbidden',
      details: { name: 'f4', kind: 'secrets' },
      code: 403,
    });
    const everywhere = await api.get('/api/v1/secrets', { token });
    expect(everywhere.body.message).toBe(
      'secrets is forbidden: User "somebody" cannot list resource "secrets" in API group "" at the cluster scope',
    );
    const unknown = await api.get(secrets, { token: 'unknown' });
    expect(unknown.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Unauthorized',
      reason: 'Unauthorized',
      code: 401,
    });
  });
});
