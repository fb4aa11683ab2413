import { eventually } from '../eventually';
import { callsOf, describeCall, OutsideCall } from './outsideCalls';
import { FaultBed, ON_PLANES, OperationCase, PAUSE_MS } from './operationCases';
import { observeSecret, ObservedSecret } from './observeSecret';
import { PAYMENTS } from '../tenants';

const PATIENCE_MS = 60_000;
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
  /** What the user is told, and how it ends. */
  undisturbed: string;
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
  let undisturbed = '';
  const calls = await callsOf(bed.world, name, async () => {
    const { status, text } = await operation.run(name, etag);
    undisturbed = `${status}: done`;
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
  return { operation, calls, before, after, undisturbed };
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
  await eventually(
    async () => {
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
    },
    PATIENCE_MS,
    PAUSE_MS,
  );
  return last;
}
