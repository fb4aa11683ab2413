import { newCandidate } from './Candidate';
import { ConformanceTest } from './ConformanceTest';
import { atEveryCall, runQuietly } from './faults';
import { failureOf, runSteps, undoSteps, untilDone } from './runSteps';

/** What a driver does when any one of its outside calls fails. */
export function faultConformance(test: ConformanceTest): void {
  test('T22: a create that fails at any call goes on when it is tried again', harness =>
    atEveryCall(harness, async breakCall => {
      const { store, driver } = harness;
      const candidate = newCandidate(driver);
      const steps = store.create(candidate.intent);

      const reached = breakCall();
      await runQuietly(steps, candidate.values);
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
      await runQuietly(steps, candidate.values);
      await runQuietly(
        [{ name: 'undo', run: () => undoSteps(steps) }],
        candidate.values,
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
      await runQuietly(steps, candidate.values);
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
