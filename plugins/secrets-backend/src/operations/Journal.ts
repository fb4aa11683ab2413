import { randomUUID } from 'node:crypto';
import { Knex } from 'knex';
import { RecordEntry, SecretsRecord } from '../record';
import { FencedError } from './FencedError';
import { findEarlier } from './findEarlier';
import {
  beginningRow,
  lockOf,
  OperationRow,
  toOperation,
} from './operationRow';
import {
  BeginOptions,
  Begun,
  JournalTimes,
  Operation,
  OperationResult,
  Recalled,
  RecallOptions,
  ReleaseOptions,
} from './types';

const CLAIM_BATCH = 20;

/**
 * The journal of operations: the lock on a name among all replicas, how far each operation is, and who works on it.
 * It holds no value, and knows nothing of what is being done.
 */
export class Journal {
  readonly #record: SecretsRecord;
  readonly #now: () => number;
  readonly #owner = randomUUID();
  readonly times: JournalTimes;

  private constructor(options: JournalOptions) {
    this.#record = options.record;
    this.#now = options.now ?? Date.now;
    this.times = options.times;
  }

  static create(options: JournalOptions): Journal {
    return new Journal(options);
  }

  /**
   * Takes the lock on a name and writes the intent, in one transaction with its row of the record.
   *
   * @throws SecretsError `RecordUnavailable`; nothing was done then
   */
  async begin<Intent>(options: BeginOptions<Intent>): Promise<Begun<Intent>> {
    const id = randomUUID();
    return this.#record.transact<Begun<Intent>>(async transaction => {
      const earlier = await this.#findEarlier<Intent>(transaction, options, id);
      if (earlier) {
        return earlier;
      }
      const row = beginningRow(options, {
        id,
        owner: this.#owner,
        now: this.#now(),
        lease: this.times.lease,
      });
      await transaction<OperationRow>('operations')
        .insert(row)
        .onConflict()
        .ignore();
      const inserted = await transaction<OperationRow>('operations')
        .where({ id })
        .first();
      return inserted
        ? {
            result: { outcome: 'begun', operation: toOperation(inserted) },
            rows: [options.record('intent', undefined, id)],
          }
        : {
            result: { outcome: 'locked' },
            rows: [options.record('failure', 'OperationInProgress', id)],
          };
    });
  }

  /**
   * The same request, when it came before. Asked before anything is looked at: what the first one did is not there to be
   * looked at again.
   *
   * @throws SecretsError `RecordUnavailable`
   */
  async recall<Intent>(
    options: RecallOptions,
  ): Promise<Recalled<Intent> | undefined> {
    if (!options.idempotency) {
      return undefined;
    }
    return this.#record.transact(async transaction => {
      const earlier = await this.#findEarlier<Intent>(
        transaction,
        options,
        randomUUID(),
      );
      return earlier ?? { result: undefined, rows: [] };
    });
  }

  /** Notes that a step begins and keeps the lease. @throws FencedError when the operation was taken over */
  async beginStep(operation: Operation, step: string): Promise<void> {
    await this.#held(operation, { step });
  }

  /** Keeps the lease. @throws FencedError when the operation was taken over */
  async renew(operation: Operation): Promise<void> {
    await this.#held(operation, {});
  }

  /**
   * Gives the operation back unfinished; recovery goes on with it after a pause.
   *
   * @throws SecretsError `RecordUnavailable`
   */
  async release(
    operation: Operation,
    { cause, delayMs, mayLand = false }: ReleaseOptions,
  ): Promise<void> {
    const now = this.#now();
    const change = {
      owner: null,
      cause,
      lease_until: mayLand ? now : 0,
      next_attempt_at: now + delayMs,
    };
    await this.#record.query(knex =>
      knex<OperationRow>('operations')
        .where({ id: operation.id, fence: operation.fence, state: 'running' })
        .update(change),
    );
  }

  /**
   * Ends an operation with its row of the record, in one transaction.
   *
   * @throws FencedError when the operation was taken over
   * @throws SecretsError `RecordUnavailable`; recovery ends it later
   */
  async end(
    operation: Operation,
    state: 'done' | 'undone',
    options: { record: RecordEntry; result?: OperationResult; cause?: string },
  ): Promise<void> {
    const ended = await this.#record.transact(async transaction => {
      const changed = await transaction<OperationRow>('operations')
        .where({ id: operation.id, fence: operation.fence, state: 'running' })
        .update({
          state,
          lock: null,
          owner: null,
          cause: options.cause ?? null,
          result: options.result ? JSON.stringify(options.result) : null,
          ended_at: this.#now(),
          // an undone request may come again and is then a new one
          ...(state === 'undone' && { idempotency_key: null }),
        });
      return { result: changed > 0, rows: changed > 0 ? [options.record] : [] };
    });
    if (!ended) {
      throw new FencedError();
    }
  }

  /**
   * Takes over operations whose owner is gone, or that wait for another attempt.
   *
   * @throws SecretsError `RecordUnavailable`
   */
  async claimDue(): Promise<Operation[]> {
    const now = this.#now();
    const due = await this.#record.query(knex =>
      knex<OperationRow>('operations')
        .where({ state: 'running' })
        .andWhere('lease_until', '<=', now - this.times.requestTimeout)
        .andWhere('next_attempt_at', '<=', now)
        .orderBy('next_attempt_at')
        .limit(CLAIM_BATCH),
    );
    const claimed: Operation[] = [];
    for (const row of due) {
      const operation = await this.#take(row, now);
      if (operation) {
        claimed.push(operation);
      }
    }
    return claimed;
  }

  /**
   * Takes over one operation at once, whenever it was to be tried again; `undefined` while somebody may be at work on it,
   * and once it has ended.
   *
   * @throws SecretsError `RecordUnavailable`
   */
  async claim(id: string): Promise<Operation | undefined> {
    const now = this.#now();
    const row = await this.#record.query(knex =>
      knex<OperationRow>('operations')
        .where({ id, state: 'running' })
        .andWhere('lease_until', '<=', now - this.times.requestTimeout)
        .first(),
    );
    return row && this.#take(row, now);
  }

  /** The operation that has the lock on a name. @throws SecretsError `RecordUnavailable` */
  async running(
    namespace: string,
    name: string,
  ): Promise<Operation | undefined> {
    const row = await this.#record.query(knex =>
      knex<OperationRow>('operations')
        .where({ lock: lockOf(namespace, name), state: 'running' })
        .first(),
    );
    return row && toOperation(row);
  }

  /**
   * Changes what a running operation is to do, in one transaction with a row of the record, and lets recovery go on with
   * it at once. Whoever works on it is fenced off, and his last call has landed before anybody goes on.
   *
   * @returns the operation as it is now; `undefined` when it has ended or was taken over since it was read
   * @throws SecretsError `RecordUnavailable`
   */
  async amend<Intent>(
    operation: Operation<Intent>,
    intent: Intent,
    record: RecordEntry,
  ): Promise<Operation<Intent> | undefined> {
    const { id, fence } = operation;
    const change = {
      intent: JSON.stringify(intent),
      fence: fence + 1,
      owner: null,
      next_attempt_at: this.#now(),
    };
    return this.#record.transact(async transaction => {
      const changed = await transaction<OperationRow>('operations')
        .where({ id, fence, state: 'running' })
        .update(change);
      return changed > 0
        ? {
            result: { ...operation, intent, fence: fence + 1 },
            rows: [record],
          }
        : { result: undefined, rows: [] };
    });
  }

  /**
   * Lets recovery go on with an operation at once instead of after its pause; whoever works on it goes on.
   *
   * @param record - row of the record that goes with it in one transaction, where the request left none
   * @returns whether it still runs
   * @throws SecretsError `RecordUnavailable`
   */
  async hasten(id: string, record?: RecordEntry): Promise<boolean> {
    return this.#record.transact(async transaction => {
      const hastened = await transaction<OperationRow>('operations')
        .where({ id, state: 'running' })
        .update({ next_attempt_at: this.#now() });
      const result = hastened > 0;
      return { result, rows: result && record ? [record] : [] };
    });
  }

  /**
   * Operations that run, or ended so lately that an index may not know yet; oldest first.
   *
   * @param of - the name whose they are; absent: of all
   * @throws SecretsError `RecordUnavailable`
   */
  async recent(
    of?: Pick<OperationRow, 'namespace' | 'name'>,
  ): Promise<Operation[]> {
    const since = this.#now() - this.times.overlay;
    const rows = await this.#record.query(knex =>
      knex<OperationRow>('operations')
        .where(of ? { namespace: of.namespace, name: of.name } : {})
        .andWhere(recent =>
          recent.where({ state: 'running' }).orWhere('ended_at', '>=', since),
        )
        .orderBy('started_at'),
    );
    return rows.map(toOperation);
  }

  /**
   * Operations that ended and are not forgotten yet, newest first.
   *
   * @param only - what they were and how they ended; absent: all
   * @throws SecretsError `RecordUnavailable`
   */
  async closed(
    limit: number,
    only?: Pick<OperationRow, 'kind' | 'state'>,
  ): Promise<Operation[]> {
    const rows = await this.#record.query(knex =>
      knex<OperationRow>('operations')
        .whereNot({ state: 'running' })
        .andWhere(only ?? {})
        .orderBy('ended_at', 'desc')
        .limit(limit),
    );
    return rows.map(toOperation);
  }

  /** One operation. @throws SecretsError `RecordUnavailable` */
  async get<Intent>(id: string): Promise<Operation<Intent> | undefined> {
    const row = await this.#record.query(knex =>
      knex<OperationRow>('operations').where({ id }).first(),
    );
    return row && toOperation(row);
  }

  /** Forgets ended operations that nobody can ask for any more. @throws SecretsError `RecordUnavailable` */
  async forget(): Promise<void> {
    const keep = Math.max(this.times.idempotencyTtl, this.times.overlay);
    await this.#record.query(knex =>
      knex<OperationRow>('operations')
        .whereNot({ state: 'running' })
        .andWhere('ended_at', '<', this.#now() - keep)
        .delete(),
    );
  }

  #findEarlier<Intent>(
    transaction: Knex.Transaction,
    options: RecallOptions,
    id: string,
  ) {
    const oldest = this.#now() - this.times.idempotencyTtl;
    return findEarlier<Intent>(transaction, options, { id, oldest });
  }

  async #take(row: OperationRow, now: number): Promise<Operation | undefined> {
    const change = {
      owner: this.#owner,
      fence: row.fence + 1,
      attempts: row.attempts + 1,
      lease_until: now + this.times.lease,
    };
    const taken = await this.#record.query(knex =>
      knex<OperationRow>('operations')
        .where({ id: row.id, fence: row.fence, state: 'running' })
        .update(change),
    );
    return taken > 0 ? toOperation({ ...row, ...change }) : undefined;
  }

  async #held(
    operation: Operation,
    change: Partial<OperationRow>,
  ): Promise<void> {
    const updated = await this.#record.query(knex =>
      knex<OperationRow>('operations')
        .where({ id: operation.id, fence: operation.fence, state: 'running' })
        .update({ ...change, lease_until: this.#now() + this.times.lease }),
    );
    if (updated === 0) {
      throw new FencedError();
    }
  }
}

/** @internal */
export interface JournalOptions {
  record: SecretsRecord;
  times: JournalTimes;
  now?: () => number;
}
