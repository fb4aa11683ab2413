import { KvServer, startKvServer } from '@strongroom/embedded-cluster';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- a portal for tests is no API of the backend
import { eventually } from '../../../secrets-backend/src/tests/__testUtils__/eventually';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- as above
import {
  startPortal,
  TestPortal,
} from '../../../secrets-backend/src/tests/__testUtils__/startPortal';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- as above
import { PAYMENTS } from '../../../secrets-backend/src/tests/__testUtils__/tenants';
import { FaultProxy } from './__testUtils__/FaultProxy';
import { RootClient } from './__testUtils__/RootClient';
import { shippedPolicy } from './__testUtils__/shippedPolicy';

const PLANE = { kind: 'ClusterDataPlane', name: 'vaulted' };

describe('a portal with a plane on the driver openbao', () => {
  let kv: KvServer;
  let proxy: FaultProxy;
  let root: RootClient;
  let portal: TestPortal;

  beforeAll(async () => {
    kv = await startKvServer({ policies: { strongroom: shippedPolicy() } });
    proxy = await FaultProxy.start({ address: kv.address });
    root = RootClient.create({ address: kv.address }, kv.token);
    portal = await startPortal({
      secrets: {
        installation: { id: 'portal-a' },
        planes: {
          defaultCluster: 'control-plane',
          static: [
            {
              ...PLANE,
              cluster: 'control-plane',
              store: 'bao',
              driver: 'openbao',
              driverConfig: {
                address: proxy.address,
                mount: 'secret',
                timeout: { milliseconds: 500 },
                pollInterval: { milliseconds: 300 },
                auth: {
                  token: {
                    value: kv.createToken({ policies: ['strongroom'] }),
                  },
                },
              },
            },
          ],
        },
        operations: {
          lease: { milliseconds: 300 },
          requestTimeout: { milliseconds: 300 },
        },
      },
    });
  }, 30_000);
  afterAll(async () => {
    await portal?.stop();
    await proxy?.stop();
    await kv?.stop();
  });

  const create = (name: string) =>
    portal.as('payments-dev').post(`/namespaces/${PAYMENTS}/secrets`, {
      name,
      type: 'Opaque',
      targetPlane: PLANE,
      data: { password: { value: 's3cr3t' } },
    });
  const entry = async (name: string) =>
    (await root.send('GET', `secret/metadata/${PAYMENTS}/generic/${name}`))
      ?.data;

  it('S0.7 S1.5 S2.10: creates, lists, shows and deletes a secret that stands in the store alone', async () => {
    const created = await create('database');
    expect(created.status).toBe(201);
    const path = `/namespaces/${PAYMENTS}/secrets/database`;
    await eventually(async () => {
      const shown = await portal.as('payments-dev').get(path);
      expect(shown.body).toMatchObject({
        driver: 'openbao',
        keys: ['password'],
        delivery: { state: 'Synced' },
        capabilities: { seesForeignWrites: true, versions: true },
      });
      expect(shown.body.etag).toBe(created.body.etag);
    });
    expect((await entry('database')).custom_metadata).toMatchObject({
      'managed-by': 'strongroom',
      installation: 'portal-a',
      namespace: PAYMENTS,
      name: 'database',
    });
    const { objects } = portal.world.clusters['control-plane'];
    const reference = await objects.get(
      {
        group: 'openchoreo.dev',
        version: 'v1alpha1',
        resource: 'secretreferences',
      },
      { namespace: PAYMENTS, name: 'database' },
    );
    expect(reference.metadata.labels).toMatchObject({
      'openchoreo.dev/managed-by': 'strongroom',
    });

    await root.send('POST', `secret/data/${PAYMENTS}/generic/database`, {
      data: { password: 'theirs', more: '1' },
    });
    const stale = await portal
      .as('payments-dev')
      .delete(path, { headers: { 'If-Match': created.body.etag } });
    expect([stale.status, stale.body.error.code]).toEqual([
      412,
      'VersionConflict',
    ]);
    const shown = await portal.as('payments-dev').get(path);
    const deleted = await portal
      .as('payments-dev')
      .delete(path, { headers: { 'If-Match': shown.body.etag } });
    expect(deleted.status).toBe(204);
    expect(await entry('database')).toBeUndefined();
  });

  it('T22: recovers from the journal alone what was written and not marked', async () => {
    let atTheMark: unknown;
    proxy.beforeNext('PATCH', async () => {
      atTheMark = await entry('interrupted');
      // the call never arrives, and its sender gives up
      await new Promise(() => {});
    });
    const interrupted = await create('interrupted');
    expect(interrupted.status).toBeGreaterThanOrEqual(500);
    expect(atTheMark).toMatchObject({
      current_version: 1,
      custom_metadata: null,
    });
    await eventually(async () => {
      expect(await entry('interrupted')).toBeUndefined();
    });
    const [{ intent }] = await portal
      .knex('operations')
      .where({ name: 'interrupted' })
      .select('intent');
    expect(JSON.parse(intent).fingerprint).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
    expect(intent).not.toContain('s3cr3t');
    await eventually(async () => {
      expect((await create('interrupted')).status).toBe(201);
    });
  });

  it('T36: says so when the store does not answer, and keeps what is known', async () => {
    expect((await create('kept')).status).toBe(201);
    const row = async () => {
      const listed = await portal
        .as('payments-dev')
        .get(`/secrets?namespace=${PAYMENTS}`);
      return listed.body.items.find(
        ({ name }: { name: string }) => name === 'kept',
      );
    };
    await eventually(async () =>
      expect((await row()).delivery.state).toBe('Synced'),
    );
    proxy.seal(true);
    try {
      await eventually(async () =>
        expect((await row()).delivery.state).toBe('Unreachable'),
      );
      const refused = await create('meanwhile');
      expect(refused.status).toBeGreaterThanOrEqual(500);
      expect(JSON.stringify(refused.body)).not.toMatch(/sealed|s3cr3t/);
      const planes = await portal
        .as('payments-dev')
        .get(`/namespaces/${PAYMENTS}/planes`);
      expect(
        planes.body.items.find(
          ({ name }: { name: string }) => name === PLANE.name,
        ),
      ).toMatchObject({
        store: {
          ready: false,
          message: 'The store is sealed; somebody has to unseal it.',
        },
      });
    } finally {
      proxy.seal(false);
    }
    await eventually(async () =>
      expect((await row()).delivery.state).toBe('Synced'),
    );
  });
});
