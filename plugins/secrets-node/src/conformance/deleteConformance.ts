import { bytesOf, newCandidate } from './Candidate';
import { ConformanceTest } from './ConformanceTest';
import { ObservedStates } from './ObservedStates';
import { eventually, failureOf, runSteps, untilDone } from './runSteps';

/** Milliseconds that a caller waits for a store that is down. */
const PATIENCE_MS = 1_500;

/** How a driver deletes, and when it says so. */
export function deleteConformance(test: ConformanceTest): void {
  test('is done only when the store has the value no more', async harness => {
    const { driver, store } = harness;
    const { intent, values } = newCandidate(driver);
    const observed = ObservedStates.of(store);
    await runSteps(store.create(intent), values);
    await observed.until(intent, 'Synced');
    observed.close();

    const steps = store.delete(intent);
    await untilDone(() => runSteps(steps));

    expect(await harness.readValues(intent.remoteKey)).toBeUndefined();
    expect(await harness.readTraces(intent)).toEqual([]);
    expect(await store.describe(intent)).toBeUndefined();
    expect(await store.look(intent)).toEqual({ state: 'absent' });
    await runSteps(steps);
  });

  test('T22: waits for a store that is down, and goes on when it is back', async harness => {
    const { driver, store } = harness;
    const { intent, values } = newCandidate(driver);
    const observed = ObservedStates.of(store);
    await runSteps(store.create(intent), values);
    await observed.until(intent, 'Synced');
    const steps = store.delete(intent);

    await harness.stopStore();
    try {
      expect(['Timeout', 'Unavailable']).toContain(
        await failureOf(
          runSteps(steps, undefined, AbortSignal.timeout(PATIENCE_MS)),
        ),
      );
      if (!harness.direct) {
        expect(await harness.readTraces(intent)).not.toEqual([]);
      }
    } finally {
      await harness.startStore();
    }
    observed.close();
    if (harness.direct) {
      expect(await harness.readTraces(intent)).not.toEqual([]);
    }
    await untilDone(() => runSteps(steps));

    expect(await harness.readValues(intent.remoteKey)).toBeUndefined();
    expect(await harness.readTraces(intent)).toEqual([]);
  });

  test("T12, T13, T19: deletes nothing for a reference that names another's path", async harness => {
    const { driver, store } = harness;
    const victim = newCandidate(driver);
    const observed = ObservedStates.of(store);
    await runSteps(store.create(victim.intent), victim.values);
    await observed.until(victim.intent, 'Synced');
    observed.close();
    const before = await harness.readTraces(victim.intent);
    const { remoteKey, namespace, name } = victim.intent;

    for (const ref of [
      { namespace, name, remoteKey: remoteKey.replace(namespace, 'other') },
      { namespace, name, remoteKey: remoteKey.replace(name, 'another') },
      { namespace, name, remoteKey: `${remoteKey}/../another` },
    ]) {
      const steps = store.delete({ ...ref, operationId: 'forged' });
      expect(await failureOf(runSteps(steps))).toBe('NotOwned');
    }
    const elsewhere = { namespace: 'other', name, remoteKey };
    await failureOf(
      runSteps(store.delete({ ...elsewhere, operationId: 'forged' })),
    );

    expect(await harness.readTraces(victim.intent)).toEqual(before);
    expect(await harness.readValues(remoteKey)).toEqual(bytesOf(victim.values));
  });

  test('T12: makes nothing outside the part of the store that belongs to the namespace', async harness => {
    const { driver, store } = harness;
    const { intent, values } = newCandidate(driver);
    for (const remoteKey of [
      intent.remoteKey.replace(intent.namespace, 'other'),
      `${intent.remoteKey}/../../../other/x`,
      '',
    ]) {
      const attempt = async () =>
        runSteps(store.create({ ...intent, remoteKey }), values);
      expect(await failureOf(attempt())).toBe('Invalid');
    }
    expect(await harness.readTraces(intent)).toEqual([]);
  });

  test('says that the store is not ready while it is down', async harness => {
    const { store } = harness;
    const readiness = () => store.readiness();
    await eventually(readiness, ({ ready }) => ready);
    await harness.stopStore();
    try {
      const down = await eventually(readiness, ({ ready }) => !ready);
      expect(down.message).toBeTruthy();
    } finally {
      await harness.startStore();
    }
    await eventually(readiness, ({ ready }) => ready);
  });
}
