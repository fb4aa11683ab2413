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
      const seen = (await developer.get(`${PATH}/sealed`)).body;
      expect(seen.delivery.state).toBe('Deleting');
      const changed = await developer.patch(
        `${PATH}/sealed`,
        { description: 'too late' },
        { headers: { 'If-Match': seen.etag } },
      );
      expect([changed.status, changed.body.error.code]).toEqual([
        409,
        'OperationInProgress',
      ]);
      // whoever wants it gone joins what runs, also with the tag of something that is not there any more
      const late = await remove('sealed', { 'If-Match': '"of-another-time"' });
      expect([late.status, late.body.delivery.state]).toEqual([
        202,
        'Deleting',
      ]);
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
      expect([retried.status, retried.body.settled]).toEqual([202, false]);
      const preview = await repair('platform', finding.id, 'giveUp', true);
      expect(preview.status).toBe(200);
      expect(await objectsOf(portal, PAYMENTS)).toContain(
        'pushsecrets/given-up',
      );

      const done = await repair('platform', finding.id, 'giveUp');
      expect([
        [200, true],
        [202, false],
      ]).toContainEqual([done.status, done.body.settled]);
      await eventually(async () => {
        expect(await objectsOf(portal, PAYMENTS)).toEqual([]);
      }, PATIENCE_MS);
      expect((await developer.get(`${PATH}/given-up`)).status).toBe(404);
      // it is found no more, and whoever had it done is told the same again
      const again = await repair('platform', finding.id, 'giveUp');
      expect([again.status, again.body]).toEqual([
        200,
        { dryRun: false, settled: true, changes: preview.body.changes },
      ]);
      const other = await repair('payments-dev', finding.id, 'giveUp');
      expect(other.status).toBe(404);
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

  it('T22: is said to go on only once nothing refuses it any more; before that, that nobody knows yet', async () => {
    for (const [name, outcome] of [
      ['unlooked', ['success', null]],
      ['refused-later', ['failure', 'VersionConflict']],
    ] as const) {
      await create(name);
      const { etag } = (await developer.get(`${PATH}/${name}`)).body;
      // with a tag the look reads the PushSecret, too
      const disarm = faults().add({
        match: { verb: 'get', resource: 'pushsecrets', name },
        effect: { type: 'hang' },
      });
      const asked = await remove(name, {
        'If-Match': name === 'unlooked' ? etag : '"of-another-time"',
        'Idempotency-Key': name,
      });
      expect([asked.status, asked.body.error?.code]).toEqual([504, 'Timeout']);
      expect(asked.body.error.message).toContain('same Idempotency-Key');
      const again = await remove(name);
      expect([504, 409]).toContain(again.status);
      disarm();
      await eventually(async () => {
        const [last] = (await recordOf(name)).slice(-1);
        expect([last.outcome, last.error_code]).toEqual(outcome);
      }, PATIENCE_MS);
    }
    expect(await observeSecret(portal, PAYMENTS, 'unlooked')).toEqual({
      ...GONE,
      stored: undefined,
    });
    const { body } = await developer.get(`${PATH}/refused-later`);
    expect(body.delivery.state).toBe('Synced');
    const activity = await developer.get(`${PATH}/refused-later/activity`);
    expect(activity.body.items[0]).toMatchObject({
      action: 'secret-delete',
      outcome: 'failure',
      errorCode: 'VersionConflict',
    });
    expect((await remove('refused-later')).status).toBe(204);
  }, 180_000);

  it('T22: one that was said to go on is refused no more: what stands in its way is shown, and it can be given up', async () => {
    const { objects } = portal.world.clusters['control-plane'];
    for (const name of ['way-free', 'way-barred']) {
      await create(name);
      const place = { namespace: `openchoreo-kv-${PAYMENTS}`, name };
      const { finalizers = [] } = (await objects.get(PUSH_SECRETS, place))
        .metadata;
      // without a tag the look leaves the PushSecret alone, so its first read is that of the first effect
      const disarm = faults().add({
        match: { verb: 'get', resource: 'pushsecrets', name },
        effect: { type: 'hang' },
      });
      expect((await remove(name)).status).toBe(202);
      await objects.mergePatch(PUSH_SECRETS, place, {
        metadata: { finalizers: [...finalizers, 'example.com/backup'] },
      });
      disarm();
      await eventually(async () => {
        const [row] = await operation(name);
        expect(row?.cause).toBe('NotOwned');
      }, PATIENCE_MS);
      const reason = 'something that is not of this portal stands in its way';
      const shown = await developer.get(`${PATH}/${name}/delivery`);
      expect(shown.body).toMatchObject({
        state: 'Deleting',
        message: expect.stringContaining(reason),
      });
      await age(name);
      const stuck = await developer.get(`${PATH}/${name}/delivery`);
      expect(stuck.body).toMatchObject({
        state: 'DeleteStuck',
        message: expect.stringContaining(reason),
      });
      if (name === 'way-free') {
        await objects.mergePatch(PUSH_SECRETS, place, {
          metadata: { finalizers },
        });
        expect([202, 204]).toContain((await remove(name)).status);
        await eventually(async () => {
          expect(await observeSecret(portal, PAYMENTS, name)).toEqual({
            ...GONE,
            stored: undefined,
          });
        }, PATIENCE_MS);
      } else {
        const finding = await stuckFinding(name, 'stands in its way');
        const given = await repair('platform', finding.id, 'giveUp');
        expect([200, 202]).toContain(given.status);
        await eventually(async () => {
          expect((await recordOf(name)).at(-1)).toMatchObject({
            outcome: 'success',
            reason: expect.stringContaining('Given up'),
          });
        }, PATIENCE_MS);
        expect((await developer.get(`${PATH}/${name}`)).status).toBe(404);
      }
    }
  }, 180_000);

  it('T22: is given up while recovery is at work on it, with one outcome, and nothing comes back', async () => {
    await create('raced', { token: 'stays' });
    await portal.world.kv.seal();
    try {
      expect((await remove('raced')).status).toBe(202);
      await releasedOnce('raced');
      await age('raced');
      const finding = await stuckFinding('raced', 'the store is sealed');
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
      const giving = repair('platform', finding.id, 'giveUp');
      await eventually(async () => {
        const [row] = await operation('raced');
        expect(JSON.parse(row.intent).givenUp).toMatchObject({
          by: 'user:default/platform',
          store: 'default',
        });
      }, PATIENCE_MS);
      goOn();
      disarm();
      expect([200, 202]).toContain((await giving).status);
      await eventually(async () => {
        expect(await operation('raced')).toEqual([]);
      }, PATIENCE_MS);
    } finally {
      await portal.world.kv.unseal();
    }
    expect(await observeSecret(portal, PAYMENTS, 'raced')).toEqual({
      ...GONE,
      stored: 'stays',
    });
    const rows = await recordOf('raced');
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
    await create('raced', { token: 'anew' });
    expect(await recordOf('raced')).toHaveLength(rows.length);
  }, 180_000);

  const faults = () => portal.world.clusters['control-plane'].faults;
  const remove = (name: string, headers?: Record<string, string>) =>
    developer.delete(`${PATH}/${name}`, { headers });
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
