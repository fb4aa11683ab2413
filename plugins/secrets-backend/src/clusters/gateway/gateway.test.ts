import {
  KubernetesClient,
  KubernetesObject,
  RESOURCES,
} from '@strongroom/backstage-plugin-secrets-node';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../tests/__testUtils__/eventually';
import { recordingLogger } from '../../tests/__testUtils__/recordingLogger';
import {
  QUICK,
  StartedClusters,
  startClusters,
} from '../../tests/__testUtils__/startClusters';
import { describeWithTool } from '../../tests/tools';
import { DefaultKubernetesClient } from '../client/DefaultKubernetesClient';
import { createAuthority } from './__testUtils__/createAuthority';
import { startGateway } from './__testUtils__/startGateway';
import { connectThroughGateway } from './connectThroughGateway';
import { GatewayPlane } from './types';

const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };
const LIMIT_MS = 3000;
const SHARED = '/api/proxy/dataplane/prod/_cluster/shared/k8s';
const shared: GatewayPlane = {
  ref: { kind: 'ClusterDataPlane', name: 'shared' },
  planeID: 'prod',
};
const secretOf = (name: string) => ({ namespace: 'acme', name });

describeWithTool('openssl', 'a plane behind the cluster gateway', () => {
  let clusters: StartedClusters;
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  let authority: ReturnType<typeof createAuthority>;
  let clients: DefaultKubernetesClient[];

  beforeEach(async () => {
    clusters = await startClusters();
    authority = createAuthority(clusters.folder, 'authority');
    gateway = await startGateway({
      server: authority.server('gateway'),
      clientAuthority: authority.crt,
      limitMs: LIMIT_MS,
    });
    gateway.agents.set('dataplane/prod', {
      resources: ['/shared', 'acme/own'],
      cluster: clusters.embedded.clusters['plane-2'],
    });
    clients = [];
    present('first');
    addNamespace('acme');
  });

  afterEach(async () => {
    for (const client of clients) {
      client.close();
    }
    await gateway.stop();
    await clusters.stop();
  });

  const plane2 = () => clusters.embedded.clusters['plane-2'];
  const file = (name: string) => join(clusters.folder, name);

  function addNamespace(name: string) {
    plane2().store.create(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
  }

  /** Makes a certificate and puts it where the backend finds it, as a rotation does. */
  function present(name: string, from = authority) {
    const { crt, key } = from.client(name);
    copyFileSync(key, file('tls.key'));
    copyFileSync(crt, file('tls.crt'));
  }

  function connect(
    plane: GatewayPlane = shared,
    options: { caFile?: string; timeoutMs?: number } = {},
  ): KubernetesClient {
    const client = connectThroughGateway(
      {
        name: 'gateway',
        access: {
          type: 'gateway',
          // As an operator may well write it.
          url: `${gateway.url}/`,
          caFile: options.caFile ?? authority.crt,
          certFile: file('tls.crt'),
          keyFile: file('tls.key'),
        },
        timeoutMs: options.timeoutMs ?? LIMIT_MS + 1000,
      },
      plane,
      { logger: recordingLogger(), timing: QUICK },
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
    expect(items.map(({ metadata }) => metadata.name)).toContain('acme');

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
    await eventually(() => expect(names).toContain('acme'));
    for (const name of ['later', 'last']) {
      addNamespace(name);
      await eventually(() => expect(names).toContain(name));
    }
    plane2().store.delete(NAMESPACES, { name: 'later' });
    await eventually(() => expect(names).not.toContain('later'));
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
    const client = connectThroughGateway(
      {
        name: 'gateway',
        access: {
          type: 'gateway',
          url: gateway.url,
          caFile: authority.crt,
          certFile: file('tls.crt'),
          keyFile: file('tls.key'),
        },
        timeoutMs: 1000,
      },
      shared,
      { logger: recordingLogger() },
    );
    clients.push(client);
    follow(client);
    await eventually(() =>
      expect(gateway.requests.at(-1)?.url).toMatch(/&timeoutSeconds=5$/),
    );
  });

  it('T36: is Unreachable without its agent, and what happened meanwhile is seen when it is back', async () => {
    const { names, reachable } = follow(connect());
    await eventually(() => expect(names).toContain('acme'));
    const agent = gateway.agents.get('dataplane/prod')!;
    gateway.agents.delete('dataplane/prod');
    await eventually(() => expect(reachable).toEqual([true, false]));
    expect(names).toContain('acme');
    addNamespace('meanwhile');
    plane2().store.delete(NAMESPACES, { name: 'acme' });
    gateway.agents.set('dataplane/prod', agent);
    await eventually(() => {
      expect(reachable).toEqual([true, false, true]);
      expect(names).toContain('meanwhile');
      expect(names).not.toContain('acme');
    });
  });

  it('says in our words what the gateway refuses, and whether a write may have arrived', async () => {
    const write = (client: KubernetesClient, namespace = 'acme') =>
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
    plane2().faults.add({
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
    const next = createAuthority(clusters.folder, 'next');
    const { crt, key } = next.client('second');
    copyFileSync(key, file('tls.key'));
    await new Promise(resolve => setTimeout(resolve, 1200));
    await client.listPage(RESOURCES.namespace);
    expect(gateway.requests.at(-1)?.client).toBe('first');

    gateway.trust(next.crt);
    await expect(client.listPage(RESOURCES.namespace)).rejects.toMatchObject({
      code: 'Unavailable',
    });
    await eventually(() => expect(reachable.at(-1)).toBe(false));
    copyFileSync(crt, file('tls.crt'));
    await eventually(() => client.listPage(RESOURCES.namespace).then());
    expect(gateway.requests.at(-1)?.client).toBe('second');
    await eventually(() => expect(reachable.at(-1)).toBe(true));
  });

  it('T32: is not asked through a gateway that another authority signed, nor without a certificate', async () => {
    const other = createAuthority(clusters.folder, 'other');
    await expect(
      connect(shared, { caFile: other.crt }).listPage(RESOURCES.namespace),
    ).rejects.toMatchObject({ code: 'Unavailable' });
    await expect(
      connect(shared, { caFile: file('absent') }).listPage(RESOURCES.namespace),
    ).rejects.toMatchObject({
      code: 'Unavailable',
      message: expect.stringContaining('certificate files'),
    });
    present('stranger', other);
    await expect(connect().listPage(RESOURCES.namespace)).rejects.toMatchObject(
      { code: 'Unavailable' },
    );
    expect(gateway.requests).toEqual([]);
  });
});
