/* eslint-disable jest/no-export, jest/valid-title, jest/expect-expect -- declares tests for the packages of drivers */
import { ConformanceTest } from './ConformanceTest';
import { createConformance } from './createConformance';
import { deleteConformance } from './deleteConformance';
import { faultConformance } from './faultConformance';
import { observeConformance } from './observeConformance';
import { StoreDriverConformanceOptions, StoreDriverHarness } from './types';
import { updateConformance } from './updateConformance';
import { updateFaultConformance } from './updateFaultConformance';
import { versionConformance } from './versionConformance';

/**
 * The tests that every store driver passes, whatever stands behind it. Call it in a jest test file.
 * @public
 */
export function storeDriverConformance(
  options: StoreDriverConformanceOptions,
): void {
  describe('conformance of the store driver', () => {
    let harness: StoreDriverHarness | undefined;

    beforeAll(async () => {
      harness = await options.createHarness();
    }, options.timeoutMs ?? 60_000);
    afterAll(async () => {
      await harness?.stop();
    });

    const test: ConformanceTest = (name, run) =>
      it(name, () => run(harness!), options.timeoutMs ?? 60_000);

    createConformance(test);
    updateConformance(test);
    versionConformance(test);
    faultConformance(test);
    updateFaultConformance(test);
    deleteConformance(test);
    observeConformance(test);
  });
}
