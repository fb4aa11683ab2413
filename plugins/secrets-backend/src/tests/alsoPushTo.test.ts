import { ConfigReader } from '@backstage/config';
import { readPlanes } from '../clusters/config/readPlanes';
import { PlaneConnector } from '../clusters/planes/PlaneConnector';
import { StoreDriverRegistry } from '../clusters';
import {
  draftOf,
  PLANE,
  PUSH_SECRETS,
  readStore,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { layOtherForm } from './__testUtils__/layOtherForm';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS, RUN } from './__testUtils__/tenants';

/** A further store, with a mount of its own and a token whose policy a test can change. */
const BACKUP = `backup-${RUN}`;
const PATH = `/namespaces/${PAYMENTS}/secrets`;
const STORES = {
  group: 'external-secrets.io',
  version: 'v1',
  resource: 'clustersecretstores',
};
/** External Secrets waits longer after each refusal. */
const HEALED_MS = 120_000;

const everything = ['create', 'read', 'update', 'delete', 'list'];

describe('further stores in the configuration', () => {
  const read = (alsoPushTo: string[], more: object = {}) =>
    readPlanes(
      new ConfigReader({
        planes: {
          static: [
            {
              kind: 'ClusterDataPlane',
              name: 'eu',
              cluster: 'main',
              store: 'own',
              alsoPushTo,
              ...more,
            },
          ],
        },
      }),
      ['main'],
    );

  it.each([
    [['own'], /names the plane's own store/],
    [['a', 'a'], /names a store twice/],
    [['a/b'], /cannot be the name/],
  ])('S3.3: are refused as %j', (stores, problem) => {
    expect(() => read(stores)).toThrow(problem);
  });

  it('S3.3: are refused for a driver that writes to one store alone', () => {
    const drivers = StoreDriverRegistry.create();
    drivers.addDriver('single', { validateConfig: () => undefined } as never);
    const connect = (alsoPushTo: string[]) =>
      PlaneConnector.create({
        clusters: { isGateway: () => false },
        drivers,
        config: {
          ...read(alsoPushTo, { driver: 'single' }),
          openchoreo: false,
        },
      } as never);
    expect(() => connect([])).not.toThrow();
    expect(() => connect(['backup'])).toThrow(
      /ClusterDataPlane eu: the driver single writes to one store alone/,
    );
  });
});

describe('a plane whose values go to a further store as well', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({
      secrets: {
        planes: {
          defaultCluster: 'control-plane',
          overrides: [{ ...PLANE, alsoPushTo: [BACKUP] }],
        },
      },
    });
    const { kv } = portal.world;
    const { objects } = portal.world.clusters['control-plane'];
    await kv.send('POST', `sys/mounts/${BACKUP}`, {
      type: 'kv',
      options: { version: '2' },
    });
    await allow(everything);
    await objects.create(SECRETS, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: BACKUP, namespace: 'external-secrets' },
      stringData: { token: await kv.createToken({ policies: [BACKUP] }) },
    } as never);
    const own: any = await objects.get(STORES, { name: 'default' });
    const { vault } = own.spec.provider;
    await objects.create(STORES, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: { name: BACKUP },
      spec: {
        provider: {
          vault: {
            ...vault,
            path: BACKUP,
            auth: {
              tokenSecretRef: { ...vault.auth.tokenSecretRef, name: BACKUP },
            },
          },
        },
      },
    } as never);
  }, 300_000);

  beforeEach(() => allow(everything));

  afterAll(async () => {
    await portal.world.kv.send('DELETE', `sys/mounts/${BACKUP}`);
    await portal.stop();
  });

  it('S3.3: shows each store by itself, and confirms a deletion when both have', async () => {
    expect((await create('both')).status).toBe(201);
    await settles('both', 'Synced', [
      ['saved', undefined, 'done'],
      ['pushed', 'default', 'done'],
      ['pushed', BACKUP, 'done'],
    ]);
    expect(await held('both')).toEqual([{ token: 'v' }, { token: 'v' }]);
    const details = await developer().get(`${PATH}/both`);
    expect([details.status, details.body.warnings]).toEqual([200, []]);
    expect((await developer().delete(`${PATH}/both`)).status).toBe(204);
    expect(await held('both')).toEqual([undefined, undefined]);
  });

  it(
    'S3.3: a further store that refuses neither hides that the own one has the value, nor is hidden by it, and heals',
    async () => {
      await allow(['read', 'list']);
      expect((await create('half')).status).toBe(201);
      await settles('half', 'Failed', [
        ['saved', undefined, 'done'],
        ['pushed', 'default', 'done'],
        ['pushed', BACKUP, 'failed'],
      ]);
      expect(await held('half')).toEqual([{ token: 'v' }, undefined]);
      const { body } = await developer().get(`${PATH}/half/delivery`);
      expect(body.message).toMatch(
        new RegExp(
          `^The push to the store ${BACKUP} failed: .* The plane's own store has the value\\.$`,
        ),
      );
      await allow(everything);
      await settles('half', 'Synced', [
        ['saved', undefined, 'done'],
        ['pushed', 'default', 'done'],
        ['pushed', BACKUP, 'done'],
      ]);
      expect(await held('half')).toEqual([{ token: 'v' }, { token: 'v' }]);

      await allow(['read', 'list']);
      const asked = await developer().delete(`${PATH}/half`);
      expect([asked.status, asked.body.delivery?.state]).toEqual([
        202,
        'Deleting',
      ]);
      expect((await held('half'))[1]).toEqual({ token: 'v' });
      expect((await developer().get(`${PATH}/half`)).status).toBe(200);
      await allow(everything);
      await eventually(async () => {
        expect((await developer().get(`${PATH}/half`)).status).toBe(404);
      }, HEALED_MS);
      expect(await held('half')).toEqual([undefined, undefined]);
    },
    3 * HEALED_MS,
  );

  it('T18: leaves the stores of what stands as they are, and says where they differ', async () => {
    await layOtherForm(portal, 'control-plane', 'standing', PLANE);
    await eventually(async () => {
      const { body } = await developer().get(`${PATH}/standing`);
      expect(body.warnings).toEqual([
        {
          field: 'targetPlane',
          message: expect.stringContaining(`not to ${BACKUP}`),
        },
      ]);
    });
    const { objects } = portal.world.clusters['control-plane'];
    const pushSecret: any = await objects.get(PUSH_SECRETS, {
      namespace: `openchoreo-kv-${PAYMENTS}`,
      name: 'standing',
    });
    expect(pushSecret.spec.secretStoreRefs).toEqual([
      { kind: 'ClusterSecretStore', name: 'default' },
    ]);
  });

  function developer() {
    return portal.as('payments-dev');
  }

  function create(name: string) {
    return developer().post(PATH, draftOf(name, { token: 'v' }));
  }

  /** What the plane's own store and the further one hold. */
  async function held(name: string) {
    const path = `${PAYMENTS}/generic/${name}`;
    const { body } = await portal.world.kv.send(
      'GET',
      `${BACKUP}/data/secret/${path}`,
    );
    return [await readStore(portal, path), body.data?.data ?? undefined];
  }

  async function settles(
    name: string,
    state: string,
    steps: Array<[step: string, store: string | undefined, state: string]>,
  ) {
    await eventually(async () => {
      const { body } = await developer().get(`${PATH}/${name}/delivery`);
      expect(
        body.steps.map((step: any) => [step.step, step.store, step.state]),
      ).toEqual(steps);
      expect(body.state).toBe(state);
    }, HEALED_MS);
  }

  /** What the further store's token may do from now on. */
  async function allow(capabilities: string[]): Promise<void> {
    await portal.world.kv.setPolicy(
      BACKUP,
      `path "${BACKUP}/*" { capabilities = ${JSON.stringify(capabilities)} }
       path "auth/token/lookup-self" { capabilities = ["read"] }`,
    );
  }
});
