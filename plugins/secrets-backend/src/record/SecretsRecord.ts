import { Knex } from 'knex';
import { LoggerService } from '@backstage/backend-plugin-api';
import { SecretsError } from '../errors';
import { RecordKeys, UnsignedRow } from './RecordKeys';
import { RecordEntry, RecordHead } from './types';

const INSERT_CHUNK = 50;
const TIMEOUT_MS = 10_000;

/**
 * Work that shares the transaction of the rows it returns. It may call nothing but the database, and must not throw for
 * anything but a failing database: its neighbours in the batch would fail with it.
 */
export type RecordedWork<T> = (
  transaction: Knex.Transaction,
) => Promise<{ result: T; rows: RecordEntry[] }>;

interface QueuedWork {
  work: RecordedWork<unknown>;
  /** The caller was told that nothing is done. */
  abandoned: boolean;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * The append-only, chained record. Rows that come together are chained and committed together, so that a flood does not
 * queue behind single commits. When the database refuses, the caller is refused: there is no effect without a row.
 */
export class SecretsRecord {
  readonly #knex: Knex;
  readonly #keys: RecordKeys;
  readonly #logger: LoggerService;
  readonly #now: () => Date;
  readonly #timeoutMs: number;
  readonly #queue: QueuedWork[] = [];
  #flushing = false;

  private constructor(options: SecretsRecordOptions) {
    this.#knex = options.knex;
    this.#keys = options.keys;
    this.#logger = options.logger;
    this.#now = options.now ?? (() => new Date());
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  static create(options: SecretsRecordOptions): SecretsRecord {
    return new SecretsRecord(options);
  }

  /** Writes rows. @throws SecretsError `RecordUnavailable` when they cannot be kept */
  async append(...rows: RecordEntry[]): Promise<void> {
    await this.transact(async () => ({ result: undefined, rows }));
  }

  /**
   * Does work and writes its rows, both or neither.
   *
   * @throws SecretsError `RecordUnavailable` when the database refuses or hangs; when it hangs in the commit itself it may
   *   still carry the work out, so work must leave something that recovery finds
   */
  async transact<T>(work: RecordedWork<T>): Promise<T> {
    let entry!: QueuedWork;
    const outcome = new Promise<T>((resolve, reject) => {
      entry = {
        work,
        abandoned: false,
        resolve: result => resolve(result as T),
        reject,
      };
    });
    const timer = setTimeout(() => {
      entry.abandoned = true;
      this.#logger.error('The record does not answer');
      entry.reject(recordUnavailable());
    }, this.#timeoutMs);
    this.#queue.push(entry);
    this.#flush();
    try {
      return await outcome;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Asks the database that the record lies in.
   *
   * @throws SecretsError `RecordUnavailable` when it refuses or hangs; after a hang it may still answer to nobody
   */
  async query<T>(work: (knex: Knex) => PromiseLike<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(recordUnavailable()), this.#timeoutMs);
    });
    try {
      return await Promise.race([work(this.#knex), late]);
    } catch (error) {
      this.#logger.error('The record cannot be read', {
        error: errorKind(error),
      });
      throw recordUnavailable();
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * The present end of the chain, and the one that was published last.
   *
   * @throws SecretsError `RecordUnavailable`
   */
  async heads(): Promise<{ head: RecordHead; anchored: RecordHead }> {
    const row = await this.query(knex =>
      knex('record_head').where({ id: 1 }).first(),
    );
    return {
      head: { seq: Number(row.seq), mac: row.mac },
      anchored: { seq: Number(row.anchored_seq), mac: row.anchored_mac },
    };
  }

  /**
   * Remembers that a head stands somewhere else now; another replica may have published a later one.
   *
   * @throws SecretsError `RecordUnavailable`
   */
  async markAnchored(head: RecordHead): Promise<void> {
    await this.query(knex =>
      knex('record_head')
        .where({ id: 1 })
        .andWhere('anchored_seq', '<', head.seq)
        .update({
          anchored_seq: head.seq,
          anchored_mac: head.mac,
          anchored_at: this.#now().toISOString(),
        }),
    );
  }

  #flush(): void {
    if (this.#flushing) {
      return;
    }
    this.#flushing = true;
    setImmediate(async () => {
      while (this.#queue.length > 0) {
        await this.#inTime(this.#commit(this.#queue.splice(0)));
      }
      this.#flushing = false;
    });
  }

  /** Waits no longer than callers do: a commit that never ends must not keep those that come later waiting for ever. */
  async #inTime(commit: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, this.#timeoutMs);
    });
    await Promise.race([commit, late]);
    clearTimeout(timer);
  }

  async #commit(batch: QueuedWork[]): Promise<void> {
    try {
      const results = await this.#knex.transaction(async transaction => {
        await this.#limit(transaction);
        // the head is locked first, so that two replicas never wait for each other in turn
        const head = await transaction('record_head')
          .where({ id: 1 })
          .forUpdate()
          .first();
        const done: unknown[] = [];
        const entries: RecordEntry[] = [];
        // the wait for the database may have been too long for some of them
        const waiting = batch.filter(({ abandoned }) => !abandoned);
        for (const { work } of waiting) {
          const { result, rows } = await work(transaction);
          done.push(result);
          entries.push(...rows);
        }
        await this.#chain(transaction, head, entries);
        if (waiting.some(({ abandoned }) => abandoned)) {
          throw recordUnavailable();
        }
        return waiting.map(
          ({ resolve }, index) =>
            () =>
              resolve(done[index]),
        );
      });
      for (const resolve of results) {
        resolve();
      }
    } catch (error) {
      this.#logger.error('The record cannot be written', {
        error: errorKind(error),
      });
      const unavailable = recordUnavailable();
      for (const { reject } of batch) {
        reject(unavailable);
      }
    }
  }

  /**
   * Keeps a process that stands still in the middle from holding the head against all other replicas: its transaction is
   * rolled back before their callers give up.
   */
  async #limit(transaction: Knex.Transaction): Promise<void> {
    if (transaction.client.dialect === 'postgresql') {
      const idle = Math.ceil(this.#timeoutMs / 2);
      await transaction.raw(
        `set local idle_in_transaction_session_timeout = ${idle}; set local statement_timeout = ${
          this.#timeoutMs
        }`,
      );
    }
  }

  async #chain(
    transaction: Knex.Transaction,
    head: { seq: number | string; mac: string },
    entries: RecordEntry[],
  ): Promise<void> {
    if (entries.length === 0) {
      return;
    }
    let seq = Number(head.seq);
    let mac = head.mac;
    const time = this.#now().toISOString();
    const rows = entries.map(entry => {
      seq += 1;
      const unsigned = toRow(entry, seq, time, this.#keys.signingKeyId);
      mac = this.#keys.mac(unsigned, mac)!;
      return { ...unsigned, mac };
    });
    await transaction.batchInsert('record', rows, INSERT_CHUNK);
    await transaction('record_head').where({ id: 1 }).update({ seq, mac });
  }
}

