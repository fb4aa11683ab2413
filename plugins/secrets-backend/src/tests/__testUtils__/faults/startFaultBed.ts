import { layPlaneNamespaces } from '../layPlaneSecret';
import { BothDrivers, startBothDrivers } from '../startBothDrivers';

/** Polls of a store are no calls of an operation, and look like them. */
export const NO_POLLS = { hours: 1 };

/** A portal on both drivers whose calls give up soon and whose operations are soon taken over. */
export async function startFaultBed(): Promise<BothDrivers> {
  const both = await startBothDrivers({
    clusterTimeout: { seconds: 2 },
    driverConfig: { pollInterval: NO_POLLS },
  });
  await layPlaneNamespaces(both.portal);
  return both;
}
