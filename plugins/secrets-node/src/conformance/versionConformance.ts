import { randomUUID } from 'node:crypto';
import { StoredSecretRestore } from '../driver';
import { SecretValues } from '../values';
import { bytesOf, Candidate, newCandidate } from './Candidate';
import { make, newChange, newValue, versionNow } from './Change';
import { ConformanceTest } from './ConformanceTest';
import { expectNoValues } from './faults';
import { failureOf, runSteps } from './runSteps';
import { StoreDriverHarness } from './types';

/** How a driver lists and restores versions, or says that it cannot. */
export function versionConformance(test: ConformanceTest): void {
  test('S4.6: tells of versions, compares and restores them as far as it declares', async harness => {
    const { driver, store } = harness;
    const candidate = newCandidate(driver);
    await make(harness, candidate);
    const restore = await newRestore(harness, candidate, '1');
    if (!driver.capabilities.versions) {
      expect(await failureOf(store.versions(candidate.intent))).toBe(
        'Unsupported',
      );
      const comparing = store.compare(candidate.intent, { versions: ['1'] });
      expect(await failureOf(comparing)).toBe('Unsupported');
    }
    if (driver.capabilities.versions) {
      await comparesVersions(harness);
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

/** Three versions in which one key each is changed, taken away and added. */
async function comparesVersions(harness: StoreDriverHarness): Promise<void> {
  const { store, driver } = harness;
  const candidate = newCandidate(driver);
  const { intent } = candidate;
  await make(harness, candidate);
  const written = [await versionNow(store, intent)];
  const values: SecretValues[] = [candidate.values];
  for (const wanted of [
    { set: new Map([['password', newValue()]]), remove: ['username'] },
    { set: new Map([['username', newValue()]]) },
  ]) {
    const next = await newChange(store, candidate, wanted);
    await runSteps(store.update(next.change).steps, next.values);
    written.unshift(await versionNow(store, intent));
    values.push(next.values);
  }
  const versions = await store.versions(intent);
  expect(versions.map(({ version }) => version)).toEqual(written);

  const ids = versions.map(({ id }) => id);
  const [third, second, first] = ids;
  const whole = ['password', 'username'];
  const compared = await store.compare(intent, { versions: ids });
  expect(compared).toEqual([
    {
      id: third,
      keys: whole,
      changes: { added: ['username'], removed: [], changed: [] },
    },
    {
      id: second,
      keys: ['password'],
      changes: { added: [], removed: ['username'], changed: ['password'] },
    },
    { id: first, keys: whole },
  ]);
  const [newest] = await store.compare(intent, {
    versions: [third],
    against: first,
  });
  expect(newest.changes).toEqual({ added: [], removed: [], changed: whole });
  for (const each of values) {
    expectNoValues([compared, newest], each);
  }

  const elsewhere = { ...intent, namespace: 'other' };
  const foreign = store.compare(elsewhere, { versions: ids });
  expect(await failureOf(foreign)).toBe('NotOwned');
  const absent = store.compare(newCandidate(driver).intent, { versions: ids });
  expect(await failureOf(absent)).toBe('NotFound');
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
