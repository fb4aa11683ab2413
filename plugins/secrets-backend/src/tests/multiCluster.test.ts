import { Authority, createAuthority } from '@strongroom/real-cluster';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentOf } from '../clusters/gateway/__testUtils__/agentOf';
import {
  ClientFiles,
  clientFilesIn,
  presentCertificate,
} from '../clusters/gateway/__testUtils__/presentCertificate';
import {
  startGateway,
  TestGateway,
} from '../clusters/gateway/__testUtils__/startGateway';
import { draftOf, objectsOf, PLANE, readStore } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { Outage, outageOf } from './__testUtils__/planeOutage';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

/** The plane behind the gateway; `PLANE` is reached directly. */
const WORKFLOWS = { kind: 'ClusterWorkflowPlane', name: 'default' };
const PATIENCE_MS = 120_000;
/** Longer than anything else takes, so that what waits for a plane that hangs is seen to wait. */
const TIMEOUT = { seconds: 25 };

const ways: Array<[way: string, plane: typeof PLANE, cluster: string]> = [
  ['directly', PLANE, 'plane-1'],
  ['through the gateway', WORKFLOWS, 'plane-2'],
];

describe('a control plane and two planes', () => {
  let folder: string;
  let files: ClientFiles;
  let authority: Authority;
  let gateway: TestGateway;
  let portal: TestPortal;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clusters-'));
    files = clientFilesIn(folder);
    authority = await createAuthority('gateway');
    await writeFile(files.caFile, authority.cert);
    await presentCertificate(files, authority, 'portal');
    gateway = await startGateway({
      server: await authority.issue({
        commonName: 'gateway',
        usages: ['server'],
      }),
      clientAuthority: authority.cert,
      limitMs: 29_000,
    });
    const path = join(folder, 'kubeconfig');
    const direct = (name: string) => ({
      name,
      kubeconfig: { path, context: name },
      timeout: TIMEOUT,
    });
    portal = await startPortal({
      clusters: ['control-plane', 'plane-1', 'plane-2'],
      kubeconfigPath: path,
      linked: ['plane-1'],
      secrets: {
        clusters: [
          direct('control-plane'),
          direct('plane-1'),
          {
            name: 'gateway',
            gateway: { url: gateway.url, ...files },
            timeout: TIMEOUT,
          },
        ],
        planes: {
          overrides: [
            { ...PLANE, cluster: 'plane-1' },
            { ...WORKFLOWS, cluster: 'gateway' },
          ],
        },
        operations: {
          lease: { seconds: 1 },
          requestTimeout: { seconds: 1 },
          deadline: { seconds: 40 },
        },
      },
    });
    await connectAgent();
    await create('direct', PLANE);
    await create('behind', WORKFLOWS);
    await settled({ direct: 'Synced', behind: 'Synced' });
  }, 180_000);

  afterAll(async () => {
    await portal?.stop();
    await gateway?.stop();
    await rm(folder, { recursive: true });
  }, 120_000);

  const developer = () => portal.as('payments-dev');
  const pathOf = (name: string) => `/namespaces/${PAYMENTS}/secrets/${name}`;
  const rowOn = (plane: typeof PLANE) =>
    plane === PLANE ? 'direct' : 'behind';
  const elsewhere = (plane: typeof PLANE) =>
    plane === PLANE ? WORKFLOWS : PLANE;

  const connectAgent = async () =>
    gateway.agents.set('workflowplane/default', {
      resources: ['/default'],
      cluster: await agentOf(portal.world.clusters['plane-2']),
    });

  const create = (name: string, targetPlane: typeof PLANE) =>
    developer().post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf(name, undefined, { targetPlane }),
    );

  /** Removes a secret and waits until its store has confirmed it. */
  async function remove(name: string) {
    await developer().delete(pathOf(name));
    await eventually(async () => {
      expect(await states()).not.toHaveProperty(name);
    }, PATIENCE_MS);
  }

  const states = async () => {
    const { body } = await developer().get('/secrets');
    return Object.fromEntries(
      body.items.map(({ name, delivery }: any) => [name, delivery.state]),
    );
  };

  const settled = (expected: Record<string, string>) =>
    eventually(async () => {
      expect(await states()).toEqual(expected);
    }, PATIENCE_MS);

  it.each(ways)(
    'S2.10 S2.11: does the whole main job on a plane that is reached %s',
    async (_way, plane, cluster) => {
      const created = await create('database', plane);
      expect(created.status).toBe(201);
      const listed = await developer().get(`/secrets?namespace=${PAYMENTS}`);
      expect(listed.body.items.map(({ name }: any) => name).sort()).toEqual([
        'behind',
        'database',
        'direct',
      ]);
      await eventually(async () => {
        expect((await states()).database).toBe('Synced');
      }, PATIENCE_MS);
      expect(await readStore(portal, `${PAYMENTS}/generic/database`)).toEqual({
        token: 'value',
      });
      const details = await developer().get(pathOf('database'));
      expect(details.status).toBe(200);
      expect(details.body).toMatchObject({
        targetPlane: plane,
        keys: ['token'],
        driver: 'external-secrets',
        warnings: [],
        etag: created.body.etag,
      });
      const planeNamespace = `openchoreo-kv-${PAYMENTS}`;
      const secrets = { group: '', version: 'v1', resource: 'secrets' };
      const { objects } = portal.world.clusters[cluster];
      expect(
        await objects.find(secrets, {
          namespace: planeNamespace,
          name: 'database',
        }),
      ).toBeDefined();

      const removed = await developer().delete(pathOf('database'), {
        headers: { 'If-Match': details.body.etag },
      });
      expect(removed.status).toBe(204);
      expect((await developer().get(pathOf('database'))).status).toBe(404);
      expect(
        await readStore(portal, `${PAYMENTS}/generic/database`),
      ).toBeUndefined();
      expect(
        (await objectsOf(portal, PAYMENTS)).filter(name =>
          name.endsWith('/database'),
        ),
      ).toEqual([]);
    },
    PATIENCE_MS,
  );

  it('T12 T31: asks the gateway for nothing but the paths of the one plane, without a token and without a stream', () => {
    expect(gateway.requests.length).toBeGreaterThan(0);
    for (const { url, authorization, client } of gateway.requests) {
      expect(url).toMatch(
        /^\/api\/proxy\/workflowplane\/default\/_cluster\/default\/k8s\/apis?\//,
      );
      expect(url).not.toMatch(/watch=true|\/\/|\.\./);
      if (url.includes('watch=')) {
        expect(url).toMatch(/[?&]watch=1&.*timeoutSeconds=[1-5](&|$)/);
      }
      expect([authorization, client]).toEqual([undefined, 'portal']);
    }
  });

  it.each(ways)(
    'T36: a plane that is reached %s dies: its rows say so with what was known, the others stay as they are, and it heals by itself',
    async (_way, plane, cluster) => {
      const outage = outageOf(portal, cluster);
      await isAway(plane, outage, async () => {
        await outage.dies();
        const refused = await create('refused', plane);
        expect([502, 504]).toContain(refused.status);
        expect(['PlaneUnreachable', 'Timeout']).toContain(
          refused.body.error.code,
        );
        expect(refused.body.error.message).not.toMatch(
          /ECONN|socket|127\.0\.0\.1|proxy|tunnel/,
        );
      });
    },
    PATIENCE_MS * 3,
  );

  it.each(ways)(
    'T36 T37: a plane that is reached %s hangs: nobody else waits for it, and it heals by itself',
    async (_way, plane, cluster) => {
      const outage = outageOf(portal, cluster);
      await isAway(plane, outage, async () => {
        await outage.hangs();
        const answered: string[] = [];
        const hanging = create('refused', plane).then(answer => {
          answered.push('the create on the plane that hangs');
          return answer;
        });
        const row = rowOn(elsewhere(plane));
        for (const path of [
          '/secrets',
          '/namespaces',
          pathOf(row),
          `${pathOf(row)}/delivery`,
          `/namespaces/${PAYMENTS}/planes`,
          '/health',
        ]) {
          expect((await developer().get(path)).status).toBe(200);
          answered.push(path);
        }
        const meanwhile = await create('meanwhile', elsewhere(plane));
        expect(meanwhile.status).toBe(201);
        expect(answered).toHaveLength(6);
        const refused = await hanging;
        expect([502, 504]).toContain(refused.status);
        expect(['PlaneUnreachable', 'Timeout']).toContain(
          refused.body.error.code,
        );
        await remove('meanwhile');
      });
    },
    PATIENCE_MS * 3,
  );

  it('T36: a plane whose agent went is away, and back when the agent is', async () => {
    await isAway(
      WORKFLOWS,
      {
        comesBack: async () => {
          await connectAgent();
        },
      },
      async () => {
        gateway.agents.clear();
        const refused = await create('refused', WORKFLOWS);
        expect(refused).toMatchObject({
          status: 502,
          body: { error: { code: 'PlaneUnreachable' } },
        });
        expect(JSON.stringify(refused.body)).not.toMatch(/agents found|proxy/);
      },
    );
  }, 240_000);

  it('T32: the certificate by which the gateway knows the portal is rotated while it runs', async () => {
    const next = await createAuthority('next');
    gateway.trust(next.cert);
    await settled({ direct: 'Synced', behind: 'Unreachable' });
    await presentCertificate(files, next, 'portal-next');
    await settled({ direct: 'Synced', behind: 'Synced' });
    expect(gateway.requests.at(-1)?.client).toBe('portal-next');
    expect((await create('rotated', WORKFLOWS)).status).toBe(201);
    await remove('rotated');
  }, 240_000);

  /**
   * Demands all that must hold while one plane is away, then lets it come back and waits until everything is as before.
   * @param refuse - what is refused meanwhile; nothing of the name `refused` may be left of it
   */
  async function isAway(
    plane: typeof PLANE,
    { comesBack }: Pick<Outage, 'comesBack'>,
    refuse: () => Promise<void>,
  ) {
    const [gone, other] = [rowOn(plane), rowOn(elsewhere(plane))];
    try {
      await refuse();
      await settled({ [gone]: 'Unreachable', [other]: 'Synced' });
      const list = await developer().get('/secrets');
      expect(list.body.problems).toEqual([
        {
          plane,
          code: 'PlaneUnreachable',
          message: expect.stringMatching(/has not answered for \d+/),
        },
      ]);
      const row = list.body.items.find(({ name }: any) => name === gone);
      expect(row.delivery.message).toMatch(
        /does not answer; the last known state, \d.* old, is Synced/,
      );
      const planes = await developer().get(`/namespaces/${PAYMENTS}/planes`);
      expect(
        planes.body.items.map(({ kind, reachable, store }: any) => [
          kind,
          reachable,
          store.ready,
        ]),
      ).toEqual(
        [PLANE, WORKFLOWS].map(({ kind }) => [
          kind,
          kind !== plane.kind,
          kind !== plane.kind,
        ]),
      );
      expect((await developer().get('/health')).status).toBe(200);
      expect((await create('elsewhere', elsewhere(plane))).status).toBe(201);
      await eventually(async () => {
        expect((await states()).elsewhere).toBe('Synced');
      }, PATIENCE_MS);
      await remove('elsewhere');
    } finally {
      await comesBack();
    }
    await settled({ direct: 'Synced', behind: 'Synced' });
    expect((await developer().get('/secrets')).body.problems).toEqual([]);
    await eventually(async () => {
      expect(
        await portal.knex('operations').where({ state: 'running' }),
      ).toEqual([]);
    }, PATIENCE_MS);
    expect(
      (await objectsOf(portal, PAYMENTS)).filter(name =>
        name.endsWith('/refused'),
      ),
    ).toEqual([]);
    expect(await readStore(portal, `${PAYMENTS}/generic/refused`)).toBe(
      undefined,
    );
    expect((await create('again', plane)).status).toBe(201);
    await eventually(async () => {
      expect((await states()).again).toBe('Synced');
    }, PATIENCE_MS);
    await remove('again');
  }
});
