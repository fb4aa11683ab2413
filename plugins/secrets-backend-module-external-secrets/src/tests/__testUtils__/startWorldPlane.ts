import { startTestWorld } from '@strongroom/real-cluster';
import { startPlane, TestPlane } from './startPlane';

const CLUSTER = 'plane-2';

/** A plane in the world that the environment names: embedded, or real programs. */
export async function startWorldPlane(): Promise<TestPlane> {
  const world = await startTestWorld({ clusters: [CLUSTER] });
  return startPlane({
    cluster: world.clusters[CLUSTER],
    kv: world.kv,
    server: world.kv.direct,
    stop: () => world.stop(),
  });
}
