import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  migrateTestDatabase,
  recordEntry,
  startReplica,
  testDatabases,
  TEST_KEYS,
} from '../operations/__testUtils__/journalBed';
import { RecordKeys } from './RecordKeys';
import { SecretsRecord } from './SecretsRecord';
import { verifyRecord } from './verifyRecord';

const databases = testDatabases();
/** Milliseconds that a caller waits: enough for a database of a busy machine. */
const TIMEOUT_MS = 800;

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('the record on %p', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(id);
    await migrateTestDatabase(knex);
  });

  afterEach(async () => {
    await knex.destroy();
  });

  const verify = (keys = TEST_KEYS) => verifyRecord({ knex, keys });
  const signedBy = (...secrets: string[]) =>
    SecretsRecord.create({
      knex,
      keys: RecordKeys.create(secrets),
      logger: mockServices.logger.mock(),
    });

  it('keeps one chain without gaps while several replicas append at once', async () => {
    const replicas = [1, 2, 3].map(() => startReplica(knex).record);
    await Promise.all(
      Array.from({ length: 90 }, async (_, index) => {
        await sleep(index % 7);
        await replicas[index % 3].append(
          recordEntry('denied'),
          recordEntry('failure'),
        );
      }),
    );
    const seqs = (await knex('record').orderBy('seq')).map(({ seq }) =>
      Number(seq),
    );
    expect(seqs).toEqual(Array.from({ length: 180 }, (_, index) => index + 1));
    expect(await verify()).toEqual({
      intact: true,
      rows: 180,
      notAnchored: 180,
      head: { seq: 180, mac: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it('T29: follows a chain of several pages, and names the broken row on any of them', async () => {
    const { record } = startReplica(knex);
    const rows = Array.from({ length: 2_500 }, () => recordEntry('denied'));
    await record.append(...rows);
    const asked: string[] = [];
    knex.on('query', ({ sql }) => asked.push(sql));
    expect(await verify()).toMatchObject({ intact: true, rows: 2_500 });
    expect(asked.filter(sql => /limit/i.test(sql)).length).toBe(4);
    expect(asked.some(sql => /begin/i.test(sql))).toBe(false);
    for (const seq of [1, 1_000, 1_001, 2_500]) {
      await knex('record').where({ seq }).update({ outcome: 'success' });
      expect((await verify()).broken).toEqual({ seq, why: 'edited' });
      await knex('record').where({ seq }).update({ outcome: 'denied' });
    }
  });

  it('signs with the first key and verifies what older ones signed', async () => {
    const [old, fresh] = ['o'.repeat(32), 'f'.repeat(32)];
    await signedBy(old).append(recordEntry('denied'));
    await signedBy(fresh, old).append(recordEntry('denied'));
    await signedBy(fresh, old).append(recordEntry('denied'));
    expect(await verify(RecordKeys.create([fresh, old]))).toMatchObject({
      intact: true,
    });
    expect(await verify(RecordKeys.create([fresh]))).toMatchObject({
      broken: { seq: 1, why: 'unknown-key' },
    });
    expect(await verify(RecordKeys.create([old]))).toMatchObject({
      rows: 1,
      broken: { seq: 2, why: 'unknown-key' },
    });
  });

  it('T29: a head that was turned back is seen by what was published, one that was forged by the row it names', async () => {
    const { record } = startReplica(knex);
    await record.append(
      ...Array.from({ length: 6 }, () => recordEntry('denied')),
    );
    await record.markAnchored((await record.heads()).head);
    const rows = await knex('record').orderBy('seq');
    await knex('record').where('seq', '>', 4).delete();
    await knex('record_head').update({ seq: 4, mac: rows[3].mac });
    expect((await verify()).broken).toEqual({ seq: 5, why: 'cut' });

    await knex('record_head').update({ anchored_seq: 0, mac: 'forged' });
    expect((await verify()).broken).toEqual({ seq: 4, why: 'edited' });
  });

  it('a head that was published later is not replaced by an earlier one', async () => {
    const { record } = startReplica(knex);
    await record.append(recordEntry('denied'), recordEntry('denied'));
    const [first, second] = await knex('record').orderBy('seq');
    await record.markAnchored({ seq: 2, mac: second.mac });
    await record.markAnchored({ seq: 1, mac: first.mac });
    expect((await record.heads()).anchored).toEqual({
      seq: 2,
      mac: second.mac,
    });
  });

  it('T28: work whose caller was told 503 while the database hung is not done when it goes on', async () => {
    const { record } = startReplica(knex, { timeoutMs: TIMEOUT_MS });
    const held = await knex.transaction();
    await held('record_head').where({ id: 1 }).forUpdate().first();
    let done = 0;
    const work = async () => {
      done += 1;
      return { result: undefined, rows: [recordEntry('intent')] };
    };
    await expect(record.transact(work)).rejects.toMatchObject({
      code: 'RecordUnavailable',
    });
    await held.rollback();
    await record.append(recordEntry('denied'));
    await sleep(100);
    expect(done).toBe(0);
    expect((await knex('record')).map(({ outcome }) => outcome)).toEqual([
      'denied',
    ]);
  });

  it('T28: work that takes longer than its caller waits is rolled back', async () => {
    const { record } = startReplica(knex, { timeoutMs: TIMEOUT_MS });
    await expect(
      record.transact(async () => {
        await sleep(2 * TIMEOUT_MS);
        return { result: undefined, rows: [recordEntry('intent')] };
      }),
    ).rejects.toMatchObject({ code: 'RecordUnavailable' });
    await sleep(2 * TIMEOUT_MS);
    expect(await knex('record')).toEqual([]);
    await record.append(recordEntry('denied'));
    expect(await verify()).toMatchObject({ intact: true, rows: 1 });
  });

  it('T28: a transaction that never ends keeps nobody waiting who comes later', async () => {
    let hangs = true;
    const hanging = new Proxy(knex, {
      get: (target, property) =>
        property === 'transaction' && hangs
          ? () => new Promise(() => {})
          : Reflect.get(target, property),
    });
    const { record } = startReplica(hanging, { timeoutMs: TIMEOUT_MS });
    await expect(record.append(recordEntry('denied'))).rejects.toMatchObject({
      code: 'RecordUnavailable',
    });
    hangs = false;
    await record.append(recordEntry('failure'));
    expect((await knex('record')).map(({ outcome }) => outcome)).toEqual([
      'failure',
    ]);
  });

  it('T28: refuses in time when the database cannot be asked for heads', async () => {
    const { record, journal } = startReplica(knex, { timeoutMs: 150 });
    jest
      .spyOn(knex.client, 'acquireConnection')
      .mockReturnValue(new Promise(() => {}));
    for (const ask of [
      () => record.heads(),
      () => record.markAnchored({ seq: 1, mac: '' }),
      () => journal.claimDue(),
      () => journal.forget(),
      () => journal.recent(),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: 'RecordUnavailable' });
    }
    jest.restoreAllMocks();
  });
});
