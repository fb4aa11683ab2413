import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as k8s from '@kubernetes/client-node';
import { TestClock } from './clock';
import { openChoreoDefinitions } from './definitions';
import { startEmbeddedCluster } from './startEmbeddedCluster';
import { EmbeddedCluster } from './types';

const pushSecrets = {
  group: 'external-secrets.io',
  version: 'v1alpha1',
  resource: 'pushsecrets',
};

describe('startEmbeddedCluster', () => {
  let folder: string;
  const started: EmbeddedCluster[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'embedded-cluster-'));
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map(cluster => cluster.stop()));
    rmSync(folder, { recursive: true });
  });

  const start = async (options: Parameters<typeof startEmbeddedCluster>[0]) => {
    const cluster = await startEmbeddedCluster(options);
    started.push(cluster);
    return cluster;
  };

  it('delivers a Secret of one cluster into the store, through the HTTP interfaces alone', async () => {
    const kubeconfigPath = join(folder, 'deeper', 'kubeconfig');
    const { kv, clusters } = await start({ kubeconfigPath });
    expect(Object.keys(clusters)).toEqual(['control-plane', 'plane-2']);
    expect(statSync(kubeconfigPath).mode % 0o1000).toBe(0o600);
    const config = new k8s.KubeConfig();
    config.loadFromString(readFileSync(kubeconfigPath, 'utf8'));
    config.setCurrentContext('plane-2');
    const core = config.makeApiClient(k8s.CoreV1Api);
    const objects = k8s.KubernetesObjectApi.makeApiClient(config);
    const namespace = 'acme';
    await core.createNamespace({ body: { metadata: { name: namespace } } });
    await core.createNamespacedSecret({
      namespace,
      body: { metadata: { name: 'token' }, stringData: { token: kv!.token } },
    });
    await core.createNamespacedSecret({
      namespace,
      body: { metadata: { name: 'db' }, stringData: { password: 's3cr3t' } },
    });
    await objects.create({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: { name: 'default' },
      spec: {
        provider: {
          vault: {
            server: kv!.address,
            path: 'secret',
            version: 'v2',
            auth: {
              tokenSecretRef: { name: 'token', key: 'token', namespace },
            },
          },
        },
      },
    } as k8s.KubernetesObject);
    await objects.create({
      apiVersion: 'external-secrets.io/v1alpha1',
      kind: 'PushSecret',
      metadata: { name: 'db', namespace },
      spec: {
        secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'default' }],
        selector: { secret: { name: 'db' } },
        data: [
          {
            match: {
              secretKey: 'password',
              remoteRef: { remoteKey: 'acme/db', property: 'password' },
            },
          },
        ],
      },
    } as k8s.KubernetesObject);

    const { store } = clusters['plane-2'];
    const reason = () =>
      store.get(pushSecrets, { namespace, name: 'db' }).status?.conditions?.[0]
        .reason;
    await until(() => reason() === 'Synced');
    const read = await fetch(`${kv!.address}/v1/secret/data/acme/db`, {
      headers: { 'X-Vault-Token': kv!.token },
    });
    expect((await read.json()).data.data).toEqual({ password: 's3cr3t' });
    await until(
      () =>
        store.list({ group: '', version: 'v1', resource: 'events' }).items
          .length > 0,
    );
  });

  it('takes another port when the one of the last run is taken, unless it was asked for', async () => {
    const options = {
      stateFile: join(folder, 'state.db'),
      clusters: ['only'],
      withoutExternalSecrets: true,
    };
    const first = await startEmbeddedCluster(options);
    await first.stop();
    const port = Number(new URL(first.clusters.only.url).port);
    const occupant = createServer().listen(port, '127.0.0.1');
    await new Promise(resolve => occupant.once('listening', resolve));
    try {
      await expect(
        startEmbeddedCluster({ ...options, ports: { only: port } }),
      ).rejects.toThrow('EADDRINUSE');
      const second = await start(options);
      expect(second.clusters.only.url).not.toBe(first.clusters.only.url);
      expect(second.kv?.address).toBe(first.kv?.address);
      expect(second.kv?.token).toBe(first.kv?.token);
      await expect(startEmbeddedCluster(options)).rejects.toThrow(
        'is in use by another process',
      );
    } finally {
      occupant.close();
    }
  }, 30_000);

  it('goes by the clock it is given', async () => {
    const clock = TestClock.create(new Date('2026-01-01T00:00:00Z'));
    const { clusters } = await start({
      clusters: ['timed'],
      withoutKv: true,
      clock,
      definitions: openChoreoDefinitions,
    });
    const { store } = clusters.timed;
    const create = (name: string) =>
      store.create(
        { group: '', version: 'v1', resource: 'namespaces' },
        { metadata: { name } },
      ).metadata.creationTimestamp;
    expect(create('early')).toBe('2026-01-01T00:00:00Z');
    const fired: number[] = [];
    clock.setTimeout(async () => {
      fired.push(1);
      clock.setTimeout(() => {
        fired.push(3);
      }, 1000);
    }, 1000);
    const never = clock.setTimeout(() => {
      fired.push(0);
    }, 1500);
    clock.setTimeout(() => {
      fired.push(2);
    }, 1500);
    never.cancel();
    const events = { group: '', version: 'v1', resource: 'events' };
    const happened = { namespace: 'early', name: 'happened' };
    store.create(events, { metadata: happened });
    await clock.advance(1999);
    expect(fired).toEqual([1, 2]);
    await clock.advance(3_598_001);
    expect(fired).toEqual([1, 2, 3]);
    expect(create('late')).toBe('2026-01-01T01:00:00Z');
    expect(store.find(events, happened)).toBeDefined();
    await clock.advance(11 * 60_000);
    expect(store.find(events, happened)).toBeUndefined();
  });
});

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > deadline) {
      throw new Error('waited in vain');
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
