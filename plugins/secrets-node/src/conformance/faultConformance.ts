import { inspect } from 'node:util';
import { isStoreError, Step } from '../driver';
import { SecretValues } from '../values';
import { Candidate, newCandidate } from './Candidate';
import { ConformanceTest } from './ConformanceTest';
import { failureOf, runSteps, undoSteps, untilDone } from './runSteps';
import { FaultSide, StoreDriverHarness } from './types';

const SIDES: FaultSide[] = ['before', 'after'];
/** More outside calls than any operation makes; a fault that is never reached ends the walk. */
const MOST_CALLS = 100;

/** What a driver does when any one of its outside calls fails. */
export function faultConformance(test: ConformanceTest): void {
  test('T22: a create that fails at any call goes on when it is tried again', harness =>
    atEveryCall(harness, async breakCall => {
      const { store, driver } = harness;
      const candidate = newCandidate(driver);
      const steps = store.create(candidate.intent);

      const reached = breakCall();
      await runQuietly(steps, candidate);
      const wasReached = reached();

      await runSteps(steps, candidate.values);
      expect((await store.verify(candidate.intent)).intact).toBe(true);
      return wasReached;
    }));

  test('T22: a create that fails at any call can be taken back, at any call of which it may fail too', harness =>
    atEveryCall(harness, async breakCall => {
      const { store, driver } = harness;
      const candidate = newCandidate(driver);
      const steps = store.create(candidate.intent);

      const reached = breakCall();
      await runQuietly(steps, candidate);
      await runQuietly(
        [{ name: 'undo', run: () => undoSteps(steps) }],
        candidate,
      );
      const wasReached = reached();

      await untilDone(() => undoSteps(steps));
      expect(await harness.readTraces(candidate.intent)).toEqual([]);
      expect(
        await harness.readValues(candidate.intent.remoteKey),
      ).toBeUndefined();
      return wasReached;
    }));

  test('T22: a delete that fails at any call goes on when it is tried again', harness =>
    atEveryCall(harness, async breakCall => {
      const { store, driver } = harness;
      const candidate = newCandidate(driver);
      await runSteps(store.create(candidate.intent), candidate.values);
      const steps = store.delete(candidate.intent);

      const reached = breakCall();
      await runQuietly(steps, candidate);
      const wasReached = reached();

      await untilDone(() => runSteps(steps));
      expect(await harness.readTraces(candidate.intent)).toEqual([]);
      expect(
        await harness.readValues(candidate.intent.remoteKey),
      ).toBeUndefined();
      return wasReached;
    }));

  test('T2: looking, verifying and describing fail in our words, and work again', async harness => {
    const { store, driver, calls } = harness;
    const { intent, values } = newCandidate(driver);
    await runSteps(store.create(intent), values);
    for (const read of [
      () => store.look(intent),
      () => store.verify(intent),
      () => store.describe(intent),
      () => store.readiness(),
    ]) {
      const disarm = calls.breakNext(0, 'before');
      expect(await failureOf(read())).toBeDefined();
      expect(disarm()).toBe(true);
      expect(await failureOf(read())).toBeUndefined();
    }
  });
}

/** Walks the calls of an operation, breaking one in each round, until a round does not reach the fault any more. */
async function atEveryCall(
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
async function runQuietly(steps: Step[], { values }: Candidate): Promise<void> {
  try {
    await runSteps(steps, values);
  } catch (error) {
    expect(isStoreError(error)).toBe(true);
    expectNoValues(error, values);
  }
}

function expectNoValues(error: unknown, values: SecretValues): void {
  const said = inspect(error, { depth: 10, showHidden: true });
  for (const value of values.values()) {
    for (const encoding of ['utf8', 'base64', 'hex'] as const) {
      expect(said).not.toContain(value.reveal().toString(encoding));
    }
  }
}
