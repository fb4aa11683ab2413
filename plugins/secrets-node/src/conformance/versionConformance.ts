import { randomUUID } from 'node:crypto';
import { StoredSecretRestore } from '../driver';
import { bytesOf, Candidate, newCandidate } from './Candidate';
import { make, newChange, newValue, versionNow } from './Change';
import { ConformanceTest } from './ConformanceTest';
import { failureOf, runSteps } from './runSteps';
import { StoreDriverHarness } from './types';

/** How a driver lists and restores versions, or says that it cannot. */
export function versionConformance(test: ConformanceTest): void {
  test('tells of versions and restores them as far as it declares', async harness => {
    const { driver, store } = harness;
    const candidate = newCandidate(driver);
    await make(harness, candidate);
    const restore = await newRestore(harness, candidate, '1');
    if (!driver.capabilities.versions) {
      expect(await failureOf(store.versions(candidate.intent))).toBe(
        'Unsupported',
      );
    }
    if (!driver.capabilities.restore) {
      const attempt = async () => store.restore(restore);
      expect(await failureOf(attempt())).toBe('Unsupported');
    }
    if (driver.capabilities.versions && driver.capabilities.restore) {
      await restoresVersions(harness, candidate);
    }
  });
}

/** A restore that was decided on now. */
export async function newRestore(
  { store }: StoreDriverHarness,
  { intent }: Candidate,
  version: string,
): Promise<StoredSecretRestore> {
  const { namespace, name, remoteKey } = intent;
  return {
    namespace,
    name,
    remoteKey,
    operationId: randomUUID(),
    basedOn: await versionNow(store, intent),
    version,
  };
}

async function restoresVersions(
  harness: StoreDriverHarness,
  candidate: Candidate,
): Promise<void> {
  const { store } = harness;
  const { intent } = candidate;
  const [first] = await store.versions(intent);
  const { change, values } = await newChange(store, candidate, {
    set: new Map([['token', newValue()]]),
    remove: ['password'],
  });
  await runSteps(store.update(change).steps, values);

  const versions = await store.versions(intent);
  expect(versions.map(({ state, current }) => [state, current])).toEqual([
    ['available', true],
    ['available', false],
  ]);
  expect(versions[1]).toEqual({ ...first, current: false });
  expect(versions[0].createdAt >= versions[1].createdAt).toBe(true);

  const stale = await newRestore(harness, candidate, first.id);
  const restore = await newRestore(harness, candidate, first.id);
  const restoring = store.restore(restore);
  await runSteps(restoring.steps);
  const verified = await restoring.verify();
  expect(verified).toEqual({
    intact: true,
    version: await versionNow(store, intent),
  });
  expect(await harness.readValues(intent.remoteKey)).toEqual(
    bytesOf(candidate.values),
  );
  expect(await store.versions(intent)).toHaveLength(3);

  const { signal } = new AbortController();
  const made = await harness.readTraces(intent);
  const taken = store.restore(restore);
  expect(await taken.committed(signal)).toBe(true);
  await runSteps(taken.steps);

  const late = store.restore({ ...stale, version: versions[0].id });
  expect(await failureOf(runSteps(late.steps))).toBe('Conflict');
  expect(await late.committed(signal)).toBe(false);
  const unknown = await newRestore(harness, candidate, '99');
  expect(await failureOf(runSteps(store.restore(unknown).steps))).toBe(
    'NotFound',
  );
  const elsewhere = { ...unknown, version: first.id, namespace: 'other' };
  expect(await failureOf(runSteps(store.restore(elsewhere).steps))).toBe(
    'NotOwned',
  );
  expect(await harness.readTraces(intent)).toEqual(made);
}
