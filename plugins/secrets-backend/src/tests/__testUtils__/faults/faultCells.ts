import { TestWorld } from '@strongroom/real-cluster';
import { eventually } from '../eventually';
import { callsOf, describeCall, OutsideCall } from './outsideCalls';
import { FaultBed, ON_PLANES, OperationCase } from './operationCases';
import { observeSecret, ObservedSecret } from './observeSecret';
import { PAYMENTS } from '../tenants';

const PATIENCE_MS = 60_000;
/** In each of the three files that try them: 42 together. */
const CELLS_ON_REAL_PROGRAMS = 14;
/** How long nothing has to change before it is taken for the end. */
const REST_MS = { embedded: 2_000, real: 6_000 };
/** States of a delivery that end by themselves. */
const UNDER_WAY = ['Pending', 'Pushing', 'Deleting', 'Unreachable'];

/** An operation, its calls, and how things stand without and with it. */
export interface CountedOperation {
  operation: OperationCase;
  calls: OutsideCall[];
  before: ObservedSecret;
  after: ObservedSecret;
}

/** One call of one operation, and what happens to it. */
export interface FaultCell<Fault extends string = string> {
  counted: CountedOperation;
  call: OutsideCall;
  fault: Fault;
}

/**
 * Runs an operation undisturbed, to learn which calls it makes and what it brings about. Whatever its steps do is covered
 * from then on.
 */
export async function countOperation(
  bed: FaultBed,
  operation: OperationCase,
  name: string,
): Promise<CountedOperation> {
  const etag = await operation.prepare(name);
  const before = await observeSecret(bed, PAYMENTS, name);
  const calls = await callsOf(bed.world, name, async () => {
    const { status, text } = await operation.run(name, etag);
    expect({ title: operation.title, text, ok: status < 300 }).toEqual({
      title: operation.title,
      text,
      ok: true,
    });
  });
  const after = await atRest(bed, operation, name);
  expect({ title: operation.title, ...after }).not.toEqual({
    title: operation.title,
    ...before,
  });
  return { operation, calls, before, after };
}

/** Every fault at every call that it can happen to. */
export function cellsOf<Fault extends string>(
  counted: CountedOperation,
  faults: readonly Fault[],
): FaultCell<Fault>[] {
  return counted.calls.flatMap(call =>
    faults.map(fault => ({ counted, call, fault })),
  );
}

/** A cell in words. */
export function describeCell({ counted, call, fault }: FaultCell): string {
  const { title, driver } = counted.operation;
  return `${title}, on ${driver}: ${fault} at ${describeCall(call)}`;
}

/**
 * All cells in the embedded world. On the real programs some of each file, or in either as many as `STRONGROOM_FAULT_CELLS`
 * says, picked by a seed that is printed: `STRONGROOM_FAULT_SEED`.
 */
export function pickCells<T>(cells: T[], world: TestWorld): T[] {
  const count = sampleSize(world);
  if (count === undefined) {
    return cells;
  }
  const seed = Number(
    process.env.STRONGROOM_FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31),
  );
  process.stdout.write(
    `${count} of ${cells.length} cells: STRONGROOM_FAULT_SEED=${seed}\n`,
  );
  const random = randomOf(seed);
  return cells
    .map(cell => ({ cell, place: random() }))
    .sort((one, other) => one.place - other.place)
    .slice(0, count)
    .map(({ cell }) => cell);
}

/** Of how many cells a sample is; `undefined` where all are tried. */
export function sampleSize({ kind }: TestWorld): number | undefined {
  const asked = process.env.STRONGROOM_FAULT_CELLS;
  const byWorld = kind === 'real' ? CELLS_ON_REAL_PROGRAMS : undefined;
  return asked ? Number(asked) : byWorld;
}

async function deliveryOf(bed: FaultBed, name: string): Promise<string> {
  const { body } = await bed
    .as('platform')
    .get(`/secrets?namespace=${PAYMENTS}&q=${name}`);
  return body.items.find((item: any) => item.name === name)?.delivery.state;
}

/** What is seen when it has not changed for a while. */
async function atRest(
  bed: FaultBed,
  { driver }: OperationCase,
  name: string,
): Promise<ObservedSecret> {
  const observe = () => observeSecret(bed, PAYMENTS, name);
  let last = await observe();
  let since = Date.now();
  await eventually(async () => {
    const now = await observe();
    if (JSON.stringify(now) !== JSON.stringify(last)) {
      last = now;
      since = Date.now();
    }
    // the store of the other driver is not polled meanwhile
    if (driver === ON_PLANES) {
      expect(UNDER_WAY).not.toContain(await deliveryOf(bed, name));
    }
    expect(Date.now() - since).toBeGreaterThan(REST_MS[bed.world.kind]);
  }, PATIENCE_MS);
  return last;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  /* eslint-disable no-bitwise */
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /* eslint-enable no-bitwise */
}
