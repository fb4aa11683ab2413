import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient } from '../http';
import { startTestWorld } from './startTestWorld';
import type { TestCluster, TestWorld } from './types';

const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };
const SECRETS = { group: '', version: 'v1', resource: 'secrets' };
const run = randomBytes(3).toString('hex');
const namespace = `world-${run}`;
const collection = `/api/v1/namespaces/${namespace}/secrets`;
const create = { verb: 'create', resource: 'secrets', times: 1 };

const secret = (name: string, value = 'aHVudGVyMg==') => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  data: { a: value },
});

describe('a world for tests', () => {
  let world: TestWorld;
  let cluster: TestCluster;
  let portal: HttpClient;

  beforeAll(async () => {
    world = await startTestWorld({
      aliases: { 'other-way': 'control-plane' },
      run,
    });
    cluster = world.clusters['control-plane'];
    await cluster.objects.create(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    const token = await cluster.createToken([
      { verbs: ['*'], apiGroups: [''], resources: ['secrets'] },
    ]);
    portal = HttpClient.create({
      url: cluster.url,
      ca: Buffer.from(cluster.caData, 'base64').toString(),
      headers: { Authorization: `Bearer ${token}` },
    });
  }, 120_000);

  beforeEach(() => {
    cluster.faults.clear();
    cluster.requestLog.clear();
  });

  afterAll(async () => {
    portal.close();
    await world.stop();
  }, 60_000);

  const post = (name: string) =>
    portal.send('POST', collection, { body: secret(name) });
  const isThere = async (name: string) =>
    (await cluster.objects.find(SECRETS, { namespace, name })) !== undefined;

  it('breaks connections before or after the effect, answers in its place, or not at all', async () => {
    cluster.faults.add({ match: create, effect: { type: 'refuse' } });
    await expect(post('refused')).rejects.toThrow();
    expect(await isThere('refused')).toBe(false);
    cluster.faults.add({ match: create, effect: { type: 'cutAfter' } });
    await expect(post('cut')).rejects.toThrow();
    expect(await isThere('cut')).toBe(true);

    cluster.faults.add({
      match: create,
      effect: { type: 'status', code: 429, echoBody: true, retryAfter: 3 },
    });
    const echoed = await post('echoed');
    expect([echoed.code, echoed.headers['retry-after']]).toEqual([429, '3']);
    expect(echoed.body.details.causes[0].message).toContain('aHVudGVyMg==');
    cluster.faults.add({ match: create, effect: { type: 'garbage' } });
    const garbage = await post('garbage');
    expect(garbage.code).toBe(200);
    expect(() => garbage.body).toThrow(SyntaxError);
    cluster.faults.add({ match: create, effect: { type: 'hang' } });
    const hanging = portal.send('POST', collection, {
      body: secret('hanging'),
      timeoutMs: 300,
    });
    await expect(hanging).rejects.toThrow('too long');
    for (const name of ['echoed', 'garbage', 'hanging']) {
      expect(await isThere(name)).toBe(false);
    }
    expect(
      cluster.requestLog.entries.map(({ status, fault }) => [status, fault]),
    ).toEqual([
      [0, 'refuse'],
      [0, 'cutAfter'],
      [429, 'status'],
      [200, 'garbage'],
      [0, 'hang'],
    ]);
  }, 60_000);

  it('lets its administrator act in between, unseen, and passes requests on as they came', async () => {
    await post('raced');
    const { metadata } = await cluster.objects.get(SECRETS, {
      namespace,
      name: 'raced',
    });
    cluster.requestLog.clear();
    cluster.faults.before({ verb: 'patch', times: 1 }, async () => {
      await cluster.objects.mergePatch(
        SECRETS,
        { namespace, name: 'raced' },
        { data: { b: 'Yg==' } },
      );
    });
    const raced = await portal.send(
      'PATCH',
      `${collection}/raced?fieldManager=me&fieldValidation=Strict`,
      {
        headers: { 'Content-Type': 'application/merge-patch+json' },
        body: { metadata: { resourceVersion: metadata.resourceVersion } },
      },
    );
    expect([raced.code, raced.body.reason]).toEqual([409, 'Conflict']);
    expect(cluster.requestLog.entries).toMatchObject([
      {
        verb: 'patch',
        resource: 'secrets',
        namespace,
        name: 'raced',
        query: { fieldManager: 'me', fieldValidation: 'Strict' },
        contentType: 'application/merge-patch+json',
        status: 409,
        body: expect.stringContaining('resourceVersion'),
      },
    ]);
    const refused = await portal.send('GET', '/api/v1/namespaces');
    expect([refused.code, refused.body.reason]).toEqual([403, 'Forbidden']);
    expect(world.clusters['other-way'].requestLog.count()).toBe(0);
    expect(
      await world.clusters['other-way'].objects.find(SECRETS, {
        namespace,
        name: 'raced',
      }),
    ).toBeDefined();
  }, 60_000);

  it('tells the events of a watch when they happen', async () => {
    const events = await portal.stream(
      'GET',
      `${collection}?watch=true&timeoutSeconds=60`,
    );
    const told: string[] = [];
    events.setEncoding('utf8').on('data', chunk => told.push(chunk));
    await post('watched');
    while (!told.join('').includes('"watched"')) {
      await sleep(10);
    }
    expect(cluster.requestLog.filter({ verb: 'watch' })).toMatchObject([
      { status: 200 },
    ]);
    events.destroy();
  }, 60_000);

  it('has the same faults and logs in front of its store', async () => {
    const { kv } = world;
    const client = HttpClient.create({
      url: kv.address,
      ca: Buffer.from(kv.caData, 'base64').toString(),
      headers: { 'X-Vault-Token': kv.token },
    });
    const path = `${namespace}/generic/database`;
    await kv.send('POST', `secret/data/${path}`, { data: { a: '1' } });
    kv.faults.add({
      match: { verb: 'get', resource: 'data', name: path, times: 1 },
      effect: { type: 'status', code: 503 },
    });
    const failed = await client.send('GET', `/v1/secret/data/${path}`);
    expect([failed.code, failed.body]).toEqual([
      503,
      { errors: ['Service Unavailable'] },
    ]);
    const read = await client.send('GET', `/v1/secret/data/${path}`);
    expect(read.body.data.data).toEqual({ a: '1' });
    await client.send('GET', `/v1/secret/metadata/${namespace}/?list=true`);
    expect(
      kv.requestLog.entries.map(({ verb, resource, name, status }) =>
        [verb, resource, name, status].join(' '),
      ),
    ).toEqual([
      `get data ${path} 503`,
      `get data ${path} 200`,
      `list metadata ${namespace}/ 200`,
    ]);
    await kv.seal();
    const sealed = await client.send('GET', `/v1/secret/data/${path}`);
    expect([sealed.code, sealed.body.errors]).toEqual([
      503,
      ['Vault is sealed'],
    ]);
    await kv.unseal();
    client.close();
  }, 60_000);
});
