import { randomUUID } from 'node:crypto';
import { newCandidate } from './Candidate';
import { make } from './Change';
import { ConformanceTest } from './ConformanceTest';
import { failureOf, runSteps } from './runSteps';

/** What a driver tells of what is left of operations, and how it takes it away. */
export function leftoverConformance(test: ConformanceTest): void {
  test('T23: says whose operation made what stands, where it keeps that beside the value', async harness => {
    const { driver, store } = harness;
    const candidate = newCandidate(driver);
    await make(harness, candidate);
    const made = await store.describe(candidate.intent);
    const { operationId } = candidate.intent;
    for (const mark of made?.operationIds ?? []) {
      expect(mark).toBe(operationId);
    }
    expect(made?.onlyOurs).not.toBe(false);
    expect(made?.leftoverKeys ?? []).toEqual([]);

    await harness.changeForeign(candidate.intent);
    const changed = await store.describe(candidate.intent);
    expect(changed?.onlyOurs).not.toBe(true);
  });

  test('T23: prunes nothing of a secret that is as it was made, and nothing that is not there', async harness => {
    const { driver, store } = harness;
    const candidate = newCandidate(driver);
    await make(harness, candidate);
    const before = await harness.readTraces(candidate.intent);
    const operationId = randomUUID();
    for (const ref of [candidate.intent, newCandidate(driver).intent]) {
      const steps = store.prune?.({ ...ref, operationId }) ?? [];
      await runSteps([...steps, ...steps]);
    }
    expect(await harness.readTraces(candidate.intent)).toEqual(before);
  });

  test("T19: prunes nothing for a reference that names another's path", async harness => {
    const { driver, store } = harness;
    const victim = newCandidate(driver);
    await make(harness, victim);
    const before = await harness.readTraces(victim.intent);
    const { namespace, name, remoteKey } = victim.intent;
    for (const forged of [
      remoteKey.replace(namespace, 'other'),
      remoteKey.replace(name, 'another'),
    ]) {
      const target = { namespace, name, remoteKey: forged };
      const steps = store.prune?.({ ...target, operationId: randomUUID() });
      expect(steps && (await failureOf(runSteps(steps)))).toBe(
        steps && 'NotOwned',
      );
    }
    expect(await harness.readTraces(victim.intent)).toEqual(before);
  });
}
