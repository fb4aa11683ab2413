import { setTimeout as sleep } from 'node:timers/promises';
import { ContractClient } from './__testUtils__/ContractClient';
import {
  draftOf,
  objectsOf,
  PUSH_SECRETS,
  readStore,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { observeSecret } from './__testUtils__/observeSecret';
import {
  Deletions,
  GONE,
  PATIENCE_MS,
  SECRETS_PATH,
  startDeletions,
} from './__testUtils__/startDeletions';
import { TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

/** External Secrets tries a call of the store for so long, also after the object that it makes it for is gone. */
const LAST_TRY_MS = { embedded: 0, real: 10_000 };

describe('a deletion that does not come to its end', () => {
  let deletions: Deletions;
  let portal: TestPortal;
  let developer: ContractClient;

  beforeAll(async () => {
    deletions = await startDeletions();
    ({ portal, developer } = deletions);
  }, 300_000);

  afterAll(() => deletions.stop(), 120_000);

  it('T22, S3.6: says why, is tried again by whoever deletes once more, lets nobody use the name, and ends when the store is back', async () => {
    await deletions.create('sealed');
    await portal.world.kv.seal();
    try {
      const first = await deletions.remove('sealed');
      expect([first.status, first.body.delivery.state]).toEqual([
        202,
        'Deleting',
      ]);
      await eventually(async () => {
        const { body } = await developer.get(`${SECRETS_PATH}/sealed/delivery`);
        expect(body).toMatchObject({
          state: 'Deleting',
          message: expect.stringContaining('the store is sealed'),
        });
        expect(JSON.stringify(body.steps)).toContain('deleted once more');
      }, PATIENCE_MS);

      for (const refused of [
        await developer.post(SECRETS_PATH, draftOf('sealed')),
        await developer.post(`${SECRETS_PATH}/sealed/sync`, undefined),
      ]) {
        expect([refused.status, refused.body.error.code]).toEqual([
          409,
          'OperationInProgress',
        ]);
      }
      const seen = (await developer.get(`${SECRETS_PATH}/sealed`)).body;
      expect(seen.delivery.state).toBe('Deleting');
      const changed = await developer.patch(
        `${SECRETS_PATH}/sealed`,
        { description: 'too late' },
        { headers: { 'If-Match': seen.etag } },
      );
      expect([changed.status, changed.body.error.code]).toEqual([
        409,
        'OperationInProgress',
      ]);
      // whoever wants it gone joins what runs, also with the tag of something that is not there any more
      const late = await deletions.remove('sealed', {
        'If-Match': '"of-another-time"',
      });
      expect([late.status, late.body.delivery.state]).toEqual([
        202,
        'Deleting',
      ]);
      const again = await deletions.remove('sealed');
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
      expect((await deletions.remove('sealed')).status).toBe(404);
    }, PATIENCE_MS);
    expect(await observeSecret(portal, PAYMENTS, 'sealed')).toEqual({
      ...GONE,
      stored: undefined,
    });
    const rows = await deletions.recordOf('sealed');
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
    await deletions.create('late');
    const { faults } = portal.world.clusters['control-plane'];
    const disarm = faults.add({
      match: { verb: 'delete', resource: 'secrets', name: 'late' },
      effect: { type: 'status', code: 503 },
    });
    expect((await deletions.remove('late')).status).toBe(202);
    const { body } = await developer.get(`${SECRETS_PATH}/late/delivery`);
    expect(body.message).toContain('outstanding');
    disarm();
    await eventually(async () => {
      expect([204, 404]).toContain((await deletions.remove('late')).status);
    }, PATIENCE_MS);
    expect(await observeSecret(portal, PAYMENTS, 'late')).toEqual({
      ...GONE,
      stored: undefined,
    });
  }, 120_000);

  it('T22, T23: can be given up, and the record says what stays in the store and where; the name is free then', async () => {
    await deletions.create('given-up', { token: 'stays' });
    await portal.world.kv.seal();
    try {
      expect((await deletions.remove('given-up')).status).toBe(202);
      await deletions.releasedOnce('given-up');
      await deletions.age('given-up');
      const finding = await deletions.stuckFinding(
        'given-up',
        'the store is sealed',
      );

      const denied = await deletions.repair(
        'frontend-dev',
        finding.id,
        'giveUp',
      );
      expect([denied.status, denied.body.error.code]).toEqual([
        404,
        expect.any(String),
      ]);
      const retried = await deletions.repair('platform', finding.id, 'retry');
      expect([retried.status, retried.body.settled]).toEqual([202, false]);
      const preview = await deletions.repair(
        'platform',
        finding.id,
        'giveUp',
        true,
      );
      expect(preview.status).toBe(200);
      expect(await objectsOf(portal, PAYMENTS)).toContain(
        'pushsecrets/given-up',
      );

      const done = await deletions.repair('platform', finding.id, 'giveUp');
      expect([
        [200, true],
        [202, false],
      ]).toContainEqual([done.status, done.body.settled]);
      await eventually(async () => {
        expect(await objectsOf(portal, PAYMENTS)).toEqual([]);
      }, PATIENCE_MS);
      expect((await developer.get(`${SECRETS_PATH}/given-up`)).status).toBe(
        404,
      );
      // it is found no more, and whoever had it done is told the same again
      const again = await deletions.repair('platform', finding.id, 'giveUp');
      expect([again.status, again.body]).toEqual([
        200,
        { dryRun: false, settled: true, changes: preview.body.changes },
      ]);
      const other = await deletions.repair(
        'payments-dev',
        finding.id,
        'giveUp',
      );
      expect(other.status).toBe(404);
      await sleep(LAST_TRY_MS[portal.world.kind]);
    } finally {
      await portal.world.kv.unseal();
    }
    expect(await observeSecret(portal, PAYMENTS, 'given-up')).toEqual({
      ...GONE,
      stored: 'stays',
    });
    const rows = await deletions.recordOf('given-up');
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
    await deletions.create('given-up', { token: 'anew' });
    expect(await readStore(portal, `${PAYMENTS}/generic/given-up`)).toEqual({
      token: 'anew',
    });
  }, 180_000);

  it('T22, T19: is refused before any effect while another controller holds the PushSecret, which would be pushed again', async () => {
    await deletions.create('held');
    const { objects } = portal.world.clusters['control-plane'];
    const place = { namespace: `openchoreo-kv-${PAYMENTS}`, name: 'held' };
    const { finalizers = [] } = (await objects.get(PUSH_SECRETS, place))
      .metadata;
    await objects.mergePatch(PUSH_SECRETS, place, {
      metadata: { finalizers: [...finalizers, 'example.com/backup'] },
    });
    const { status, body } = await deletions.remove('held');
    expect([status, body.error.code]).toEqual([409, 'NotOwned']);
    expect(await observeSecret(portal, PAYMENTS, 'held')).toEqual({
      reference: true,
      secret: true,
      pushSecret: true,
      listed: true,
      stored: 'value',
    });
    expect(await deletions.running('held')).toEqual([]);
    await objects.mergePatch(PUSH_SECRETS, place, {
      metadata: { finalizers },
    });
    expect((await deletions.remove('held')).status).toBe(204);
  }, 60_000);
});
