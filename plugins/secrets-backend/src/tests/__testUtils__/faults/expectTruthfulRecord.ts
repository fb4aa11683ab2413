import { RecordKeys, verifyRecord } from '../../../record';
import { encodingsOf } from '../encodingsOf';
import { eventually } from '../eventually';
import { MatrixBed } from './FaultMatrix';
import { CANARY, PAUSE_MS } from './operationCases';

/** Each operation has its rows, the chain holds, and no value stands anywhere. */
export async function expectTruthfulRecord({
  knex,
  log,
}: Pick<MatrixBed, 'knex' | 'log'>): Promise<void> {
  await eventually(
    async () => {
      expect(await knex('operations').where({ state: 'running' })).toEqual([]);
    },
    60_000,
    PAUSE_MS,
  );
  const operations = await knex('operations');
  const rows = await knex('record').whereNotNull('operation_id').orderBy('seq');
  const outcomes = new Map<string, string[]>();
  for (const { operation_id: id, outcome } of rows) {
    outcomes.set(id, [...(outcomes.get(id) ?? []), outcome]);
  }
  for (const { id, state, kind } of operations) {
    // whoever asks for a deletion that runs joins it, with a row of his own
    const [first, ...later] = outcomes.get(id) ?? [];
    const ends = later.filter(outcome => outcome !== 'intent');
    expect({ id, kind, first, ends }).toEqual({
      id,
      kind,
      first: 'intent',
      ends: [state === 'done' ? 'success' : 'failure'],
    });
  }
  const keys = RecordKeys.create(['r'.repeat(32)]);
  expect(await verifyRecord({ knex, keys })).toMatchObject({ intact: true });
  const database = JSON.stringify([operations, rows]);
  for (const form of encodingsOf(CANARY)) {
    expect(log()).not.toContain(form);
    expect(database).not.toContain(form);
  }
}
