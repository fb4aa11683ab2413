import {
  operationsOnPlanes,
  operationsOnStores,
} from './__testUtils__/faults/operationCases';
import { startFaultBed } from './__testUtils__/faults/startFaultBed';
import { tryFaults } from './__testUtils__/faults/tryFaults';
import { BothDrivers } from './__testUtils__/startBothDrivers';

/** Those that kill come on top. */
const CELLS = 40;

describe('a fault before and after outside calls, on the programs themselves', () => {
  let both: BothDrivers;

  beforeAll(async () => {
    both = await startFaultBed();
  }, 120_000);

  afterAll(async () => {
    await both.stop();
  }, 60_000);

  it('T22 T2: every operation of both drivers ends as before or as asked for, says which, and leaves nothing', async () => {
    const { portal } = both;
    await tryFaults(
      portal,
      [...operationsOnPlanes(portal), ...operationsOnStores(portal)],
      CELLS,
    );
  }, 600_000);
});
