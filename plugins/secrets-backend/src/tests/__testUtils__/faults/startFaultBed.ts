import { layPlaneNamespaces } from '../layPlaneSecret';
import { BothDrivers, startBothDrivers } from '../startBothDrivers';

/** Polls of a store are no calls of an operation, and look like them. */
export const NO_POLLS = { hours: 1 };

/** A portal on both drivers whose calls give up soon and whose operations are soon taken over. */
export async function startFaultBed(): Promise<BothDrivers> {
  const both = await startBothDrivers({
    // longer than a busy machine takes for a call that nothing happens to
    clusterTimeout: { seconds: 4 },
    secrets: {
      operations: {
        lease: { seconds: 2 },
        requestTimeout: { seconds: 4 },
        deadline: { seconds: 12 },
      },
    },
    driverConfig: { pollInterval: NO_POLLS },
  });
  await layPlaneNamespaces(both.portal);
  return both;
}
