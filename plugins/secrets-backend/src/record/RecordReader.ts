import { SecretsRecord } from './SecretsRecord';
import { RecordFilters, RecordRow } from './types';

/** Clocks of replicas differ by less: rows this much before or after a time are looked at, too. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Later ones have a sign before the year, and would be sorted before all others. */
const LAST_TIME = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * What rows are looked up by, the first that is asked for: each has an index in the order of the chain. The others are
 * tested on what that gives, so that a page reads a known number of rows whatever is asked for.
 */
const LEADING = [
  ['namespace', 'name'],
  ['name'],
  ['actor'],
  ['outcome'],
  ['action'],
  ['namespace'],
] as const;

/** Part of the chain that is read, newest first. */
export interface RecordRange {
  /** Rows before this one. */
  before?: number;
  /** Rows after this one. */
  after?: number;
}

/** Reads the record from its end, in batches of a known size. */
export class RecordReader {
  readonly #record: SecretsRecord;

  private constructor(record: SecretsRecord) {
    this.#record = record;
  }

  static create(record: SecretsRecord): RecordReader {
    return new RecordReader(record);
  }

  /**
   * Where the rows of a time lie in the chain, as near as clocks allow: times have to be tested on each row, too.
   *
   * @throws SecretsError `RecordUnavailable`
   */
  async rangeOf({ since, until }: RecordFilters): Promise<RecordRange> {
    const [after, before] = await Promise.all([
      since && this.#seqBy('<', moved(since, -CLOCK_SKEW_MS), 'desc'),
      until && this.#seqBy('>', moved(until, CLOCK_SKEW_MS), 'asc'),
    ]);
    return { ...(after && { after }), ...(before && { before }) };
  }

  /**
   * The newest rows of a range, at most `limit`, looked up by one of the filters: test each row with {@link matches}.
   *
   * @throws SecretsError `RecordUnavailable`
   */
  async newest(
    filters: RecordFilters,
    { before, after }: RecordRange,
    limit: number,
  ): Promise<RecordRow[]> {
    const leading = LEADING.find(columns =>
      columns.every(column => filters[column] !== undefined),
    );
    return this.#record.query(knex => {
      const rows = knex('record').orderBy('seq', 'desc').limit(limit);
      for (const column of leading ?? []) {
        rows.where(column, filters[column]);
      }
      if (before !== undefined) {
        rows.where('seq', '<', before);
      }
      if (after !== undefined) {
        rows.where('seq', '>', after);
      }
      return rows;
    });
  }

  /**
   * The newest rows of a secret that are no refusals.
   *
   * @throws SecretsError `RecordUnavailable`
   */
  async done(
    id: { namespace: string; name: string },
    limit: number,
  ): Promise<RecordRow[]> {
    return this.#record.query(knex =>
      knex('record')
        .where({ namespace: id.namespace, name: id.name })
        .whereNot('outcome', 'denied')
        .orderBy('seq', 'desc')
        .limit(limit),
    );
  }

  async #seqBy(
    comparison: '<' | '>',
    time: string,
    order: 'asc' | 'desc',
  ): Promise<number | undefined> {
    const row = await this.#record.query(knex =>
      knex('record')
        .where('time', comparison, time)
        .orderBy([
          { column: 'time', order },
          { column: 'seq', order },
        ])
        .first('seq'),
    );
    return row && Number(row.seq);
  }
}

/** Whether a row is one of those that were asked for. */
export function matches(row: RecordRow, filters: RecordFilters): boolean {
  const { since, until, ...exact } = filters;
  return (
    Object.entries(exact).every(
      ([column, wanted]) =>
        wanted === undefined || row[column as keyof typeof exact] === wanted,
    ) &&
    (since === undefined || row.time >= since) &&
    (until === undefined || row.time < until)
  );
}

function moved(time: string, byMs: number): string {
  const at = Math.min(Date.parse(time) + byMs, LAST_TIME);
  return new Date(at).toISOString();
}
