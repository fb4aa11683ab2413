import { existsSync } from 'node:fs';
import { openChoreoDefinitions } from '@strongroom/embedded-cluster';
import { runningIn } from './processes/runningIn';
import { HttpClient } from './http';
import { startRealCluster } from './startRealCluster';
import type { RealCluster, RealKubernetes } from './types';

jest.setTimeout(180_000);

let real: RealCluster;

beforeAll(async () => {
  const started = Date.now();
  real = await startRealCluster({
    planes: 2,
    definitions: openChoreoDefinitions,
  });
  console.log(`${Date.now() - started} ms until all is ready`);
});

afterAll(() => real?.stop());

const clientOf = (
  { url, caData, adminToken }: RealKubernetes,
  token = adminToken,
) =>
  HttpClient.create({
    url,
    ca: Buffer.from(caData, 'base64').toString(),
    headers: { Authorization: `Bearer ${token}` },
  });

it('starts a control plane and its planes, each with objects of its own', async () => {
  const { clusters, kv } = real;
  expect(Object.keys(clusters)).toEqual([
    'control-plane',
    'plane-1',
    'plane-2',
  ]);
  const [first, second] = [clusters['plane-1'], clusters['plane-2']].map(c =>
    clientOf(c),
  );
  const namespace = { metadata: { name: 'acme' } };
  expect(
    (await first.send('POST', '/api/v1/namespaces', { body: namespace })).code,
  ).toBe(201);
  expect((await second.send('GET', '/api/v1/namespaces/acme')).code).toBe(404);

  const store = HttpClient.create({
    url: kv!.address,
    ca: Buffer.from(kv!.caData, 'base64').toString(),
    headers: { 'X-Vault-Token': kv!.token },
  });
  const written = await store.send('POST', '/v1/secret/data/a', {
    body: { data: { a: '1' } },
  });
  expect(written.body.data.version).toBe(1);
  await kv!.seal();
  expect((await store.send('GET', '/v1/secret/data/a')).code).toBe(503);
  await kv!.unseal();
  expect((await store.send('GET', '/v1/secret/data/a')).body.data.data).toEqual(
    { a: '1' },
  );
});

it('lets nobody in without a token, and a token do only what its rules say', async () => {
  const plane = real.clusters['plane-2'];
  const { code } = await clientOf(plane, 'wrong').send(
    'GET',
    '/api/v1/namespaces',
  );
  expect(code).toBe(401);
  const token = await plane.createToken([
    {
      verbs: ['get'],
      apiGroups: [''],
      resources: ['secrets'],
      namespaces: ['default'],
    },
    {
      verbs: ['list'],
      apiGroups: ['openchoreo.dev'],
      resources: ['secretreferences'],
    },
  ]);
  const limited = clientOf(plane, token);
  const codes = await Promise.all(
    [
      '/api/v1/namespaces/default/secrets/absent',
      '/api/v1/namespaces/kube-system/secrets/absent',
      '/api/v1/namespaces/default/secrets',
      '/apis/openchoreo.dev/v1alpha1/secretreferences',
    ].map(async path => (await limited.send('GET', path)).code),
  );
  expect(codes).toEqual([404, 403, 403, 200]);
});

it('keeps its objects and address when the API server is killed and started again, and has controllers that know of all', async () => {
  const plane = real.clusters['plane-1'];
  const collects = () =>
    plane.controllerManager.log().split('all resource monitors have synced')
      .length - 1;
  expect(collects()).toBe(1);
  await plane.apiServer.kill();
  await expect(clientOf(plane).send('GET', '/readyz')).rejects.toThrow(
    'ECONNREFUSED',
  );
  await plane.apiServer.start();
  await plane.ready();
  expect(
    (await clientOf(plane).send('GET', '/api/v1/namespaces/acme')).code,
  ).toBe(200);
  expect(collects()).toBe(2);
  await plane.ready();
  expect(collects()).toBe(2);
});

it('leaves nothing behind when it is stopped', async () => {
  const { folder } = real;
  const started = Date.now();
  await real.stop();
  expect(Date.now() - started).toBeLessThan(10_000);
  expect(runningIn(folder)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});
