import { KubernetesObject } from '@strongroom/embedded-cluster';
import { encodingsOf } from './__testUtils__/encodingsOf';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS, RUN } from './__testUtils__/tenants';

const CANARY = `canary-${Math.random().toString(36).slice(2)}`;

/** A mount of the KV store, and the store that leads to it. */
const SECOND = `second-${RUN}`;
/** A namespace that is no tenant. */
const SYSTEM = `openchoreo-system-${RUN}`;

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
      secrets: {
        planes: {
          defaultCluster: 'control-plane',
          overrides: [{ kind: 'DataPlane', name: 'eu', cluster: 'plane-2' }],
        },
      },
    });
    const { objects } = portal.world.clusters['control-plane'];
    await objects.create(openChoreo('dataplanes'), {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'DataPlane',
      metadata: { name: 'eu', namespace: PAYMENTS },
      spec: { secretStoreRef: { name: 'default' } },
    } as KubernetesObject);
  });

  afterAll(async () => {
    await portal.world.kv.send('DELETE', `sys/mounts/${SECOND}`);
    await portal.stop();
  });

  it('S0.2 S1.1 S3.1 S3.7: the value goes to the plane and its store, with no more rights than these, and the control plane keeps a reference alone', async () => {
    const { requestLog, objects } = portal.world.clusters['control-plane'];
    await eventually(async () => {
      const planes = await portal
        .as('payments-dev')
        .get(`/namespaces/${PAYMENTS}/planes`);
      expect(planes.body.items).toContainEqual(
        expect.objectContaining({ kind: 'DataPlane', name: 'eu' }),
      );
    });
    requestLog.clear();
    await createAndSync('far', { kind: 'DataPlane', name: 'eu' });
    expect(await readKv(`secret/data/${PAYMENTS}/generic/far`)).toEqual({
      token: CANARY,
    });

    const kept = await Promise.all(
      [
        openChoreo('secretreferences'),
        { group: '', version: 'v1', resource: 'secrets' },
        { group: '', version: 'v1', resource: 'events' },
      ].map(resource => objects.list(resource)),
    );
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
      .delete(`/namespaces/${PAYMENTS}/secrets/far`);
    expect(gone.status).toBe(204);
    const refused = Object.values(portal.world.clusters).flatMap(
      ({ requestLog: log }) => log.filter({ status: 403 }),
    );
    expect(refused).toEqual([]);
  });

  it('S2.1 S2.3 S1.3: another store is one resource swap away, and nothing changes here', async () => {
    const { objects } = portal.world.clusters['control-plane'];
    await portal.world.kv.send('POST', `sys/mounts/${SECOND}`, {
      type: 'kv',
      options: { version: '2' },
    });
    const standing = (await objects.get(
      externalSecrets('clustersecretstores'),
      {
        name: 'default',
      },
    )) as any;
    await objects.create(externalSecrets('clustersecretstores'), {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: { name: SECOND },
      spec: {
        provider: {
          vault: { ...standing.spec.provider.vault, path: SECOND },
        },
      },
    } as KubernetesObject);
    await objects.mergePatch(
      openChoreo('clusterdataplanes'),
      { name: 'default' },
      { spec: { secretStoreRef: { name: SECOND } } },
    );
    await eventually(async () => {
      const planes = await portal
        .as('payments-dev')
        .get(`/namespaces/${PAYMENTS}/planes`);
      expect(planes.body.items).toContainEqual(
        expect.objectContaining({
          kind: 'ClusterDataPlane',
          store: expect.objectContaining({ name: SECOND, ready: true }),
        }),
      );
    });
    await createAndSync('swapped', {
      kind: 'ClusterDataPlane',
      name: 'default',
    });
    expect(
      await readKv(`${SECOND}/data/secret/${PAYMENTS}/generic/swapped`),
    ).toEqual({ token: CANARY });
  });

  it('S2.4: references of the platform, outside the tenants, are nobody’s user secrets', async () => {
    const { objects } = portal.world.clusters['control-plane'];
    await objects.create(
      { group: '', version: 'v1', resource: 'namespaces' },
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: SYSTEM },
      },
    );
    for (const namespace of [SYSTEM, PAYMENTS]) {
      await objects.create(openChoreo('secretreferences'), {
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
      expect(page.body.items).toMatchObject([{ namespace: PAYMENTS }]);
      expect(page.body.totalItems).toBe(1);
    });
    const hidden = await platform.get(
      `/namespaces/${SYSTEM}/secrets/session-key`,
    );
    expect(hidden.status).toBe(404);
  });

  it('S3.5 S3.4: what is ready for Git holds a path and keys, and no value', async () => {
    const manifest = await portal
      .as('payments-dev')
      .get(`/namespaces/${PAYMENTS}/secrets/swapped/manifest`);
    expect(manifest.text).toContain(`secret/${PAYMENTS}/generic/swapped`);
    for (const form of encodingsOf(CANARY)) {
      expect(manifest.text).not.toContain(form);
    }
  });

  async function createAndSync(
    name: string,
    targetPlane: { kind: string; name: string },
  ) {
    const developer = portal.as('payments-dev');
    const created = await developer.post(`/namespaces/${PAYMENTS}/secrets`, {
      name,
      type: 'Opaque',
      targetPlane,
      data: { token: { value: CANARY } },
    });
    expect(created.body.error).toBeUndefined();
    await eventually(async () => {
      const path = `/namespaces/${PAYMENTS}/secrets/${name}/delivery`;
      expect((await developer.get(path)).body.state).toBe('Synced');
    });
  }

  async function readKv(path: string) {
    const { body } = await portal.world.kv.send('GET', path);
    return body.data?.data;
  }
});
