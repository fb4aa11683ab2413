/* eslint-disable jest/no-export, jest/valid-title, jest/expect-expect -- declares tests for the packages of drivers */
import { adoptConformance } from './adoptConformance';
import { ConformanceTest } from './ConformanceTest';
import { createConformance } from './createConformance';
import { deleteConformance } from './deleteConformance';
import { faultConformance } from './faultConformance';
import { leftoverConformance } from './leftoverConformance';
import { linkConformance } from './linkConformance';
import { observeConformance } from './observeConformance';
import { syncConformance } from './syncConformance';
import { StoreDriverConformanceOptions, StoreDriverHarness } from './types';
import { updateConformance } from './updateConformance';
import { updateFaultConformance } from './updateFaultConformance';
import { versionConformance } from './versionConformance';

/** Some tests make and push a secret for every outside call of an operation. */
const TEST_MS = 180_000;

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
    }, options.timeoutMs ?? TEST_MS);
    afterAll(async () => {
      await harness?.stop();
    });

    const test: ConformanceTest = (name, run) =>
      it(name, () => run(harness!), options.timeoutMs ?? TEST_MS);

    createConformance(test);
    updateConformance(test);
    versionConformance(test);
    faultConformance(test);
    updateFaultConformance(test);
    deleteConformance(test);
    syncConformance(test);
    leftoverConformance(test);
    adoptConformance(test);
    linkConformance(test);
    observeConformance(test);
  });
}
