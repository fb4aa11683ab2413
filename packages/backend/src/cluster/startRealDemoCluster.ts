import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openChoreoDefinitions } from '@strongroom/embedded-cluster';
import { RealCluster, startRealCluster } from '@strongroom/real-cluster';
import { ApiCluster } from './ApiCluster';
import { layDemo } from './layDemo';

/**
 * Starts the same clusters as the embedded ones from the real programs, with the same estate, and writes the same files
 * into the state folder. All they hold is gone when they stop.
 */
export async function startRealDemoCluster(options: {
  state: string;
  /** Leave the believable estate out. */
  empty: boolean;
}): Promise<RealCluster> {
  const real = await startRealCluster({
    clusters: ['control-plane', 'plane-2'],
    definitions: openChoreoDefinitions,
  });
  const clusters = Object.fromEntries(
    Object.values(real.clusters).map(cluster => [
      cluster.name,
      ApiCluster.create(cluster),
    ]),
  );
  try {
    writeFileSync(path.join(options.state, 'kubeconfig'), real.kubeconfig(), {
      mode: 0o600,
    });
    await layDemo({ clusters, kv: real.kv! }, options);
  } catch (error) {
    await real.stop();
    throw error;
  } finally {
    for (const cluster of Object.values(clusters)) {
      cluster.close();
    }
  }
  return real;
}
