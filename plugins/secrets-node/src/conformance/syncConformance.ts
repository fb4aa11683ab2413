import { randomUUID } from 'node:crypto';
import { SecretStore, StoredSecretIntent } from '../driver';
import { bytesOf, newCandidate } from './Candidate';
import { ConformanceTest } from './ConformanceTest';
import { atEveryCall, runQuietly } from './faults';
import { untilStored } from './ObservedStates';
import { failureOf, runSteps, untilDone } from './runSteps';
import { StoreDriverHarness } from './types';

/** How a driver carries a value to the store again, and ends a deletion without the store. */
export function syncConformance(test: ConformanceTest): void {
  test('S3.6: a sync leaves the value as it is, and a second one as well', async harness => {
    const { driver, store } = harness;
    const { intent, values } = newCandidate(driver);
    await runSteps(store.create(intent), values);
    await untilStored(harness, intent, bytesOf(values));
    for (const push of [syncOf(store, intent), syncOf(store, intent)]) {
      await runSteps(push.steps);
      expect(await push.committed(new AbortController().signal)).toBe(true);
      await untilStored(harness, intent, bytesOf(values));
    }
  });

  test('T12, T13, T19: a sync touches nothing for a reference that names another path', async harness => {
    const { driver, store } = harness;
    const { intent, values } = newCandidate(driver);
    await runSteps(store.create(intent), values);
    await untilStored(harness, intent, bytesOf(values));
    const before = await harness.readTraces(intent);
    for (const remoteKey of [
      intent.remoteKey.replace(intent.namespace, 'other'),
      intent.remoteKey.replace(intent.name, 'another'),
    ]) {
      const { steps } = syncOf(store, { ...intent, remoteKey });
      expect(await failureOf(runSteps(steps))).toBe(
        harness.direct ? undefined : 'NotOwned',
      );
    }
    expect(await harness.readTraces(intent)).toEqual(before);
  });

  test('T22: a sync that fails at any call has not begun, or goes on when it is tried again', harness =>
    atEveryCallOf(harness, async breakCall => {
      const { driver, store } = harness;
      const { intent, values } = newCandidate(driver);
      await runSteps(store.create(intent), values);
      const { steps, committed } = syncOf(store, intent);

      const reached = breakCall();
      await runQuietly(steps, values);
      const wasReached = reached();

      await untilDone(() => runSteps(steps));
      expect(await committed(new AbortController().signal)).toBe(true);
      await untilStored(harness, intent, bytesOf(values));
      return wasReached;
    }));

  test('T22: a deletion can be given up while the store is down, at any call of which that may fail too', harness =>
    atEveryCallOf(harness, async breakCall => {
      const { driver, store } = harness;
      const { intent, values } = newCandidate(driver);
      await runSteps(store.create(intent), values);
      await untilStored(harness, intent, bytesOf(values));
      const steps = store.abandon(intent);
      await harness.stopStore();
      let wasReached: boolean;
      try {
        const reached = breakCall();
        await runQuietly(steps, values);
        wasReached = reached();
        await untilDone(() => runSteps(steps));
        if (!harness.direct) {
          expect(await harness.readTraces(intent)).toEqual([]);
          expect(await store.look(intent)).toEqual({ state: 'absent' });
        }
      } finally {
        await harness.startStore();
      }
      expect(await harness.readValues(intent.remoteKey)).toEqual(
        bytesOf(values),
      );
      return wasReached;
    }));
}

/** Once where the driver writes into the store itself, so that there is no call to break. */
async function atEveryCallOf(
  harness: StoreDriverHarness,
  round: (breakCall: () => () => boolean) => Promise<boolean>,
): Promise<void> {
  if (harness.direct) {
    await round(() => () => false);
  } else {
    await atEveryCall(harness, round);
  }
}

function syncOf(store: SecretStore, intent: StoredSecretIntent) {
  const { namespace, name, remoteKey, keys } = intent;
  return store.sync({
    namespace,
    name,
    remoteKey,
    keys,
    operationId: randomUUID(),
  });
}