/** @internal */
export interface SecretsRecordOptions {
  knex: Knex;
  keys: RecordKeys;
  logger: LoggerService;
  now?: () => Date;
  /** How long the database may take, in milliseconds; 10 s by default. */
  timeoutMs?: number;
}

function recordUnavailable(): SecretsError {
  return new SecretsError(
    'RecordUnavailable',
    'The record of accesses cannot be written at the moment. Try again later.',
  );
}

/** Class and driver code of a database error: its text may quote what was to be written. */
function errorKind(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  return [name, code].filter(Boolean).join(' ');
}

const LONGEST_NAME = 253;
/** Half of a character pair, and NUL: neither comes back from every database as it went in. */
const UNSTORABLE = /[\p{Surrogate}\0]/gu;

/**
 * A name as its column can keep it. What was refused may be of any length and kind, and a row that came back changed would
 * break the chain.
 */
function fit(name: string | undefined): string | null {
  return name === undefined
    ? null
    : name.slice(0, LONGEST_NAME).replace(UNSTORABLE, '\ufffd');
}

function toRow(
  entry: RecordEntry,
  seq: number,
  time: string,
  keyId: string,
): UnsignedRow {
  return {
    seq,
    time,
    actor: entry.actor,
    principal: entry.principal,
    ip: entry.ip ?? null,
    action: entry.action,
    namespace: fit(entry.namespace),
    name: fit(entry.name),
    attributes: entry.attributes ? JSON.stringify(entry.attributes) : null,
    keys: entry.keys ? JSON.stringify(entry.keys) : null,
    plane: entry.plane ?? null,
    outcome: entry.outcome,
    error_code: entry.errorCode ?? null,
    reason: entry.reason ?? null,
    correlation_id: entry.correlationId,
    operation_id: entry.operationId ?? null,
    key_id: keyId,
  };
}
