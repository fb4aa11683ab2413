import { operationsOnPlanes } from './__testUtils__/faults/operationCases';
import { startFaultBed } from './__testUtils__/faults/startFaultBed';
import { tryFaults } from './__testUtils__/faults/tryFaults';
import { BothDrivers } from './__testUtils__/startBothDrivers';

describe('a fault before and after each outside call, on external-secrets', () => {
  let both: BothDrivers;

  beforeAll(async () => {
    both = await startFaultBed();
  }, 120_000);

  afterAll(async () => {
    await both.stop();
  }, 60_000);

  it('T22 T2: every operation ends as before or as asked for, says which, and leaves nothing', async () => {
    await tryFaults(both.portal, operationsOnPlanes(both.portal));
  }, 1_800_000);
});
