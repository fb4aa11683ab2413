import { inspect } from 'node:util';
import { isStoreError, Step } from '../driver';
import { SecretValues } from '../values';
import { runSteps } from './runSteps';
import { FaultSide, StoreDriverHarness } from './types';

const SIDES: FaultSide[] = ['before', 'after'];
/** More outside calls than any operation makes; a fault that is never reached ends the walk. */
const MOST_CALLS = 100;

/** Walks the calls of an operation, breaking one in each round, until a round does not reach the fault any more. */
export async function atEveryCall(
  { calls }: StoreDriverHarness,
  round: (breakCall: () => () => boolean) => Promise<boolean>,
): Promise<void> {
  for (const side of SIDES) {
    let reached = true;
    let index = 0;
    for (; reached; index += 1) {
      expect(index).toBeLessThan(MOST_CALLS);
      const broken = index;
      reached = await round(() => calls.breakNext(broken, side));
    }
    expect(index).toBeGreaterThan(1);
  }
}

/** Runs steps of which one may fail, with a StoreError that says nothing of the values. */
export async function runQuietly(
  steps: Step[],
  values: SecretValues,
): Promise<void> {
  try {
    await runSteps(steps, values);
  } catch (error) {
    expect(isStoreError(error)).toBe(true);
    expectNoValues(error, values);
  }
}

/** Nothing that was said holds a value, in any encoding. */
export function expectNoValues(error: unknown, values: SecretValues): void {
  const said = inspect(error, { depth: 10, showHidden: true });
  for (const value of values.values()) {
    for (const encoding of ['utf8', 'base64', 'hex'] as const) {
      expect(said).not.toContain(value.reveal().toString(encoding));
    }
  }
}
