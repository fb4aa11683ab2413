import { KubernetesObject } from '@strongroom/embedded-cluster';
import { encodingsOf } from './__testUtils__/encodingsOf';
import { eventually } from './__testUtils__/eventually';
import { shippedRules } from './__testUtils__/shippedRules';
import { startPortal, TestPortal } from './__testUtils__/startPortal';

const CANARY = `canary-${Math.random().toString(36).slice(2)}`;

const openChoreo = (resource: string) => ({
  group: 'openchoreo.dev',
  version: 'v1alpha1',
  resource,
});
const externalSecrets = (resource: string, version = 'v1') => ({
  group: 'external-secrets.io',
  version,
  resource,
});

describe('requirements on where values go', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({
      accessRules: {
        // control plane and plane in one
        'control-plane': [
          ...shippedRules('control-plane'),
          ...shippedRules('plane'),
        ],
        'plane-2': shippedRules('plane'),
      },
      cluster: { kv: { mounts: ['secret', 'second'] } },
      secrets: {
        planes: {
          defaultCluster: 'control-plane',
          overrides: [{ kind: 'DataPlane', name: 'eu', cluster: 'plane-2' }],
        },
      },
    });
    const { store } = portal.cluster.clusters['control-plane'];
    store.create(openChoreo('dataplanes'), {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'DataPlane',
      metadata: { name: 'eu', namespace: 'payments' },
      spec: { secretStoreRef: { name: 'default' } },
    } as KubernetesObject);
  });

  afterAll(async () => {
    await portal.stop();
  });

  it('S0.2 S1.1 S3.1 S3.7: the value goes to the plane and its store, with no more rights than these, and the control plane keeps a reference alone', async () => {
    const { requestLog, store } = portal.cluster.clusters['control-plane'];
    await eventually(async () => {
      const planes = await portal
        .as('payments-dev')
        .get('/namespaces/payments/planes');
      expect(planes.body.items).toContainEqual(
        expect.objectContaining({ kind: 'DataPlane', name: 'eu' }),
      );
    });
    requestLog.clear();
    await createAndSync('far', { kind: 'DataPlane', name: 'eu' });
    expect(await readKv('secret/data/payments/generic/far')).toEqual({
      token: CANARY,
    });

    const kept = [
      openChoreo('secretreferences'),
      { group: '', version: 'v1', resource: 'secrets' },
      { group: '', version: 'v1', resource: 'events' },
    ].map(resource => store.list(resource).items);
    const sent = requestLog.entries.map(({ body, path, query }) => [
      body,
      path,
      query,
    ]);
    const controlPlane = JSON.stringify([kept, sent]);
    for (const form of encodingsOf(CANARY)) {
      expect(controlPlane).not.toContain(form);
    }

    const gone = await portal
      .as('payments-dev')
      .delete('/namespaces/payments/secrets/far');
    expect(gone.status).toBe(204);
    const refused = Object.values(portal.cluster.clusters).flatMap(
      ({ requestLog: log }) => log.filter({ status: 403 }),
    );
    expect(refused).toEqual([]);
  });

  it('S2.1 S2.3 S1.3: another store is one resource swap away, and nothing changes here', async () => {
    const { store } = portal.cluster.clusters['control-plane'];
    const standing = store.get(externalSecrets('clustersecretstores'), {
      name: 'default',
    }) as any;
    store.create(externalSecrets('clustersecretstores'), {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: { name: 'second' },
      spec: {
        provider: {
          vault: { ...standing.spec.provider.vault, path: 'second' },
        },
      },
    } as KubernetesObject);
    store.mergePatch(
      openChoreo('clusterdataplanes'),
      { name: 'default' },
      { spec: { secretStoreRef: { name: 'second' } } },
    );
    await eventually(async () => {
      const planes = await portal
        .as('payments-dev')
        .get('/namespaces/payments/planes');
      expect(planes.body.items).toContainEqual(
        expect.objectContaining({
          kind: 'ClusterDataPlane',
          store: expect.objectContaining({ name: 'second', ready: true }),
        }),
      );
    });
    await createAndSync('swapped', {
      kind: 'ClusterDataPlane',
      name: 'default',
    });
    expect(await readKv('second/data/secret/payments/generic/swapped')).toEqual(
      { token: CANARY },
    );
  });

  it('S2.4: references of the platform, outside the tenants, are nobody’s user secrets', async () => {
    const { store } = portal.cluster.clusters['control-plane'];
    store.create(
      { group: '', version: 'v1', resource: 'namespaces' },
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'openchoreo-system' },
      },
    );
    for (const namespace of ['openchoreo-system', 'payments']) {
      store.create(openChoreo('secretreferences'), {
        apiVersion: 'openchoreo.dev/v1alpha1',
        kind: 'SecretReference',
        metadata: { name: 'session-key', namespace },
        spec: {
          template: { type: 'Opaque' },
          data: [{ secretKey: 'key', remoteRef: { key: 'platform/session' } }],
        },
      } as KubernetesObject);
    }
    const platform = portal.as('platform');
    await eventually(async () => {
      const page = await platform.get('/secrets?q=session-key');
      expect(page.body.items).toMatchObject([{ namespace: 'payments' }]);
      expect(page.body.totalItems).toBe(1);
    });
    const hidden = await platform.get(
      '/namespaces/openchoreo-system/secrets/session-key',
    );
    expect(hidden.status).toBe(404);
  });

  it('S3.5 S3.4: what is ready for Git holds a path and keys, and no value', async () => {
    const manifest = await portal
      .as('payments-dev')
      .get('/namespaces/payments/secrets/swapped/manifest');
    expect(manifest.text).toContain('secret/payments/generic/swapped');
    for (const form of encodingsOf(CANARY)) {
      expect(manifest.text).not.toContain(form);
    }
  });

  async function createAndSync(
    name: string,
    targetPlane: { kind: string; name: string },
  ) {
    const developer = portal.as('payments-dev');
    const created = await developer.post('/namespaces/payments/secrets', {
      name,
      type: 'Opaque',
      targetPlane,
      data: { token: { value: CANARY } },
    });
    expect(created.body.error).toBeUndefined();
    await eventually(async () => {
      const path = `/namespaces/payments/secrets/${name}/delivery`;
      expect((await developer.get(path)).body.state).toBe('Synced');
    });
  }

  async function readKv(path: string) {
    const { address, token } = portal.cluster.kv!;
    const response = await fetch(`${address}/v1/${path}`, {
      headers: { 'X-Vault-Token': token },
    });
    const body: any = await response.json();
    return body.data?.data;
  }
});
