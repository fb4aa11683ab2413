import {
  KubernetesClient,
  KubernetesObject,
  RESOURCES,
} from '@strongroom/backstage-plugin-secrets-node';
import {
  Authority,
  createAuthority,
  startTestWorld,
  TestWorld,
} from '@strongroom/real-cluster';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NAMESPACES } from '../../tests/__testUtils__/estate';
import { eventually } from '../../tests/__testUtils__/eventually';
import { recordingLogger } from '../../tests/__testUtils__/recordingLogger';
import { QUICK } from '../../tests/__testUtils__/startClusters';
import { RUN } from '../../tests/__testUtils__/tenants';
import { DefaultKubernetesClient } from '../client/DefaultKubernetesClient';
import { agentOf } from './__testUtils__/agentOf';
import {
  ClientFiles,
  clientFilesIn,
  presentCertificate,
} from './__testUtils__/presentCertificate';
import { startGateway, TestGateway } from './__testUtils__/startGateway';
import { connectThroughGateway } from './connectThroughGateway';
import { GatewayPlane } from './types';

const LIMIT_MS = 3000;
const SHARED = '/api/proxy/dataplane/prod/_cluster/shared/k8s';
const shared: GatewayPlane = {
  ref: { kind: 'ClusterDataPlane', name: 'shared' },
  planeID: 'prod',
};
const ACME = `acme-${RUN}`;
const secretOf = (name: string) => ({ namespace: ACME, name });

