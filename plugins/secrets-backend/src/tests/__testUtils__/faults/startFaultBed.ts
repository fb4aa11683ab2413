import { layPlaneNamespaces } from '../layPlaneSecret';
import { BothDrivers, startBothDrivers } from '../startBothDrivers';

/** A portal on both drivers whose calls give up soon and whose operations are soon taken over. */
export async function startFaultBed(): Promise<BothDrivers> {
  const both = await startBothDrivers({ clusterTimeout: { seconds: 2 } });
  await layPlaneNamespaces(both.portal);
  return both;
}
