import { Knex } from 'knex';
import { RecordEntry } from '../record';
import { OperationRow, toOperation } from './operationRow';
import { Recalled, RecallOptions } from './types';

/**
 * The same request, when it came before, with the rows of the record that go with finding it.
 *
 * @param at - operation that a refusal is recorded of, and since when keys are remembered, in milliseconds
 */
export async function findEarlier<Intent>(
  transaction: Knex.Transaction,
  options: RecallOptions,
  at: { id: string; oldest: number },
): Promise<{ result: Recalled<Intent>; rows: RecordEntry[] } | undefined> {
  const earlier = await findByKey(transaction, options, at.oldest);
  if (!earlier) {
    return undefined;
  }
  return options.idempotency?.bodyMacs.includes(earlier.body_mac ?? '')
    ? {
        result: { outcome: 'repeated', operation: toOperation(earlier) },
        rows: [],
      }
    : {
        result: { outcome: 'mismatch' },
        rows: [options.record('failure', 'IdempotencyMismatch', at.id)],
      };
}

async function findByKey(
  transaction: Knex.Transaction,
  options: RecallOptions,
  oldest: number,
): Promise<OperationRow | undefined> {
  const key = options.idempotency?.key;
  if (key === undefined) {
    return undefined;
  }
  const mine = { actor: options.actor, idempotency_key: key };
  const row = await transaction<OperationRow>('operations').where(mine).first();
  if (row && row.state === 'done' && Number(row.started_at) < oldest) {
    await transaction<OperationRow>('operations')
      .where({ id: row.id })
      .update({ idempotency_key: null });
    return undefined;
  }
  return row;
}
