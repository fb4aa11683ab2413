import path from 'node:path';
import {
  EmbeddedCluster,
  openChoreoDefinitions,
  startEmbeddedCluster,
} from '@strongroom/embedded-cluster';
import { EstateClock } from '../estate';
import { layDemo } from './layDemo';
import { StoreCluster } from './StoreCluster';

/**
 * Starts the embedded clusters and the KV store on the state folder, and writes what other programs need to talk to
 * them: `kubeconfig` and `openbao.env`.
 */
export async function startDemoCluster(options: {
  state: string;
  /** Leave the believable estate out. */
  empty: boolean;
}): Promise<EmbeddedCluster> {
  const { state } = options;
  const clock = new EstateClock();
  const cluster = await startEmbeddedCluster({
    clock,
    stateFile: path.join(state, 'cluster.sqlite'),
    clusters: ['control-plane', 'plane-2'],
    definitions: openChoreoDefinitions,
    kubeconfigPath: path.join(state, 'kubeconfig'),
  });
  const clusters = Object.fromEntries(
    Object.values(cluster.clusters).map(({ name, store }) => [
      name,
      StoreCluster.create(store, clock),
    ]),
  );
  await layDemo({ clusters, kv: cluster.kv! }, options);
  return cluster;
}
