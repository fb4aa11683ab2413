import { Knex } from 'knex';
import { eventually } from '../eventually';
import { PAYMENTS } from '../tenants';
import { describeCell, FaultCell } from './faultCells';
import { observeSecret, ObservedSecret } from './observeSecret';
import { FaultBed, PAUSE_MS } from './operationCases';

const PATIENCE_MS = 60_000;
/** Answers that leave open what becomes of it. */
const OPEN = [503, 504];

/** What the user was told; nothing when nobody was there any more. */
export interface Told {
  status?: number;
  code?: string;
  /** It was said to be not settled yet. */
  open?: boolean;
  /** When he asked, on the monotonic clock. */
  started: number;
}

/** What came of a cell. */
export interface CellOutcome {
  /** What the user was told: status and code. */
  told: string;
  /** How the operation ended, and whether recovery had to see to it. */
  ended: string;
  seconds: number;
  /** As it stands now. */
  seen: ObservedSecret;
}

/**
 * Waits until the journal has nothing left to do for the secret of a cell, and looks at everything: it is as it was
 * before, or as was asked for, and the journal says which.
 */
export async function settleCell(
  bed: FaultBed & { knex: Knex },
  cell: FaultCell,
  name: string,
  { status, code, open, started }: Told,
): Promise<CellOutcome> {
  const { counted } = cell;
  const title = describeCell(cell);
  const { kind, heals } = counted.operation;
  let operation: any;
  await eventually(
    async () => {
      operation = await bed
        .knex('operations')
        .where({ namespace: PAYMENTS, name, kind })
        .orderBy('started_at', 'desc')
        .first();
      expect({
        title,
        state: operation?.state,
        cause: operation?.cause,
      }).not.toEqual(expect.objectContaining({ state: 'running' }));
    },
    PATIENCE_MS,
    PAUSE_MS,
  );
  const state = operation?.state ?? 'none';
  const wanted = [
    ...(state === 'done' ? [counted.after] : [counted.before]),
    ...(heals ? [counted.after] : []),
  ].map(withoutAbsent);
  let seen!: ObservedSecret;
  await eventually(
    async () => {
      seen = await observeSecret(bed, PAYMENTS, name);
      expect(wanted).toContainEqual(withoutAbsent(seen));
    },
    PATIENCE_MS,
    PAUSE_MS,
  ).catch(() => {
    expect({ title, state, ...seen }).toEqual({ title, state, ...wanted[0] });
  });
  if (status !== undefined && status < 300 && !open) {
    expect({ title, status, state }).toEqual({ title, status, state: 'done' });
  }
  // whoever is told that it failed may count on that, unless he is told that nobody knows
  if (status !== undefined && status >= 400 && !OPEN.includes(status)) {
    expect({ title, status, done: state === 'done' }).toEqual({
      title,
      status,
      done: false,
    });
  }
  return {
    told:
      status === undefined
        ? 'no answer'
        : [status, code, open && 'not settled'].filter(Boolean).join(' '),
    seen,
    ended: endOf(state, operation?.fence),
    seconds: Math.ceil((performance.now() - started) / 1000),
  };
}

function endOf(state: string, fence: number): string {
  if (state === 'none') {
    return 'nothing was begun';
  }
  if (fence > 1) {
    return state === 'done' ? 'recovery finishes it' : 'recovery undoes it';
  }
  return state === 'done' ? 'done' : 'undone at once';
}

function withoutAbsent(observed: ObservedSecret): object {
  return JSON.parse(JSON.stringify(observed));
}
