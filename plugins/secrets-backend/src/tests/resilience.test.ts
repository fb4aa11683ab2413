import { KubernetesObject } from '@strongroom/embedded-cluster';
import {
  draftOf,
  NAMESPACES,
  objectsOf,
  PLANE,
  readStore,
  referenceOf,
  REFERENCES,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { leaveTestFoundations } from './__testUtils__/layTestFoundations';
import { outageOf } from './__testUtils__/planeOutage';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

const CLUSTER = 'control-plane';
const PATIENCE_MS = 180_000;
const POLICY =
  'path "secret/*" { capabilities = ["create", "read", "update", "patch", "delete", "list"] }';
const TOKEN_SECRET = { name: 'token', namespace: 'external-secrets' };

/** Something that happens to the store, and what is said of it. */
interface StoreFailure {
  begins(): Promise<unknown>;
  ends(): Promise<unknown>;
  sentence: RegExp;
}

describe('what breaks is shown and heals without a restart of the backend', () => {
  let portal: TestPortal;
  let token: string;

  beforeAll(async () => {
    portal = await startPortal({ linked: [CLUSTER] });
    // Without a proxy in between, so that a store that ended refuses connections.
    await leaveTestFoundations(portal.world);
    await portal.world.kv.setPolicy('external-secrets', POLICY);
    await renewToken();
    await create('kept');
    await eventually(async () => {
      expect(await stateOf('kept')).toBe('Synced');
    }, PATIENCE_MS);
  }, PATIENCE_MS);

  afterAll(async () => {
    if (portal) {
      await giveToken(portal.world.kv.token);
      await portal.stop();
    }
  }, 120_000);

  const developer = () => portal.as('payments-dev');
  const cluster = () => portal.world.clusters[CLUSTER];
  const pathOf = (name: string) => `/namespaces/${PAYMENTS}/secrets/${name}`;

  const create = (name: string, values?: Record<string, string>) =>
    developer().post(`/namespaces/${PAYMENTS}/secrets`, draftOf(name, values));

  const list = async () => (await developer().get('/secrets')).body;

  const deliveryOf = async (name: string) =>
    (await list()).items.find((row: any) => row.name === name)?.delivery;

  const stateOf = async (name: string) => (await deliveryOf(name))?.state;

  const becomes = (name: string, state: string | undefined) =>
    eventually(async () => {
      expect(await stateOf(name)).toBe(state);
    }, PATIENCE_MS);

  async function remove(name: string) {
    await developer().delete(pathOf(name));
    await becomes(name, undefined);
  }

  const storeOfPlane = async () => {
    const { body } = await developer().get(`/namespaces/${PAYMENTS}/planes`);
    const plane = body.items.find(({ kind }: any) => kind === PLANE.kind);
    return { reachable: plane.reachable, ...plane.store };
  };

  async function giveToken(value: string) {
    await cluster().objects.ensure(SECRETS, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: TOKEN_SECRET,
      stringData: { token: value },
    });
  }

  async function renewToken() {
    token = await portal.world.kv.createToken({
      policies: ['external-secrets'],
    });
    await giveToken(token);
  }

  const failures: Record<string, () => StoreFailure> = {
    'the store is stopped': () => ({
      begins: () => portal.world.kv.kill(),
      ends: () => portal.world.kv.start(),
      sentence: /cannot reach the store|cannot log in to the store/,
    }),
    'the store is sealed': () => ({
      begins: () => portal.world.kv.seal(),
      ends: () => portal.world.kv.unseal(),
      sentence: /the store is sealed|cannot log in to the store/,
    }),
    'the token of External Secrets is revoked': () => ({
      begins: () =>
        portal.world.kv.send('POST', 'auth/token/revoke', { token }),
      ends: () => renewToken(),
      sentence: /its credentials are wrong|cannot log in to the store/,
    }),
  };

  it.each(Object.entries(failures))(
    'T36: %s: a create fails with the cause, a delete waits, the plane says so, and all of it goes on by itself',
    async (_title, failure) => {
      await create('doomed');
      await becomes('doomed', 'Synced');
      const { begins, ends, sentence } = failure();
      await begins();
      try {
        await eventually(async () => {
          expect(await storeOfPlane()).toEqual({
            name: 'default',
            reachable: true,
            ready: false,
            message:
              'External Secrets cannot reach the secret store or log in to it.',
          });
        }, PATIENCE_MS);
        expect((await create('during')).status).toBe(201);
        await becomes('during', 'Failed');
        const { body } = await developer().get(`${pathOf('during')}/delivery`);
        expect(body.state).toBe('Failed');
        expect(body.message).toMatch(
          new RegExp(`${sentence.source}|the secret store is not ready`),
        );
        expect(JSON.stringify(body)).not.toMatch(
          /127\.0\.0\.1|refused|http|Vault|permission/,
        );
        const removed = await developer().delete(pathOf('doomed'));
        expect(removed.status).toBe(202);
        expect(await stateOf('doomed')).toBe('Deleting');
        // What the store confirmed before stands, and the plane itself answers.
        expect(await stateOf('kept')).toBe('Synced');
        expect((await list()).problems).toEqual([]);
      } finally {
        await ends();
      }
      await eventually(async () => {
        expect(await storeOfPlane()).toMatchObject({ ready: true });
      }, PATIENCE_MS);
      await becomes('during', 'Synced');
      await becomes('doomed', undefined);
      expect(await readStore(portal, `${PAYMENTS}/generic/during`)).toEqual({
        token: 'value',
      });
      expect(
        await readStore(portal, `${PAYMENTS}/generic/doomed`),
      ).toBeUndefined();
      await remove('during');
    },
    PATIENCE_MS * 3,
  );

  it(
    'T36: an entry over the size limit of the store fails with that cause, and a smaller one takes its place',
    async () => {
      // Each of these letters is six in the JSON that the store keeps.
      const large = '\u0001'.repeat(300 * 1024);
      expect((await create('large', { token: large })).status).toBe(201);
      await becomes('large', 'Failed');
      expect((await deliveryOf('large')).message).toBe(
        'The push failed: the value is too large for the store.',
      );
      await remove('large');
      expect((await create('large')).status).toBe(201);
      await becomes('large', 'Synced');
      await remove('large');
    },
    PATIENCE_MS * 2,
  );

  it(
    'T36: without External Secrets a create is Pushing, after a minute Failed for want of an answer, and Synced when it runs again',
    async () => {
      await cluster().externalSecrets?.kill();
      try {
        const created = await create('unanswered');
        expect(created.status).toBe(201);
        expect(created.body.delivery.state).toBe('Pushing');
        const pushing = await deliveryOf('unanswered');
        expect(pushing.state).toBe('Pushing');
        await becomes('unanswered', 'Failed');
        const failed = await deliveryOf('unanswered');
        expect(failed.message).toBe(
          'There is no answer from External Secrets.',
        );
        expect(Date.parse(failed.since) - Date.parse(pushing.since)).toBe(
          60_000,
        );
        expect(await stateOf('kept')).toBe('Synced');
      } finally {
        await cluster().externalSecrets?.start();
      }
      await becomes('unanswered', 'Synced');
      await remove('unanswered');
    },
    PATIENCE_MS * 2,
  );

  it(
    'T36: the API server ends and is started again: what was known is shown with its age, writes are refused, and watches go on',
    async () => {
      const outage = outageOf(portal, CLUSTER);
      await outage.dies();
      try {
        await becomes('kept', 'Unreachable');
        const { items, problems } = await list();
        expect(items[0].delivery.message).toMatch(
          /does not answer; the last known state, \d.* old, is Synced/,
        );
        expect(problems.map(({ code }: any) => code)).toContain(
          'PlaneUnreachable',
        );
        for (const refused of [
          await create('refused'),
          await developer().delete(pathOf('kept')),
        ]) {
          expect([502, 504]).toContain(refused.status);
          expect(['PlaneUnreachable', 'Timeout']).toContain(
            refused.body.error.code,
          );
          expect(refused.text).not.toMatch(/ECONN|socket|127\.0\.0\.1/);
        }
        await eventually(async () => {
          expect((await developer().get('/health')).status).toBe(503);
        }, PATIENCE_MS);
      } finally {
        await outage.comesBack();
      }
      await eventually(async () => {
        expect((await developer().get('/health')).status).toBe(200);
        expect((await list()).problems).toEqual([]);
      }, PATIENCE_MS);
      await becomes('kept', 'Synced');
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
      await addByHand('by-hand');
      await becomes('by-hand', 'Unknown');
      await removeByHand('by-hand');
      await becomes('by-hand', undefined);
    },
    PATIENCE_MS * 3,
  );

  it(
    'T36: history that was compacted while the portal was cut off is no loss: it reads everything anew',
    async () => {
      await addByHand('removed-meanwhile');
      await becomes('removed-meanwhile', 'Unknown');
      portal.links[CLUSTER].cut();
      await removeByHand('removed-meanwhile');
      await addByHand('added-meanwhile');
      // Otherwise the last change of the kind is still the newest of all.
      await cluster().objects.create(NAMESPACES, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: `${PAYMENTS}-later` },
      } as KubernetesObject);
      await cluster().compact();
      const { requestLog } = cluster();
      requestLog.clear();
      await portal.links[CLUSTER].mend();
      await becomes('added-meanwhile', 'Unknown');
      await becomes('removed-meanwhile', undefined);
      await eventually(async () => {
        expect((await list()).problems).toEqual([]);
      }, PATIENCE_MS);
      await becomes('kept', 'Synced');
      const asked = requestLog.entries
        .filter(({ resource }) => resource === 'secretreferences')
        .map(({ verb }) => verb);
      expect(asked[0]).toBe('watch');
      expect(asked).toContain('list');
      await removeByHand('added-meanwhile');
      await becomes('added-meanwhile', undefined);
    },
    PATIENCE_MS * 2,
  );

  const addByHand = (name: string) =>
    cluster().objects.create(REFERENCES, referenceOf(PAYMENTS, name));

  const removeByHand = (name: string) =>
    cluster().objects.delete(REFERENCES, { namespace: PAYMENTS, name });
});
