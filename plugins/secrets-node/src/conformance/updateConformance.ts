import { bytesOf, newCandidate } from './Candidate';
import { changed, make, newChange, newValue } from './Change';
import { ConformanceTest } from './ConformanceTest';
import { untilStored } from './ObservedStates';
import { failureOf, runSteps } from './runSteps';

/** How a driver changes values without reading them. */
export function updateConformance(test: ConformanceTest): void {
  test('S0.4: sets, adds and removes single keys and leaves the others as they are', async harness => {
    const { driver, store } = harness;
    const candidate = newCandidate(
      driver,
      new Map(
        ['password', 'username', '__proto__', 'constructor', 'old'].map(key => [
          key,
          newValue(),
        ]),
      ),
    );
    await make(harness, candidate);
    const wanted = await newChange(store, candidate, {
      set: new Map([
        ['password', newValue()],
        ['hasOwnProperty', newValue()],
        ['__proto__', newValue()],
      ]),
      remove: ['old', 'constructor', 'never-there'],
    });
    const { steps, verify } = store.update(wanted.change);
    await runSteps(steps, wanted.values);

    const verified = await verify();
    expect(verified.intact).toBe(true);
    expect(verified.version).not.toBe(wanted.change.basedOn);
    const values = changed(candidate.values, wanted);
    await untilStored(harness, candidate.intent, bytesOf(values));
    expect(await store.describe(candidate.intent)).toMatchObject({
      keys: [...values.keys()].sort(),
      version: verified.version,
    });
  });

  test('S0.4: puts a whole set of keys in the place of another', async harness => {
    const { driver, store } = harness;
    const candidate = newCandidate(driver);
    await make(harness, candidate);
    const wanted = await newChange(store, candidate, {
      set: new Map([
        ['password', newValue()],
        ['certificate', newValue()],
      ]),
      replace: true,
    });
    const { steps, verify } = store.update(wanted.change);
    await runSteps(steps, wanted.values);

    expect((await verify()).intact).toBe(true);
    await untilStored(harness, candidate.intent, bytesOf(wanted.values));
    expect((await store.describe(candidate.intent))?.keys).toEqual([
      'certificate',
      'password',
    ]);
  });

  test('T20: lets one of many changes of one version win, whole', async harness => {
    const { driver, store } = harness;
    const candidate = newCandidate(driver);
    await make(harness, candidate);
    const rivals = await Promise.all(
      Array.from({ length: 8 }, () =>
        newChange(store, candidate, {
          set: new Map([
            ['password', newValue()],
            ['username', newValue()],
          ]),
        }),
      ),
    );
    const outcomes = await Promise.all(
      rivals.map(({ change, values }) =>
        failureOf(runSteps(store.update(change).steps, values)),
      ),
    );
    expect([...outcomes].sort()).toEqual([
      ...Array(7).fill('Conflict'),
      undefined,
    ]);
    const winner = rivals[outcomes.indexOf(undefined)];
    await untilStored(harness, candidate.intent, bytesOf(winner.values));
    const { signal } = new AbortController();
    const committed = await Promise.all(
      rivals.map(({ change }) => store.update(change).committed(signal)),
    );
    expect(committed).toEqual(rivals.map(rival => rival === winner));
  });

  test('T20: changes nothing on top of what another writer changed since', async harness => {
    const { driver, store } = harness;
    const candidate = newCandidate(driver);
    await make(harness, candidate);
    const { change, values } = await newChange(store, candidate, {
      set: new Map([['username', newValue()]]),
    });
    await harness.changeForeign(candidate.intent);
    const before = await harness.readTraces(candidate.intent);

    const { steps, committed } = store.update(change);
    expect(await failureOf(runSteps(steps, values))).toBe('Conflict');

    expect(await committed(new AbortController().signal)).toBe(false);
    expect(await harness.readTraces(candidate.intent)).toEqual(before);
  });

  test("T12, T13: changes nothing for a reference that names another's path", async harness => {
    const { driver, store } = harness;
    const victim = newCandidate(driver);
    await make(harness, victim);
    const { change, values } = await newChange(store, victim, {
      set: new Map([['password', newValue()]]),
    });
    const before = await harness.readTraces(victim.intent);
    const { namespace, name, remoteKey } = change;
    for (const forged of [
      { remoteKey: remoteKey.replace(namespace, 'other') },
      { remoteKey: remoteKey.replace(name, 'another') },
      { remoteKey: `${remoteKey}/../another` },
      { namespace: 'other' },
    ]) {
      const { steps } = store.update({ ...change, ...forged });
      expect(['NotOwned', 'NotFound']).toContain(
        await failureOf(runSteps(steps, values)),
      );
    }
    expect(await harness.readTraces(victim.intent)).toEqual(before);
  });

  test('changes nothing that is not there, nothing without values, and nothing twice', async harness => {
    const { driver, store } = harness;
    const candidate = newCandidate(driver);
    await make(harness, candidate);
    const { change, values } = await newChange(store, candidate, {
      set: new Map([['password', newValue()]]),
    });
    const absent = newCandidate(driver).intent;
    const nowhere = store.update({ ...change, ...absent });
    expect(await failureOf(runSteps(nowhere.steps, values))).toBe('NotFound');

    const before = await harness.readTraces(candidate.intent);
    expect(await failureOf(runSteps(store.update(change).steps))).toBe(
      'Invalid',
    );
    expect(await harness.readTraces(candidate.intent)).toEqual(before);

    const { steps } = store.update(change);
    for (const step of steps) {
      await runSteps([step, step], values);
    }
    const made = await harness.readTraces(candidate.intent);
    // as recovery does, which has no values
    const taken = store.update(change);
    expect(await taken.committed(new AbortController().signal)).toBe(true);
    await runSteps(taken.steps);
    expect(await harness.readTraces(candidate.intent)).toEqual(made);
  });
}
