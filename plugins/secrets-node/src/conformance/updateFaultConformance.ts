import { inspect } from 'node:util';
import { StoreChange } from '../driver';
import { SecretValues } from '../values';
import { bytesOf, Candidate, newCandidate } from './Candidate';
import { changed, make, newChange, newValue } from './Change';
import { ConformanceTest } from './ConformanceTest';
import { atEveryCall, expectNoValues, runQuietly } from './faults';
import { untilStored } from './ObservedStates';
import { failureOf, runSteps, undoSteps, untilDone } from './runSteps';
import { StoreDriverHarness } from './types';
import { newRestore } from './versionConformance';

/** What becomes of a change when any one of its outside calls fails. */
export function updateFaultConformance(test: ConformanceTest): void {
  test('T22: a change that fails at any call goes on when it is tried again', harness =>
    atEveryCall(harness, async breakCall => {
      const { store } = harness;
      const candidate = newCandidate(harness.driver);
      await makeStored(harness, candidate);
      const wanted = await aChange(harness, candidate);
      const { steps, verify } = store.update(wanted.change);

      const reached = breakCall();
      await runQuietly(steps, wanted.values);
      const wasReached = reached();

      await untilDone(() => runSteps(steps, wanted.values));
      expect((await verify()).intact).toBe(true);
      const values = changed(candidate.values, wanted);
      await untilStored(harness, candidate.intent, bytesOf(values));
      return wasReached;
    }));

  test('T22: a change whose process dies at any call is finished or not done, and never half', harness =>
    atEveryCall(harness, async breakCall => {
      const { store } = harness;
      const candidate = newCandidate(harness.driver);
      await makeStored(harness, candidate);
      const wanted = await aChange(harness, candidate);

      const reached = breakCall();
      await runQuietly(store.update(wanted.change).steps, wanted.values);
      const committed = await settle(() => store.update(wanted.change));
      const wasReached = reached();

      const values = committed
        ? changed(candidate.values, wanted)
        : candidate.values;
      await untilStored(harness, candidate.intent, bytesOf(values));
      expect(committed).toBe(
        await store
          .update(wanted.change)
          .committed(new AbortController().signal),
      );
      return wasReached;
    }));

  test('T20, T22: a change that was closed as not done does not happen any more', async harness => {
    const { store } = harness;
    const candidate = newCandidate(harness.driver);
    await makeStored(harness, candidate);
    const wanted = await aChange(harness, candidate);
    const disarm = harness.calls.breakNext(0, 'before');
    const late = store.update(wanted.change);
    await runQuietly(late.steps, wanted.values);
    disarm();
    expect(await settle(() => store.update(wanted.change))).toBe(false);
    const next = await newChange(store, candidate, {
      set: new Map([['username', newValue()]]),
    });
    await runSteps(store.update(next.change).steps, next.values);

    expect(await failureOf(runSteps(late.steps, wanted.values))).toBe(
      'Conflict',
    );
    const values = changed(candidate.values, next);
    await untilStored(harness, candidate.intent, bytesOf(values));
  });

  test('T2, T22: a restore that fails at any call is finished or not done, and tells nothing of the values', async harness => {
    const { store, driver } = harness;
    if (!driver.capabilities.restore) {
      const candidate = newCandidate(driver);
      await make(harness, candidate);
      const restore = await newRestore(harness, candidate, '1');
      const attempt = async () => store.restore(restore);
      expect(await failureOf(attempt())).toBe('Unsupported');
      return;
    }
    await atEveryCall(harness, async breakCall => {
      const candidate = newCandidate(driver);
      await makeStored(harness, candidate);
      const [first] = await store.versions(candidate.intent);
      const wanted = await aChange(harness, candidate);
      await runSteps(store.update(wanted.change).steps, wanted.values);
      const restore = await newRestore(harness, candidate, first.id);

      const reached = breakCall();
      await runQuietly(store.restore(restore).steps, candidate.values);
      const committed = await settle(() => store.restore(restore));
      const wasReached = reached();

      const values = committed
        ? candidate.values
        : changed(candidate.values, wanted);
      await untilStored(harness, candidate.intent, bytesOf(values));
      const told = [await store.versions(candidate.intent), restore];
      expectNoValues(inspect(told, { depth: 10 }), candidate.values);
      return wasReached;
    });
  });
}

/** Makes a secret and waits for the store: a driver may wait for that itself, with more calls than matter here. */
async function makeStored(
  harness: StoreDriverHarness,
  candidate: Candidate,
): Promise<void> {
  await make(harness, candidate);
  await untilStored(harness, candidate.intent, bytesOf(candidate.values));
}

function aChange({ store }: StoreDriverHarness, candidate: Candidate) {
  const set: SecretValues = new Map([
    ['password', newValue()],
    ['token', newValue()],
  ]);
  return newChange(store, candidate, { set, remove: ['username'] });
}

/** What recovery does with a change that another process began: knows nothing but the journal, and has no values. */
async function settle(plan: () => StoreChange): Promise<boolean> {
  let committed = false;
  await untilDone(async () => {
    const { steps, committed: isCommitted } = plan();
    committed = await isCommitted(new AbortController().signal);
    await (committed ? runSteps(steps) : undoSteps(steps));
  });
  return committed;
}
