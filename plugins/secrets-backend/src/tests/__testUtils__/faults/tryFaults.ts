import { FaultEffect } from '@strongroom/embedded-cluster';
import { inParallel } from '../inParallel';
import { TestPortal } from '../startPortal';
import { describeCell, FaultCell } from './faultCells';
import { FaultMatrix } from './FaultMatrix';
import { OperationCase } from './operationCases';
import { strike } from './outsideCalls';

/** A call fails before its effect, after it, slowly, with nonsense, or with an error that quotes what was sent. */
const FAULTS = {
  'refused before': { type: 'refuse' },
  'cut after': { type: 'cutAfter' },
  hangs: { type: 'hang' },
  nonsense: { type: 'garbage' },
  'error that quotes': { type: 'status', code: 500, echoBody: true },
} satisfies Record<string, FaultEffect>;
type Fault = keyof typeof FAULTS;

/** Most of the time a cell waits. */
const WIDTH = 12;
/** A poll may find what it looks for at once, and is then not made again. */
const ATTEMPTS = 4;

/**
 * Tries every fault at every call of operations, each in its own table of the document.
 *
 * @param sample - of how many cells; absent: all
 */
export async function tryFaults(
  portal: TestPortal,
  operations: OperationCase[],
  sample?: number,
): Promise<void> {
  const faults = Object.keys(FAULTS) as Fault[];
  const matrix = new FaultMatrix(portal, faults, sample);
  await matrix.count(operations);
  await matrix.run(
    async cells => {
      await inParallel(WIDTH, cells, cell => tryCell(portal, matrix, cell));
    },
    ({ driver }) => `On ${driver}`,
  );
}

async function tryCell(
  { world }: TestPortal,
  matrix: FaultMatrix<Fault>,
  cell: FaultCell<Fault>,
): Promise<void> {
  const { operation } = cell.counted;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const name = matrix.freshName();
    const etag = await operation.prepare(name);
    const fault = strike(world, name, cell.call, FAULTS[cell.fault]);
    const started = performance.now();
    const { status, body } = await operation.run(name, etag);
    const code = body?.error?.code;
    const open = body?.settled === false;
    await matrix.settle(cell, name, { status, code, open, started });
    fault.disarm();
    if (fault.met()) {
      return;
    }
  }
  throw new Error(`${describeCell(cell)}: the call was not made`);
}
