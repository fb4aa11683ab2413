import {
  ActivityPage,
  ListActivityQuery,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretsError } from '../../errors';
import { matches, RecordFilters, RecordReader, RecordRow } from '../../record';
import { SecretId } from '../types';
import { decodeCursor, encodeCursor } from './activityCursor';
import { toActivity } from './toActivity';

const DEFAULT_LIMIT = 50;
const BATCH = 500;
/** A page ends after so many batches, however few of their rows may be shown. */
const MOST_BATCHES = 10;

/** Whether the caller may see a row. */
export type RowTest = (row: RecordRow) => boolean;

/** Pages through the record. One page reads a known number of rows, so that it may be short and still go on. */
export class ListActivity {
  readonly #reader: RecordReader;

  private constructor(reader: RecordReader) {
    this.#reader = reader;
  }

  static create(reader: RecordReader): ListActivity {
    return new ListActivity(reader);
  }

  /**
   * One page, newest first.
   *
   * @throws SecretsError `InvalidRequest` for a cursor or a time that is none, `RecordUnavailable`
   */
  async page(
    { limit = DEFAULT_LIMIT, cursor, ...asked }: ListActivityQuery,
    visible: RowTest,
  ): Promise<ActivityPage> {
    const filters: RecordFilters = {
      ...asked,
      since: timeOf('since', asked.since),
      until: timeOf('until', asked.until),
    };
    const range = await this.#reader.rangeOf(filters);
    range.before = least(range.before, decodeCursor(cursor, filters));
    const shown: RecordRow[] = [];
    for (let batches = 0; batches < MOST_BATCHES; batches += 1) {
      const size = batches === 0 ? limit + 1 : BATCH;
      const rows = await this.#reader.newest(filters, range, size);
      for (const row of rows) {
        if (matches(row, filters) && visible(row)) {
          if (shown.length === limit) {
            return pageOf(shown, filters, range.before);
          }
          shown.push(row);
        }
        range.before = Number(row.seq);
      }
      if (rows.length < size) {
        return pageOf(shown, filters);
      }
    }
    return pageOf(shown, filters, range.before);
  }

  /** Whether the record holds anything of a secret that was done, and that the caller may see. */
  async knows(id: SecretId, visible: RowTest): Promise<boolean> {
    const rows = await this.#reader.done(id, BATCH);
    return rows.some(visible);
  }
}

/** @param next - the row that was looked at last, where there may be more */
function pageOf(
  rows: RecordRow[],
  filters: RecordFilters,
  next?: number,
): ActivityPage {
  return {
    items: rows.map(toActivity),
    pageInfo:
      next === undefined ? {} : { nextCursor: encodeCursor(next, filters) },
  };
}

/** A time as rows of the record have it. */
function timeOf(field: string, time: string | undefined): string | undefined {
  if (time === undefined) {
    return undefined;
  }
  const at = Date.parse(time);
  if (Number.isNaN(at)) {
    const message = 'There is no such time.';
    throw new SecretsError('InvalidRequest', message, {
      details: [{ field, message }],
    });
  }
  return new Date(at).toISOString();
}

function least(one: number | undefined, other: number | undefined) {
  return one === undefined || other === undefined
    ? one ?? other
    : Math.min(one, other);
}
