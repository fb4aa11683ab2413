import { newCandidate } from './Candidate';
import { ConformanceTest } from './ConformanceTest';
import { ObservedStates } from './ObservedStates';
import { eventually, failureOf, runSteps, untilDone } from './runSteps';
import { StoreDriverHarness } from './types';

/** What a driver tells of its secrets while they live. */
export function observeConformance(test: ConformanceTest): void {
  test('tells every secret from its creation to its end, to listeners old and new', async harness => {
    const { driver, store } = harness;
    const { intent, values } = newCandidate(driver);
    const early = ObservedStates.of(store);
    await eventually(
      () => early.listed && early.reachable,
      listed => listed,
    );

    await runSteps(store.create(intent), values);
    const seen = await early.until(intent, 'Synced');
    expect(seen).toMatchObject({
      namespace: intent.namespace,
      name: intent.name,
      keys: intent.keys,
      remoteKeys: [intent.remoteKey],
      operationId: intent.operationId,
    });
    expect(seen?.push.confirmedAt).toBeInstanceOf(Date);
    expect(early.history(intent)).not.toContain('Failed');

    const late = ObservedStates.of(store);
    expect((await late.until(intent, 'Synced'))?.uid).toBe(seen?.uid);
    await eventually(
      () => late.listed,
      listed => listed,
    );

    await untilDone(() => runSteps(store.delete(intent)));
    await Promise.all([early, late].map(each => each.until(intent, undefined)));
    late.close();
    early.close();
  });

  test('tells a push or a store that fails, and the recovery from it', async harness => {
    const { driver, store } = harness;
    const { intent, values } = newCandidate(driver);
    const observed = ObservedStates.of(store);
    if (harness.direct) {
      await observesStore(harness, observed);
      return;
    }
    await harness.stopStore();
    try {
      await failureOf(runSteps(store.create(intent), values));
      const failed = await observed.until(intent, 'Failed');
      expect(failed?.push.message).toMatch(/^[A-Z].*\.$/);
      expect(failed?.push.message).not.toMatch(/https?:|\d{3}/);
    } finally {
      await harness.startStore();
    }
    await observed.until(intent, 'Synced');
    observed.close();
  });
}

/** Without a push the store itself is all that can fail, and what stood in it stays known meanwhile. */
async function observesStore(
  harness: StoreDriverHarness,
  observed: ObservedStates,
): Promise<void> {
  const { driver, store } = harness;
  const [known, late] = [newCandidate(driver), newCandidate(driver)];
  const reachable = (expected: boolean) =>
    eventually(
      () => observed.reachable,
      seen => seen === expected,
    );
  await runSteps(store.create(known.intent), known.values);
  await observed.until(known.intent, 'Synced');

  await harness.stopStore();
  try {
    const failure = await failureOf(
      runSteps(store.create(late.intent), late.values),
    );
    expect(['Unavailable', 'Timeout']).toContain(failure);
    await reachable(false);
    expect(observed.get(known.intent)?.push.state).toBe('Synced');
    expect(observed.get(late.intent)).toBeUndefined();
  } finally {
    await harness.startStore();
  }
  await reachable(true);
  await runSteps(store.create(late.intent), late.values);
  await observed.until(late.intent, 'Synced');
  expect(observed.history(known.intent)).not.toContain('Failed');
  observed.close();
}