describe('a plane behind the cluster gateway', () => {
  let world: TestWorld;
  let folder: string;
  let files: ClientFiles;
  let gateway: TestGateway;
  let authority: Authority;
  let clients: DefaultKubernetesClient[];

  const plane = () => world.clusters['plane-1'];

  beforeAll(async () => {
    world = await startTestWorld({ clusters: ['plane-1'], run: RUN });
    await addNamespace(ACME);
  }, 120_000);

  afterAll(() => world.stop());

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gateway-'));
    files = clientFilesIn(folder);
    authority = await createAuthority('gateway');
    writeFileSync(files.caFile, authority.cert);
    gateway = await startGateway({
      server: await authority.issue({
        commonName: 'gateway',
        usages: ['server'],
      }),
      clientAuthority: authority.cert,
      limitMs: LIMIT_MS,
    });
    gateway.agents.set('dataplane/prod', {
      resources: ['/shared', 'acme/own'],
      cluster: await agentOf(plane()),
    });
    clients = [];
    await presentCertificate(files, authority, 'first');
  });

  afterEach(async () => {
    for (const client of clients) {
      client.close();
    }
    plane().faults.clear();
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  const file = (name: string) => join(folder, name);

  async function addNamespace(name: string) {
    await plane().objects.create(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
  }

  const removeNamespace = (name: string) =>
    plane().objects.delete(NAMESPACES, { name });

  function connect(
    behind: GatewayPlane = shared,
    options: {
      url?: string;
      caFile?: string;
      timing?: typeof QUICK;
      timeoutMs?: number;
    } = { timing: QUICK },
  ): KubernetesClient {
    const client = connectThroughGateway(
      {
        name: 'gateway',
        access: {
          type: 'gateway',
          // As an operator may well write it.
          url: `${options.url ?? gateway.url}/`,
          ...files,
          caFile: options.caFile ?? files.caFile,
        },
        timeoutMs: options.timeoutMs ?? LIMIT_MS + 1000,
      },
      behind,
      { logger: recordingLogger(), timing: options.timing },
    );
    clients.push(client);
    return client;
  }

  function follow(client: KubernetesClient) {
    const names = new Set<string>();
    const reachable: boolean[] = [];
    const subscription = client.reflect<KubernetesObject>(RESOURCES.namespace, {
      onUpsert: ({ metadata }) => names.add(metadata.name),
      onDelete: ({ name }) => names.delete(name),
      onReachable: now => reachable.push(now),
    });
    return { names, reachable, subscription };
  }

  it('is written and read by the address of its own resource, with a certificate and no token', async () => {
    const client = connect();
    expect(client.cluster).toBe('gateway/dataplane/prod/_cluster/shared');
    const created = await client.create(RESOURCES.secret, {
      metadata: secretOf('db'),
      data: { password: 'c2VjcmV0' },
    });
    await expect(
      client.create(RESOURCES.secret, { metadata: secretOf('db') }),
    ).rejects.toMatchObject({ code: 'AlreadyExists' });
    await client.mergePatch(RESOURCES.secret, secretOf('db'), {
      metadata: { labels: { a: 'b' } },
    });
    await expect(
      client.mergePatch(RESOURCES.secret, secretOf('db'), {
        metadata: { resourceVersion: created.metadata.resourceVersion },
        data: { password: null },
      }),
    ).rejects.toMatchObject({ code: 'Conflict' });
    const read = await connect({
      ref: { kind: 'DataPlane', name: 'own' },
      namespace: 'acme',
      planeID: 'prod',
    }).getMetadata(RESOURCES.secret, secretOf('db'));
    expect(read?.metadata.labels).toEqual({ a: 'b' });
    await expect(
      client.delete(RESOURCES.secret, secretOf('db'), { uid: 'another' }),
    ).rejects.toMatchObject({ code: 'Conflict' });
    await client.delete(RESOURCES.secret, secretOf('db'), {
      uid: created.metadata.uid,
    });
    expect(
      await client.getMetadata(RESOURCES.secret, secretOf('db')),
    ).toBeUndefined();
    const { items } = await client.listPage(RESOURCES.namespace);
    expect(items.map(({ metadata }) => metadata.name)).toContain(ACME);

    const own = '/api/proxy/dataplane/prod/acme/own/k8s';
    for (const { url, authorization, client: name } of gateway.requests) {
      expect(url).toMatch(new RegExp(`^(${SHARED}|${own})/api/v1/n`));
      expect(url).not.toMatch(/\/\/|\.\./);
      expect([authorization, name]).toEqual([undefined, 'first']);
    }
    expect(gateway.requests.length).toBe(9);
  });

  it('is followed by polls that end before the gateway gives up', async () => {
    const { names, reachable } = follow(connect());
    await eventually(() => expect(names).toContain(ACME));
    const [later, last] = [`later-${RUN}`, `last-${RUN}`];
    for (const name of [later, last]) {
      await addNamespace(name);
      await eventually(() => expect(names).toContain(name));
    }
    await removeNamespace(later);
    await eventually(() => expect(names).not.toContain(later));
    expect(reachable).toEqual([true]);

    const [list, ...polls] = gateway.requests.map(
      ({ url }) => new URL(url, gateway.url).searchParams,
    );
    expect(list.has('watch')).toBe(false);
    expect(polls.length).toBeGreaterThan(1);
    for (const query of polls) {
      expect(query.get('watch')).toBe('1');
      expect(Number(query.get('timeoutSeconds'))).toBeGreaterThan(0);
      expect(Number(query.get('timeoutSeconds'))).toBeLessThan(30);
    }
  });

  it('is asked for at most 5 seconds of changes at a time, however patient the reflector is', async () => {
    follow(connect(shared, { timeoutMs: 1000 }));
    await eventually(() =>
      expect(gateway.requests.at(-1)?.url).toMatch(/&timeoutSeconds=5$/),
    );
  });

  it('T36: is Unreachable without its agent, and what happened meanwhile is seen when it is back', async () => {
    const before = `before-${RUN}`;
    const meanwhile = `meanwhile-${RUN}`;
    await addNamespace(before);
    const { names, reachable } = follow(connect());
    await eventually(() => expect(names).toContain(before));
    const agent = gateway.agents.get('dataplane/prod')!;
    gateway.agents.delete('dataplane/prod');
    await eventually(() => expect(reachable).toEqual([true, false]));
    expect(names).toContain(before);
    await addNamespace(meanwhile);
    await removeNamespace(before);
    gateway.agents.set('dataplane/prod', agent);
    await eventually(() => {
      expect(reachable).toEqual([true, false, true]);
      expect(names).toContain(meanwhile);
      expect(names).not.toContain(before);
    });
  });

  it('says in our words what the gateway refuses, and whether a write may have arrived', async () => {
    const write = (client: KubernetesClient, namespace = ACME) =>
      client
        .create(RESOURCES.secret, { metadata: { namespace, name: 'x' } })
        .then(
          () => undefined,
          error => error,
        );
    const planeOf = (name: string, planeID: string): GatewayPlane => ({
      ref: { kind: 'ClusterWorkflowPlane', name },
      planeID,
    });
    expect(await write(connect(planeOf('builds', 'offline')))).toMatchObject({
      code: 'Unavailable',
      outcomeUnknown: false,
      message:
        'The gateway of cluster gateway/workflowplane/offline/_cluster/builds has no connection to its agent (create Secret).',
    });
    const unknown = { ...shared, ref: { ...shared.ref, name: 'zzz' } };
    for (const refused of [
      await write(connect(unknown)),
      await write(connect(), 'kube-system'),
    ]) {
      expect(refused).toMatchObject({ code: 'Denied', outcomeUnknown: false });
      expect(refused.message).toContain('does not let us reach it');
      expect(refused.message).not.toMatch(/Forbidden|blocked|Agent/);
    }
    plane().faults.add({
      match: { verb: 'create', times: 1 },
      effect: { type: 'hang' },
    });
    expect(await write(connect())).toMatchObject({
      code: 'Timeout',
      outcomeUnknown: true,
      message: expect.stringContaining('got no answer from it in time'),
    });
  });

  it('T12: sends no name with two dots in a row, nor a plane that cannot be part of an address', async () => {
    const client = connect();
    await expect(
      client.getMetadata(RESOURCES.secret, secretOf('a..b')),
    ).rejects.toMatchObject({ code: 'Invalid' });
    for (const planeID of ['..', 'a..b', 'a/b', '', '.', 'a%2fb', 'a?b']) {
      await expect(
        connect({ ...shared, planeID }).listPage(RESOURCES.namespace),
      ).rejects.toMatchObject({
        code: 'Unavailable',
        message: expect.stringContaining('cannot be named in an address'),
      });
    }
    expect(gateway.requests).toEqual([]);
  });

  it('takes a certificate that was rotated on the disk without a restart, and is not upset by half a rotation', async () => {
    const client = connect();
    const { reachable } = follow(client);
    await eventually(() => expect(reachable).toEqual([true]));
    const next = await createAuthority('next');
    const { cert, key } = await next.issue({
      commonName: 'second',
      usages: ['client'],
    });
    writeFileSync(files.keyFile, key);
    await new Promise(resolve => setTimeout(resolve, 1200));
    await client.listPage(RESOURCES.namespace);
    expect(gateway.requests.at(-1)?.client).toBe('first');

    gateway.trust(next.cert);
    await expect(client.listPage(RESOURCES.namespace)).rejects.toMatchObject({
      code: 'Unavailable',
    });
    await eventually(() => expect(reachable.at(-1)).toBe(false));
    writeFileSync(files.certFile, cert);
    await eventually(() => client.listPage(RESOURCES.namespace).then());
    expect(gateway.requests.at(-1)?.client).toBe('second');
    await eventually(() => expect(reachable.at(-1)).toBe(true));
  });

  it('T32: is not asked through a gateway that another authority signed, whose certificate is for another address or has ended, nor without a certificate', async () => {
    const other = await createAuthority('other');
    writeFileSync(file('other.crt'), other.cert);
    await expect(
      connect(shared, { caFile: file('other.crt') }).listPage(
        RESOURCES.namespace,
      ),
    ).rejects.toMatchObject({ code: 'Unavailable' });
    for (const wrong of [
      { addresses: ['127.0.0.2'] },
      { notAfter: new Date(Date.now() - 60_000) },
    ]) {
      const impostor = await startGateway({
        server: await authority.issue({
          commonName: 'gateway',
          usages: ['server'],
          ...wrong,
        }),
        clientAuthority: authority.cert,
        limitMs: LIMIT_MS,
      });
      await expect(
        connect(shared, { url: impostor.url }).listPage(RESOURCES.namespace),
      ).rejects.toMatchObject({ code: 'Unavailable' });
      expect(impostor.requests).toEqual([]);
      await impostor.stop();
    }
    await expect(
      connect(shared, { caFile: file('absent') }).listPage(RESOURCES.namespace),
    ).rejects.toMatchObject({
      code: 'Unavailable',
      message: expect.stringContaining('certificate files'),
    });
    await presentCertificate(files, other, 'stranger');
    await expect(connect().listPage(RESOURCES.namespace)).rejects.toMatchObject(
      { code: 'Unavailable' },
    );
    expect(gateway.requests).toEqual([]);
  });
});
