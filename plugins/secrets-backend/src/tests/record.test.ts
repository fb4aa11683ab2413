import { draftOf, objectsOf } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { RecordKeys, verifyRecord } from '../record';
import { PAYMENTS } from './__testUtils__/tenants';

const KEYS = RecordKeys.create(['r'.repeat(32)]);
const PATIENCE_MS = 60_000;

describe('the record', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({
      secrets: {
        operations: {
          lease: { seconds: 1 },
          requestTimeout: { seconds: 4 },
          deadline: { seconds: 10 },
        },
      },
    });
    await create('first');
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  }, 60_000);

  const create = (name: string, headers?: Record<string, string>) =>
    portal
      .as('payments-dev')
      .post(`/namespaces/${PAYMENTS}/secrets`, draftOf(name), { headers });
  const verify = (head?: { seq: number; mac: string }) =>
    verifyRecord({ knex: portal.knex, keys: KEYS, head });
  const rowsOf = (name: string): Promise<any[]> =>
    portal.knex('record').where({ name }).orderBy('seq');
  const settled = () =>
    eventually(async () => {
      expect(
        await portal.knex('operations').where({ state: 'running' }),
      ).toEqual([]);
    }, PATIENCE_MS);

  it('S4.7: has a row before and after each write, with one operation and one correlation id', async () => {
    await create('paired');
    await portal
      .as('payments-dev')
      .delete(`/namespaces/${PAYMENTS}/secrets/paired`);
    await settled();
    const rows = await rowsOf('paired');
    expect(rows.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'secret-create intent',
      'secret-create success',
      'secret-delete intent',
      'secret-delete success',
    ]);
    for (const pair of [rows.slice(0, 2), rows.slice(2)]) {
      expect(new Set(pair.map(row => row.operation_id)).size).toBe(1);
      expect(new Set(pair.map(row => row.correlation_id)).size).toBe(1);
      expect(pair[0]).toMatchObject({
        actor: 'user:default/payments-dev',
        principal: 'user',
        ip: expect.stringContaining('127.0.0.1'),
        keys: '["token"]',
        plane: 'ClusterDataPlane/default',
      });
    }
    expect((await verify()).intact).toBe(true);
  });

  it('holds each refusal with its code, and names of any kind without breaking its chain', async () => {
    await create('first');
    const guest = portal.as('frontend-dev');
    const odd = `\ud800\u0000${'x'.repeat(1000)}`;
    await guest.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf(odd, { ['k'.repeat(300)]: 'v', 'a b': 'v', good: 'v' }),
    );
    await guest.get(`/namespaces/${'n'.repeat(253)}/secrets/%00`);
    const [last, before] = await portal
      .knex('record')
      .orderBy('seq', 'desc')
      .limit(2);
    expect(before).toMatchObject({
      action: 'secret-create',
      outcome: 'denied',
      error_code: 'NamespaceNotFound',
      keys: '["good"]',
    });
    expect(before.name).toHaveLength(253);
    expect(last).toMatchObject({ action: 'secret-fetch', outcome: 'denied' });
    expect((await rowsOf('first')).at(-1)).toMatchObject({
      outcome: 'failure',
      error_code: 'SecretAlreadyExists',
    });
    expect(await verify()).toMatchObject({ intact: true });
  });

  it('keeps the chain whole under many writes and denials at once', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        index % 2
          ? create(`flood-${index % 8}`)
          : portal.as('guest').get(`/namespaces/${PAYMENTS}/planes`),
      ),
    );
    await settled();
    expect(await verify()).toMatchObject({ intact: true });
  });

  it('T29: verification names the row that was edited, cut out, moved or cut off', async () => {
    const { seq, mac } = await portal.knex('record_head').first();
    const head = { seq: Number(seq), mac };
    const rows = await portal.knex('record').orderBy('seq');
    expect(rows.length).toBeGreaterThan(10);
    /** Does something to the record, verifies it, and puts everything back. */
    const after = async (harm: () => Promise<unknown>, known?: typeof head) => {
      await harm();
      const found = await verify(known);
      await portal.knex('record').delete();
      await portal.knex.batchInsert('record', rows, 20);
      await portal.knex('record_head').update({ seq, mac });
      return found.broken;
    };
    for (const column of Object.keys(rows[4])) {
      if (column !== 'seq') {
        expect({
          column,
          broken: await after(() =>
            portal
              .knex('record')
              .where({ seq: rows[4].seq })
              .update({ [column]: 'forged' }),
          ),
        }).toEqual({
          column,
          broken: {
            seq: 5,
            why: column === 'key_id' ? 'unknown-key' : 'edited',
          },
        });
      }
    }
    expect(
      await after(() => portal.knex('record').where({ seq: 6 }).delete()),
    ).toEqual({ seq: 6, why: 'missing' });
    expect(
      await after(() => portal.knex('record').where({ seq: 1 }).delete()),
    ).toEqual({ seq: 1, why: 'missing' });
    expect(
      await after(async () => {
        await portal.knex('record').where({ seq: 7 }).update({ seq: -1 });
        await portal.knex('record').where({ seq: 8 }).update({ seq: 7 });
        await portal.knex('record').where({ seq: -1 }).update({ seq: 8 });
      }),
    ).toEqual({ seq: 7, why: 'edited' });
    expect(
      await after(() =>
        portal
          .knex('record')
          .where('seq', '>', head.seq - 3)
          .delete(),
      ),
    ).toEqual({ seq: head.seq - 2, why: 'cut' });
    // whoever cuts the end and turns the head back is seen by who kept the head
    const cutWithHead = async () => {
      await portal
        .knex('record')
        .where('seq', '>', head.seq - 3)
        .delete();
      const end = rows[head.seq - 4];
      await portal.knex('record_head').update({ seq: end.seq, mac: end.mac });
    };
    expect(await after(cutWithHead)).toBeUndefined();
    expect(await after(cutWithHead, head)).toEqual({
      seq: head.seq - 2,
      why: 'cut',
    });
    expect(
      await after(async () => {}, { seq: head.seq - 1, mac: 'forged' }),
    ).toEqual({ seq: head.seq - 1, why: 'edited' });
    expect(await verify(head)).toMatchObject({ intact: true });
  });

  it('T28: nothing is done while the database is full', async () => {
    await untouched(async repairWith => {
      const { page_count: pages } = (
        await portal.knex.raw('PRAGMA page_count')
      )[0];
      repairWith(() => portal.knex.raw('PRAGMA max_page_count = 1073741823'));
      await portal.knex.raw(`PRAGMA max_page_count = ${pages}`);
      // what is left of the last page is used up
      const filled = async () => {
        const answer = await create(
          `full-${Math.random().toString(36).slice(2)}`,
        );
        return answer.body.error?.code === 'RecordUnavailable';
      };
      await eventually(async () => {
        expect(await filled()).toBe(true);
      }, PATIENCE_MS);
      const before = await objectsOf(portal, PAYMENTS);
      expect((await create('full')).body.error.code).toBe('RecordUnavailable');
      expect(await objectsOf(portal, PAYMENTS)).toEqual(before);
    }, 'full');
  }, 120_000);

  it('T28: nothing is done while the database is gone, and nobody is told 500', async () => {
    await untouched(async repairWith => {
      await portal.knex.destroy();
      repairWith(async () => portal.knex.initialize());
      await refuseAll('gone');
    }, 'gone');
  }, 120_000);

  it('T28: nothing is done while the database hangs, and nobody waits for ever', async () => {
    await untouched(async repairWith => {
      const held = await portal.knex.transaction();
      repairWith(() => held.rollback());
      await refuseAll('hanging');
    }, 'hanging');
  }, 120_000);

  it('T28: a record that fails after the effect leaves a mark, and recovery ends what was begun', async () => {
    const { faults } = portal.world.clusters['control-plane'];
    let release = async () => {};
    const disarm = faults.before(
      { verb: 'create', resource: 'secretreferences', times: 1 },
      async () => {
        const held = await portal.knex.transaction();
        release = async () => {
          await held.rollback();
        };
      },
    );
    const answering = create('marked');
    await eventually(async () => {
      expect(await objectsOf(portal, PAYMENTS)).toContain(
        'secretreferences/marked',
      );
    }, PATIENCE_MS);
    // long enough for the row of the outcome to be given up
    const answer = await answering;
    disarm();
    await release();
    expect(answer.status).toBe(504);
    expect(answer.body.error.code).toBe('Timeout');
    await settled();
    expect((await rowsOf('marked')).map(({ outcome }) => outcome)).toEqual([
      'intent',
      'success',
    ]);
    expect(
      (
        await portal
          .as('payments-dev')
          .get(`/namespaces/${PAYMENTS}/secrets/marked`)
      ).status,
    ).toBe(200);
    expect(await verify()).toMatchObject({ intact: true });
  }, 120_000);

  /** Every route refuses in its own words while the database cannot be asked. */
  async function refuseAll(name: string) {
    const developer = portal.as('payments-dev');
    const answers = await Promise.all([
      create(name),
      create(name, { 'Idempotency-Key': name }),
      developer.delete(`/namespaces/${PAYMENTS}/secrets/first`),
      developer.get('/secrets'),
      developer.get('/namespaces'),
      developer.get(`/namespaces/${PAYMENTS}/secrets/first`),
      developer.get(`/namespaces/${PAYMENTS}/secrets/first/delivery`),
      developer.get('/namespaces/nowhere/planes'),
      developer.get('/health'),
    ]);
    expect(
      answers.map(({ status, body }) => [status, body.error?.code]),
    ).toEqual([
      ...Array.from({ length: 8 }, () => [503, 'RecordUnavailable']),
      [503, undefined],
    ]);
  }

  /** Nothing is in the clusters that was not there before, and all works again afterwards. */
  async function untouched(
    disturb: (
      repairWith: (undo: () => Promise<unknown>) => void,
    ) => Promise<void>,
    name: string,
  ) {
    const before = (await objectsOf(portal, PAYMENTS)).filter(
      object => !object.includes('full-'),
    );
    let repair: () => Promise<unknown> = async () => {};
    try {
      await disturb(undo => {
        repair = undo;
      });
    } finally {
      await repair();
    }
    await settled();
    expect(
      (await objectsOf(portal, PAYMENTS)).filter(
        object => !object.includes('full-'),
      ),
    ).toEqual(before);
    await eventually(async () => {
      expect((await create(`after-${name}`)).status).toBe(201);
    }, PATIENCE_MS);
    expect(await verify()).toMatchObject({ intact: true });
  }
});
