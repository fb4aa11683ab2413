import { randomUUID } from 'node:crypto';
import { StoredSecretIntent } from '../driver';
import { bytesOf, newCandidate } from './Candidate';
import { make } from './Change';
import { ConformanceTest } from './ConformanceTest';
import { atEveryCall, runQuietly } from './faults';
import { untilStored } from './ObservedStates';
import { failureOf, runSteps, untilDone } from './runSteps';

/** How a driver takes over a value that it did not write. */
export function adoptConformance(test: ConformanceTest): void {
  test('S0.6: takes over what nobody claims as it stands, says so before, and may delete it from then on', async harness => {
    const { driver, store } = harness;
    const { intent, values } = newCandidate(driver);
    await harness.placeForeign(intent, values);
    const sight = await store.examine(intent);
    expect(sight).toMatchObject({
      state: 'adoptable',
      effects: expect.arrayContaining([
        expect.objectContaining({
          action: expect.stringMatching(/create|update/),
          sentence: expect.stringMatching(/\.$/),
        }),
      ]),
    });

    const steps = store.adopt(adoptionOf(intent));
    await runSteps([...steps, ...steps]);

    await untilStored(harness, intent, bytesOf(values));
    const after = await store.examine(intent);
    expect(
      after.state === 'adoptable' && after.effects.map(({ action }) => action),
    ).toEqual(expect.not.arrayContaining(['create', 'update']));
    await untilDone(() => runSteps(store.delete(intent)));
    expect(await harness.readValues(intent.remoteKey)).toBeUndefined();
  });

  test('S0.6: changes nothing of what is its own already', async harness => {
    const { driver, store } = harness;
    const candidate = newCandidate(driver);
    await make(harness, candidate);
    await untilStored(harness, candidate.intent, bytesOf(candidate.values));
    const before = await harness.readTraces(candidate.intent);
    await runSteps(store.adopt(adoptionOf(candidate.intent)));
    expect(await harness.readTraces(candidate.intent)).toEqual(before);
  });

  test('makes nothing up where nothing stands', async harness => {
    const { driver, store } = harness;
    const { intent } = newCandidate(driver);
    const { state } = await store.examine(intent);
    expect(['referenceOnly', 'foreign']).toContain(state);
    expect(await failureOf(runSteps(store.adopt(adoptionOf(intent))))).toBe(
      state === 'foreign' ? 'NotOwned' : undefined,
    );
    expect(await harness.readTraces(intent)).toEqual([]);
  });

  test("T12, T13, T19: takes over nothing for a reference that names another's path", async harness => {
    const { driver, store } = harness;
    const victim = newCandidate(driver);
    await make(harness, victim);
    await untilStored(harness, victim.intent, bytesOf(victim.values));
    const before = await harness.readTraces(victim.intent);
    const { remoteKey, namespace, name } = victim.intent;
    for (const forged of [
      { ...victim.intent, remoteKey: remoteKey.replace(namespace, 'other') },
      { ...victim.intent, remoteKey: remoteKey.replace(name, 'another') },
      { ...newCandidate(driver).intent, remoteKey },
    ]) {
      const { state } = await store.examine(forged);
      expect(['foreign', 'referenceOnly']).toContain(state);
      // where only the reference is taken over there is nothing to do, or nothing that may be done
      expect(
        state === 'foreign' ? ['NotOwned'] : [undefined, 'NotOwned'],
      ).toContain(await failureOf(runSteps(store.adopt(adoptionOf(forged)))));
    }
    expect(await harness.readTraces(victim.intent)).toEqual(before);
  });

  test('T22: an adoption that fails at any call goes on when it is tried again', harness =>
    atEveryCall(harness, async breakCall => {
      const { driver, store } = harness;
      const { intent, values } = newCandidate(driver);
      await harness.placeForeign(intent, values);
      const steps = store.adopt(adoptionOf(intent));

      const reached = breakCall();
      await runQuietly(steps, values);
      const wasReached = reached();

      await untilDone(() => runSteps(steps));
      await untilStored(harness, intent, bytesOf(values));
      return wasReached;
    }));
}

function adoptionOf({ namespace, name, remoteKey, keys }: StoredSecretIntent) {
  return { namespace, name, remoteKey, keys, operationId: randomUUID() };
}
