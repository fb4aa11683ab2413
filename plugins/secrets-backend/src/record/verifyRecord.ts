import { Knex } from 'knex';
import { setImmediate } from 'node:timers/promises';
import { RecordKeys } from './RecordKeys';
import { RecordHead, RecordRow } from './types';

const PAGE = 1000;

/** Outcome of a verification. @public */
export interface RecordVerification {
  intact: boolean;
  /** Rows whose chain was followed. */
  rows: number;
  /** The first place where the chain does not hold. */
  broken?: { seq: number; why: 'edited' | 'missing' | 'unknown-key' | 'cut' };
  /** Rows after the last published head: their end can be cut unseen. */
  notAnchored: number;
  /** Where the chain ended, of one that is intact. */
  head?: RecordHead;
}

/** What a verification needs. */
export interface FollowChainOptions {
  /** Asks the database; called once for each page. */
  query<T>(work: (knex: Knex) => PromiseLike<T>): Promise<T>;
  keys: RecordKeys;
  /**
   * A head that was published elsewhere; a chain that ends before it, or passes it with another HMAC, was cut or
   * rewritten. A cut tail cannot be seen without one.
   */
  head?: RecordHead;
}

/** Follows the chain in a database; see {@link followChain}. */
export async function verifyRecord({
  knex,
  ...options
}: { knex: Knex } & Omit<
  FollowChainOptions,
  'query'
>): Promise<RecordVerification> {
  return followChain({ ...options, query: async work => work(knex) });
}

/** Follows the chain from its beginning, a page at a time, so that memory stays constant and no connection is held. */
export async function followChain(
  options: FollowChainOptions,
): Promise<RecordVerification> {
  const { query, keys, head } = options;
  const own = await query(knex => knex('record_head').where({ id: 1 }).first());
  const published = { seq: Number(own.anchored_seq), mac: own.anchored_mac };
  const heads = [
    { seq: Number(own.seq), mac: own.mac },
    published,
    head,
  ].flatMap(known => known ?? []);
  const anchored = Math.max(published.seq, head?.seq ?? 0);
  let mac = '';
  let seq = 0;
  const fail = (
    at: number,
    why: NonNullable<RecordVerification['broken']>['why'],
  ): RecordVerification => ({
    intact: false,
    rows: seq,
    broken: { seq: at, why },
    notAnchored: Math.max(0, seq - anchored),
  });
  const pageAfter = (last: number) =>
    query<RecordRow[]>(knex =>
      knex('record').where('seq', '>', last).orderBy('seq').limit(PAGE),
    );
  for (;;) {
    // SQLite answers at once: without a break nobody else would get the process, or the only connection
    await setImmediate();
    const page = await pageAfter(seq);
    for (const row of page) {
      if (Number(row.seq) !== seq + 1) {
        return fail(seq + 1, 'missing');
      }
      const expected = keys.mac(row, mac);
      if (expected !== row.mac) {
        return fail(seq + 1, expected === undefined ? 'unknown-key' : 'edited');
      }
      mac = row.mac;
      seq += 1;
      if (contradicts(heads, { seq, mac })) {
        return fail(seq, 'edited');
      }
    }
    if (page.length < PAGE) {
      break;
    }
  }
  // rows may have been added while we read: only an end before the one we saw first is a cut
  if (seq < Math.max(...heads.map(known => known.seq))) {
    return fail(seq + 1, 'cut');
  }
  return {
    intact: true,
    rows: seq,
    notAnchored: Math.max(0, seq - anchored),
    head: { seq, mac },
  };
}

function contradicts(heads: RecordHead[], { seq, mac }: RecordHead): boolean {
  return heads.some(head => head.seq === seq && head.mac !== mac);
}
