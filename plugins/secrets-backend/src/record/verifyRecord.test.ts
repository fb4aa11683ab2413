import { Knex } from 'knex';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  migrateTestDatabase,
  recordEntry,
  startReplica,
  testDatabases,
  TEST_KEYS,
} from '../operations/__testUtils__/journalBed';
import { RecordVerifier } from './RecordVerifier';
import { SecretsRecord } from './SecretsRecord';
import { RecordHead, RecordRow } from './types';
import { verifyRecord } from './verifyRecord';

const ROWS = 10_000;
const PAGE = 1_000;
const CHUNK = 500;

/** Whether a query reads rows of the chain. */
const isPage = (sql: string) => /order by .seq. asc limit/i.test(sql);

const databases = testDatabases();

describe.each(databases.eachSupportedId())(
  'a record of 10,000 rows on %p',
  id => {
    let knex: Knex;
    let record: SecretsRecord;
    let published: RecordHead;

    beforeAll(async () => {
      knex = await databases.init(id);
      await migrateTestDatabase(knex);
      ({ record } = startReplica(knex));
      for (let rows = 0; rows < ROWS; rows += CHUNK) {
        await record.append(
          ...Array.from({ length: CHUNK }, () => recordEntry('success')),
        );
      }
      published = (await record.heads()).head;
    }, 120_000);

    afterAll(async () => {
      await knex.destroy();
    });

    const verify = (head?: RecordHead) =>
      verifyRecord({ knex, keys: TEST_KEYS, head });
    const rowAt = (seq: number): Promise<RecordRow> =>
      knex('record').where({ seq }).first();

    const rename = (seq: number, actor: string) => () =>
      knex('record').where({ seq }).update({ actor });
    const cutOut = (seq: number) => () =>
      knex('record').where({ seq }).delete();
    const insert = (rows: RecordRow[]) => () =>
      knex.batchInsert('record', rows, 50);
    const swap = (one: number, other: number) => async () => {
      for (const [from, to] of [
        [one, -1],
        [other, one],
        [-1, other],
      ]) {
        await knex('record').where({ seq: from }).update({ seq: to });
      }
    };

    /** What a verification finds after some harm, which is mended again. */
    async function brokenBy(
      harm: () => Promise<unknown>,
      mend: () => Promise<unknown>,
      head?: RecordHead,
    ) {
      await harm();
      const found = await verify(head);
      await mend();
      expect(await verify(published)).toMatchObject({ intact: true });
      return found.broken;
    }

    it('T29: names the row that was edited, cut out or swapped, wherever it is', async () => {
      for (const seq of [1, 4_711, 7_000, 7_001, ROWS]) {
        const { actor } = await rowAt(seq);
        expect(await brokenBy(rename(seq, 'x'), rename(seq, actor))).toEqual({
          seq,
          why: 'edited',
        });
      }
      for (const seq of [2, 4_711, 7_000, 7_001]) {
        expect(await brokenBy(cutOut(seq), insert([await rowAt(seq)]))).toEqual(
          { seq, why: 'missing' },
        );
      }
      for (const [one, other] of [
        [4_711, 4_712],
        [999, 9_001],
        [7_000, 7_001],
      ]) {
        expect(await brokenBy(swap(one, other), swap(one, other))).toEqual({
          seq: one,
          why: 'edited',
        });
      }
    }, 120_000);

    it('T29: a row that was sealed anew by who has no key is named, with all rows after it left as they were', async () => {
      const row = await rowAt(5_000);
      expect(
        await brokenBy(
          () =>
            knex('record')
              .where({ seq: 5_000 })
              .update({ actor: 'x', mac: 'a'.repeat(64) }),
          () => knex('record').where({ seq: 5_000 }).update(row),
        ),
      ).toEqual({ seq: 5_000, why: 'edited' });
    });

    it('T29: a head that was cut off is missing at row 1', async () => {
      const head = await knex('record').where('seq', '<=', 100);
      expect(
        await brokenBy(
          () => knex('record').where('seq', '<=', 100).delete(),
          () => knex.batchInsert('record', head, 50),
        ),
      ).toEqual({ seq: 1, why: 'missing' });
    });

    it('T29: a tail that was cut off with the head turned back is found by the head that was published last', async () => {
      const kept = ROWS - 250;
      const tail = await knex('record').where('seq', '>', kept);
      const { mac } = await rowAt(kept);
      const cut = async () => {
        await knex('record').where('seq', '>', kept).delete();
        await knex('record_head').update({ seq: kept, mac });
      };
      const mend = async () => {
        await knex.batchInsert('record', tail, 50);
        await knex('record_head').update(published);
      };
      // from inside it cannot be seen
      await cut();
      expect(await verify()).toMatchObject({ intact: true, rows: kept });
      await mend();
      expect(await brokenBy(cut, mend, published)).toEqual({
        seq: kept + 1,
        why: 'cut',
      });
      // a head of the middle does not tell, but says what is not anchored
      const { mac: middle } = await rowAt(4_000);
      expect(await verify({ seq: 4_000, mac: middle })).toMatchObject({
        intact: true,
        notAnchored: ROWS - 4_000,
      });
    });

    it('holds one page at a time, and no transaction or connection between pages', async () => {
      setFlagsFromString('--expose_gc');
      const collect: () => void = runInNewContext('gc');
      let pages: WeakRef<RecordRow>[][] = [];
      const held: number[] = [];
      const sizes: number[] = [];
      const asked: string[] = [];
      const onAnswer = (rows: unknown, { sql }: { sql: string }) => {
        if (Array.isArray(rows) && isPage(sql)) {
          sizes.push(rows.length);
          pages.push(rows.map(row => new WeakRef(row)));
        }
      };
      const onQuery = ({ sql }: { sql: string }) => {
        asked.push(sql);
        collect();
        pages = pages.filter(page => page.some(row => row.deref()));
        held.push(pages.length);
      };
      knex.on('query-response', onAnswer).on('query', onQuery);
      expect(await verify()).toMatchObject({ intact: true, rows: ROWS });
      knex.removeListener('query-response', onAnswer);
      knex.removeListener('query', onQuery);
      expect(sizes).toEqual([
        ...Array.from({ length: ROWS / PAGE }, () => PAGE),
        0,
      ]);
      // the page before may still be held while the next is asked for
      expect(Math.max(...held)).toBeLessThanOrEqual(2);
      expect(asked.filter(sql => /begin/i.test(sql))).toEqual([]);
    });

    it('answers all who ask the same at once with one run, and others after it', async () => {
      const verifier = RecordVerifier.create({ record, keys: TEST_KEYS });
      let pages = 0;
      let together = 0;
      let most = 0;
      const begin = ({ sql }: { sql: string }) => {
        if (isPage(sql)) {
          pages += 1;
          together += 1;
          most = Math.max(most, together);
        }
      };
      const end = (_: unknown, { sql }: { sql: string }) => {
        together -= isPage(sql) ? 1 : 0;
      };
      knex.on('query', begin).on('query-response', end);
      const answers = await Promise.all([
        ...Array.from({ length: 20 }, () => verifier.verify()),
        verifier.verify(published),
        verifier.verify({ ...published, mac: 'f'.repeat(64) }),
      ]);
      knex.removeListener('query', begin);
      knex.removeListener('query-response', end);
      expect(answers.map(({ intact }) => intact)).toEqual([
        ...Array.from({ length: 21 }, () => true),
        false,
      ]);
      expect(answers[21].broken).toEqual({ seq: ROWS, why: 'edited' });
      // the last run breaks off on the last page
      expect(pages).toBe(3 * (ROWS / PAGE + 1) - 1);
      expect(most).toBe(1);
    });

    it('lets rows be written while it reads', async () => {
      let verified = false;
      const order: string[] = [];
      let pages = 0;
      let appended: Promise<void> | undefined;
      const onQuery = ({ sql }: { sql: string }) => {
        pages += isPage(sql) ? 1 : 0;
        if (pages === 3) {
          appended ??= record.append(recordEntry('denied')).then(() => {
            order.push(verified ? 'too late' : 'written');
          });
        }
      };
      knex.on('query', onQuery);
      const found = await verify();
      verified = true;
      order.push('verified');
      knex.removeListener('query', onQuery);
      await appended;
      expect(order).toEqual(['written', 'verified']);
      expect(found).toMatchObject({ intact: true, rows: ROWS + 1 });
    });
  },
);
