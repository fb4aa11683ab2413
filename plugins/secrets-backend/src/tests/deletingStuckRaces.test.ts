import { ContractClient } from './__testUtils__/ContractClient';
import { PUSH_SECRETS } from './__testUtils__/estate';
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

describe('a deletion that others get in the way of', () => {
  let deletions: Deletions;
  let portal: TestPortal;
  let developer: ContractClient;

  beforeAll(async () => {
    deletions = await startDeletions();
    ({ portal, developer } = deletions);
  }, 300_000);

  afterAll(() => deletions.stop(), 120_000);

  const faults = () => portal.world.clusters['control-plane'].faults;

  it('T22: is said to go on only once nothing refuses it any more; before that, that nobody knows yet', async () => {
    for (const [name, outcome] of [
      ['unlooked', ['success', null]],
      ['refused-later', ['failure', 'VersionConflict']],
    ] as const) {
      await deletions.create(name);
      const { etag } = (await developer.get(`${SECRETS_PATH}/${name}`)).body;
      // with a tag the look reads the PushSecret, too
      const disarm = faults().add({
        match: { verb: 'get', resource: 'pushsecrets', name },
        effect: { type: 'hang' },
      });
      const asked = await deletions.remove(name, {
        'If-Match': name === 'unlooked' ? etag : '"of-another-time"',
        'Idempotency-Key': name,
      });
      expect([asked.status, asked.body.error?.code]).toEqual([504, 'Timeout']);
      expect(asked.body.error.message).toContain('same Idempotency-Key');
      const again = await deletions.remove(name);
      expect([504, 409]).toContain(again.status);
      disarm();
      await eventually(async () => {
        const [last] = (await deletions.recordOf(name)).slice(-1);
        expect([last.outcome, last.error_code]).toEqual(outcome);
      }, PATIENCE_MS);
    }
    expect(await observeSecret(portal, PAYMENTS, 'unlooked')).toEqual({
      ...GONE,
      stored: undefined,
    });
    const { body } = await developer.get(`${SECRETS_PATH}/refused-later`);
    expect(body.delivery.state).toBe('Synced');
    const activity = await developer.get(
      `${SECRETS_PATH}/refused-later/activity`,
    );
    expect(activity.body.items[0]).toMatchObject({
      action: 'secret-delete',
      outcome: 'failure',
      errorCode: 'VersionConflict',
    });
    expect((await deletions.remove('refused-later')).status).toBe(204);
  }, 180_000);

  it('T22: one that was said to go on is refused no more: what stands in its way is shown, and it can be given up', async () => {
    const { objects } = portal.world.clusters['control-plane'];
    for (const name of ['way-free', 'way-barred']) {
      await deletions.create(name);
      const place = { namespace: `openchoreo-kv-${PAYMENTS}`, name };
      const { finalizers = [] } = (await objects.get(PUSH_SECRETS, place))
        .metadata;
      // without a tag the look leaves the PushSecret alone, so its first read is that of the first effect
      const disarm = faults().add({
        match: { verb: 'get', resource: 'pushsecrets', name },
        effect: { type: 'hang' },
      });
      expect((await deletions.remove(name)).status).toBe(202);
      await objects.mergePatch(PUSH_SECRETS, place, {
        metadata: { finalizers: [...finalizers, 'example.com/backup'] },
      });
      disarm();
      await eventually(async () => {
        const [row] = await deletions.running(name);
        expect(row?.cause).toBe('NotOwned');
      }, PATIENCE_MS);
      const reason = 'something that is not of this portal stands in its way';
      const shown = await developer.get(`${SECRETS_PATH}/${name}/delivery`);
      expect(shown.body).toMatchObject({
        state: 'Deleting',
        message: expect.stringContaining(reason),
      });
      await deletions.age(name);
      const stuck = await developer.get(`${SECRETS_PATH}/${name}/delivery`);
      expect(stuck.body).toMatchObject({
        state: 'DeleteStuck',
        message: expect.stringContaining(reason),
      });
      if (name === 'way-free') {
        await objects.mergePatch(PUSH_SECRETS, place, {
          metadata: { finalizers },
        });
        expect([202, 204]).toContain((await deletions.remove(name)).status);
        await eventually(async () => {
          expect(await observeSecret(portal, PAYMENTS, name)).toEqual({
            ...GONE,
            stored: undefined,
          });
        }, PATIENCE_MS);
      } else {
        const finding = await deletions.stuckFinding(name, 'stands in its way');
        const given = await deletions.repair('platform', finding.id, 'giveUp');
        expect([200, 202]).toContain(given.status);
        await eventually(async () => {
          expect((await deletions.recordOf(name)).at(-1)).toMatchObject({
            outcome: 'success',
            reason: expect.stringContaining('Given up'),
          });
        }, PATIENCE_MS);
        // what the other controller holds is left to it
        const left = await objects.find(PUSH_SECRETS, place);
        expect(left?.metadata.finalizers ?? ['example.com/backup']).toEqual([
          'example.com/backup',
        ]);
        if (left) {
          await objects.mergePatch(PUSH_SECRETS, place, {
            metadata: { finalizers: [] },
          });
        }
        expect((await developer.get(`${SECRETS_PATH}/${name}`)).status).toBe(
          404,
        );
      }
    }
  }, 180_000);

  it('T22: is given up while recovery is at work on it, with one outcome, and nothing comes back', async () => {
    await deletions.create('raced', { token: 'stays' });
    await portal.world.kv.seal();
    try {
      expect((await deletions.remove('raced')).status).toBe(202);
      await deletions.releasedOnce('raced');
      await deletions.age('raced');
      const finding = await deletions.stuckFinding(
        'raced',
        'the store is sealed',
      );
      // recovery is stopped in the middle of a call, and goes on with it once the giving up is written down
      let isAtWork = false;
      let goOn = () => {};
      const held = new Promise<void>(resolve => {
        goOn = resolve;
      });
      const disarm = faults().before(
        { verb: 'get', resource: 'pushsecrets', name: 'raced', times: 1 },
        async () => {
          isAtWork = true;
          await held;
        },
      );
      await eventually(async () => {
        expect(isAtWork).toBe(true);
      }, PATIENCE_MS);
      const giving = deletions.repair('platform', finding.id, 'giveUp');
      await eventually(async () => {
        const [row] = await deletions.running('raced');
        expect(JSON.parse(row.intent).givenUp).toMatchObject({
          by: 'user:default/platform',
          store: 'default',
        });
      }, PATIENCE_MS);
      goOn();
      disarm();
      expect([200, 202]).toContain((await giving).status);
      await eventually(async () => {
        expect(await deletions.running('raced')).toEqual([]);
      }, PATIENCE_MS);
    } finally {
      await portal.world.kv.unseal();
    }
    expect(await observeSecret(portal, PAYMENTS, 'raced')).toEqual({
      ...GONE,
      stored: 'stays',
    });
    const rows = await deletions.recordOf('raced');
    expect(
      rows
        .filter(({ outcome }) => outcome !== 'intent')
        .map(({ outcome, reason }) => [outcome, reason]),
    ).toEqual([
      [
        'success',
        'Given up: the store default has not confirmed the deletion, and may keep the value under the path of the secret.',
      ],
    ]);
    const ended = await portal
      .knex('operations')
      .where({ name: 'raced', kind: 'delete' });
    expect(ended.map(({ state }) => state)).toEqual(['done']);
    await deletions.create('raced', { token: 'anew' });
    expect(await deletions.recordOf('raced')).toHaveLength(rows.length);
  }, 180_000);
});
