import { SecretValue } from '../values';
import { bytesOf, newCandidate, rival } from './Candidate';
import { ConformanceTest } from './ConformanceTest';
import { ObservedStates } from './ObservedStates';
import { failureOf, runSteps, undoSteps, untilDone } from './runSteps';

/** Text that something on the way might change: line ends, byte order marks, templates, names of built-in properties. */
function awkwardValues(): Map<string, SecretValue> {
  const texts: Array<[string, string]> = [
    ['crlf', 'one\r\ntwo\r\n'],
    ['bom', '\uFEFFafter'],
    ['nul', 'a\u0000b'],
    ['trailing-newline', 'x\n'],
    ['space', '  x  '],
    ['empty', ''],
    ['beyond-bmp', '\u{1F511} \u00e9 \u2028'],
    ['json', '{"a": "\\u0041", "b": [1, 1.0]}'],
    ['number', '1e400'],
    ['template', '{{ .password | toJson }} {{`x`}} ${HOME} $(id)'],
    ['__proto__', 'proto'],
    ['constructor', 'constructor'],
    ['hasOwnProperty', 'own'],
    ['.dockerconfigjson', '{"auths":{}}'],
  ];
  const many = Array.from({ length: 40 }, (_, index): [string, string] => [
    `key-${index}`,
    `value ${index}`,
  ]);
  return new Map(
    [...texts, ...many].map(([key, text]) => [key, SecretValue.fromUtf8(text)]),
  );
}

/** How a driver makes secrets and takes them back. */
export function createConformance(test: ConformanceTest): void {
  test('T11, T10, T17: brings every byte of every key to the store', async harness => {
    const { driver, store } = harness;
    const { intent, values } = newCandidate(driver, awkwardValues());
    const observed = ObservedStates.of(store);
    expect(await store.look(intent)).toEqual({ state: 'absent' });

    await runSteps(store.create(intent), values);

    const verified = await store.verify(intent);
    expect(verified.intact).toBe(true);
    await observed.until(intent, 'Synced');
    observed.close();
    expect(await harness.readValues(intent.remoteKey)).toEqual(bytesOf(values));
    const described = await store.describe(intent);
    expect(described).toMatchObject({
      keys: intent.keys,
      version: verified.version,
      push: { state: 'Synced' },
    });
    expect(described?.version).toBeTruthy();
  });

  test('T19: makes nothing over what another writer made, and leaves that as it is', async harness => {
    const { driver, store } = harness;
    const { intent, values } = newCandidate(driver);
    await harness.placeForeign(intent);
    const before = await harness.readTraces(intent);
    expect(await store.look(intent)).toEqual({ state: 'foreign' });

    const steps = store.create(intent);
    expect(['NotOwned', 'AlreadyExists']).toContain(
      await failureOf(runSteps(steps, values)),
    );
    await undoSteps(steps);

    expect(await harness.readTraces(intent)).toEqual(before);
    expect((await store.verify(intent)).intact).toBe(false);
  });

  test('T20: lets one of two creates of a name win, and the loser take nothing away', async harness => {
    const { driver, store } = harness;
    const first = newCandidate(driver);
    const second = rival(first);
    await runSteps(store.create(first.intent), first.values);

    const steps = store.create(second.intent);
    expect(['NotOwned', 'AlreadyExists']).toContain(
      await failureOf(runSteps(steps, second.values)),
    );
    await undoSteps(steps);

    expect((await store.verify(first.intent)).intact).toBe(true);
    expect((await store.verify(second.intent)).intact).toBe(false);
  });

  test('T20: lets one of many creates at once win, whole', async harness => {
    const { driver, store } = harness;
    const first = newCandidate(driver);
    const rivals = [first, ...Array.from({ length: 7 }, () => rival(first))];
    const outcomes = await Promise.all(
      rivals.map(async ({ intent, values }) => {
        const steps = store.create(intent);
        const code = await failureOf(runSteps(steps, values));
        if (code !== undefined) {
          await undoSteps(steps);
        }
        return code;
      }),
    );
    const winners = rivals.filter((_, index) => outcomes[index] === undefined);
    expect(winners).toHaveLength(1);
    const [winner] = winners;
    expect((await store.verify(winner.intent)).intact).toBe(true);
    const observed = ObservedStates.of(store);
    await observed.until(winner.intent, 'Synced');
    observed.close();
    expect(await harness.readValues(winner.intent.remoteKey)).toEqual(
      bytesOf(winner.values),
    );
  });

  test('makes nothing without values', async ({
    driver,
    store,
    readTraces,
  }) => {
    const { intent } = newCandidate(driver);
    expect(await failureOf(runSteps(store.create(intent)))).toBe('Invalid');
    expect(await readTraces(intent)).toEqual([]);
  });

  test('does no harm when every step runs twice', async harness => {
    const { driver, store } = harness;
    const { intent, values } = newCandidate(driver);
    for (const step of store.create(intent)) {
      await runSteps([step, step], values);
    }
    expect((await store.verify(intent)).intact).toBe(true);
    const made = await harness.readTraces(intent);
    await runSteps(store.create(intent), values);
    expect(await harness.readTraces(intent)).toEqual(made);
  });

  test('T22: leaves nothing behind after an undo, not even in the store', async harness => {
    const { driver, store } = harness;
    const { intent, values } = newCandidate(driver);
    const observed = ObservedStates.of(store);
    const steps = store.create(intent);
    await runSteps(steps, values);
    await observed.until(intent, 'Synced');
    observed.close();

    await untilDone(() => undoSteps(steps));

    expect(await harness.readTraces(intent)).toEqual([]);
    expect(await harness.readValues(intent.remoteKey)).toBeUndefined();
    expect(await store.look(intent)).toEqual({ state: 'absent' });
    await undoSteps(steps);
  });

  test('T19: sees what another writer changed, and an undo spares it', async harness => {
    const { driver, store } = harness;
    const { intent, values } = newCandidate(driver);
    const steps = store.create(intent);
    await runSteps(steps, values);
    const { version } = await store.verify(intent);

    await harness.changeForeign(intent);
    const changed = await harness.readTraces(intent);

    const verified = await store.verify(intent);
    expect(verified.intact).toBe(false);
    expect(verified.version).not.toBe(version);
    expect((await store.describe(intent))?.version).toBe(verified.version);
    expect(await failureOf(undoSteps(steps))).toBe('NotOwned');
    expect(await harness.readTraces(intent)).toEqual(changed);
  });
}
