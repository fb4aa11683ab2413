import { ContractClient } from './__testUtils__/ContractClient';
import {
  draftOf,
  objectsOf,
  PUSH_SECRETS,
  readStore,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { observeSecret } from './__testUtils__/observeSecret';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

const PATH = `/namespaces/${PAYMENTS}/secrets`;
const PATIENCE_MS = 60_000;
const GONE = {
  reference: false,
  secret: false,
  pushSecret: false,
  listed: false,
};

describe('a deletion that does not come to its end', () => {
  let portal: TestPortal;
  let developer: ContractClient;

  beforeAll(async () => {
    portal = await startPortal({
      clusters: ['control-plane'],
      secrets: {
        operations: {
          lease: { seconds: 1 },
          requestTimeout: { seconds: 2 },
          deadline: { seconds: 3 },
        },
      },
    });
    developer = portal.as('payments-dev');
  }, 300_000);

  afterAll(async () => {
    await portal.world.kv.unseal();
    await portal.stop();
  }, 120_000);

  it('T22, S3.6: says why, is tried again by whoever deletes once more, lets nobody use the name, and ends when the store is back', async () => {
    await create('sealed');
    await portal.world.kv.seal();
    try {
      const first = await remove('sealed');
      expect([first.status, first.body.delivery.state]).toEqual([
        202,
        'Deleting',
      ]);
      await eventually(async () => {
        const { body } = await developer.get(`${PATH}/sealed/delivery`);
        expect(body).toMatchObject({
          state: 'Deleting',
          message: expect.stringContaining('the store is sealed'),
        });
        expect(JSON.stringify(body.steps)).toContain('deleted once more');
      }, PATIENCE_MS);

      for (const refused of [
        await developer.post(PATH, draftOf('sealed')),
        await developer.post(`${PATH}/sealed/sync`, undefined),
      ]) {
        expect([refused.status, refused.body.error.code]).toEqual([
          409,
          'OperationInProgress',
        ]);
      }
      const again = await remove('sealed');
      expect([again.status, again.body.delivery.state]).toEqual([
        202,
        'Deleting',
      ]);
      const { etag: _, ...summary } = again.body;
      expect(summary).toMatchObject({ namespace: PAYMENTS, name: 'sealed' });
      expect(
        await portal.knex('operations').where({ name: 'sealed' }),
      ).toHaveLength(
        // the create and the one delete, which every later one is a retry of
        2,
      );
    } finally {
      await portal.world.kv.unseal();
    }
    await eventually(async () => {
      expect((await remove('sealed')).status).toBe(404);
    }, PATIENCE_MS);
    expect(await observeSecret(portal, PAYMENTS, 'sealed')).toEqual({
      ...GONE,
      stored: undefined,
    });
    const rows = await recordOf('sealed');
    expect(rows[0]).toMatchObject({ outcome: 'intent', reason: null });
    expect(rows[1]).toMatchObject({
      outcome: 'intent',
      reason: 'Asked to be tried again at once.',
      operation_id: rows[0].operation_id,
      actor: 'user:default/payments-dev',
    });
    expect(rows.filter(({ outcome }) => outcome === 'success')).toHaveLength(1);
  }, 180_000);

  it('T22: answers 204 to a retry that ends in time', async () => {
    await create('late');
    const { faults } = portal.world.clusters['control-plane'];
    const disarm = faults.add({
      match: { verb: 'delete', resource: 'secrets', name: 'late' },
      effect: { type: 'status', code: 503 },
    });
    expect((await remove('late')).status).toBe(202);
    const { body } = await developer.get(`${PATH}/late/delivery`);
    expect(body.message).toContain('outstanding');
    disarm();
    await eventually(async () => {
      expect([204, 404]).toContain((await remove('late')).status);
    }, PATIENCE_MS);
    expect(await observeSecret(portal, PAYMENTS, 'late')).toEqual({
      ...GONE,
      stored: undefined,
    });
  }, 120_000);

  it('T22, T23: can be given up, and the record says what stays in the store and where; the name is free then', async () => {
    await create('given-up', { token: 'stays' });
    await portal.world.kv.seal();
    try {
      expect((await remove('given-up')).status).toBe(202);
      await releasedOnce('given-up');
      await age('given-up');
      const finding = await stuckFinding('given-up', 'the store is sealed');

      const denied = await repair('frontend-dev', finding.id, 'giveUp');
      expect([denied.status, denied.body.error.code]).toEqual([
        404,
        expect.any(String),
      ]);
      const retried = await repair('platform', finding.id, 'retry');
      expect(retried.status).toBe(200);
      const preview = await repair('platform', finding.id, 'giveUp', true);
      expect(preview.status).toBe(200);
      expect(await objectsOf(portal, PAYMENTS)).toContain(
        'pushsecrets/given-up',
      );

      const done = await repair('platform', finding.id, 'giveUp');
      expect(done.status).toBe(200);
      await eventually(async () => {
        expect(await objectsOf(portal, PAYMENTS)).toEqual([]);
      }, PATIENCE_MS);
      expect((await developer.get(`${PATH}/given-up`)).status).toBe(404);
    } finally {
      await portal.world.kv.unseal();
    }
    expect(await observeSecret(portal, PAYMENTS, 'given-up')).toEqual({
      ...GONE,
      stored: 'stays',
    });
    const rows = await recordOf('given-up');
    const last = rows.at(-1)!;
    expect(last).toMatchObject({
      action: 'secret-delete',
      outcome: 'success',
      reason:
        'Given up: the store default has not confirmed the deletion, and may keep the value under the path of the secret.',
      plane: 'ClusterDataPlane/default',
    });
    const asked = rows.find(({ reason }) => reason?.includes('is given up'))!;
    expect(asked).toMatchObject({
      actor: 'user:default/platform',
      operation_id: last.operation_id,
    });
    expect(JSON.parse(asked.attributes)).toMatchObject({
      remoteKey: `secret/${PAYMENTS}/generic/given-up`,
    });
    await create('given-up', { token: 'anew' });
    expect(await readStore(portal, `${PAYMENTS}/generic/given-up`)).toEqual({
      token: 'anew',
    });
  }, 180_000);

  it('T22, T19: is refused before any effect while another controller holds the PushSecret, which would be pushed again', async () => {
    await create('held');
    const { objects } = portal.world.clusters['control-plane'];
    const place = { namespace: `openchoreo-kv-${PAYMENTS}`, name: 'held' };
    const { finalizers = [] } = (await objects.get(PUSH_SECRETS, place))
      .metadata;
    await objects.mergePatch(PUSH_SECRETS, place, {
      metadata: { finalizers: [...finalizers, 'example.com/backup'] },
    });
    const { status, body } = await remove('held');
    expect([status, body.error.code]).toEqual([409, 'NotOwned']);
    expect(await observeSecret(portal, PAYMENTS, 'held')).toEqual({
      reference: true,
      secret: true,
      pushSecret: true,
      listed: true,
      stored: 'value',
    });
    expect(await operation('held')).toEqual([]);
    await objects.mergePatch(PUSH_SECRETS, place, {
      metadata: { finalizers },
    });
    expect((await remove('held')).status).toBe(204);
  }, 60_000);

  const remove = (name: string) => developer.delete(`${PATH}/${name}`);
  const operation = (name: string) =>
    portal.knex('operations').where({ name, kind: 'delete', state: 'running' });

  async function create(name: string, values?: Record<string, string>) {
    expect((await developer.post(PATH, draftOf(name, values))).status).toBe(
      201,
    );
    await eventually(async () => {
      const { body } = await developer.get(`${PATH}/${name}/delivery`);
      expect(body.state).toBe('Synced');
    }, PATIENCE_MS);
  }

  /** Waits until its first try has ended without success. */
  async function releasedOnce(name: string) {
    await eventually(async () => {
      const [row] = await operation(name);
      expect(row.cause).not.toBeNull();
    }, PATIENCE_MS);
  }

  /** As if it had been asked for long ago. */
  async function age(name: string) {
    await operation(name).update({ started_at: Date.now() - 600_000 });
  }

  async function stuckFinding(name: string, why: string): Promise<any> {
    let found: any;
    await eventually(async () => {
      const { body } = await portal
        .as('platform')
        .get(`/findings?namespace=${PAYMENTS}&kind=StuckDelete`);
      found = body.items.find((item: any) => item.name === name);
      expect(found?.sentence).toContain(why);
    }, PATIENCE_MS);
    return found;
  }

  async function repair(
    user: string,
    finding: string,
    action: string,
    dryRun = false,
  ) {
    return portal
      .as(user)
      .post(`/findings/${finding}/repair${dryRun ? '?dryRun=true' : ''}`, {
        action,
      });
  }

  async function recordOf(name: string): Promise<any[]> {
    return portal
      .knex('record')
      .where({ name, action: 'secret-delete' })
      .orderBy('seq');
  }
});
