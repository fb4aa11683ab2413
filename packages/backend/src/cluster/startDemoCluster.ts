import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  EmbeddedCluster,
  openChoreoDefinitions,
  startEmbeddedCluster,
} from '@strongroom/embedded-cluster';
import { EstateClock, layEstate, layFoundations } from '../estate';

/**
 * Starts the embedded clusters and the KV store on the state folder, and writes what other programs need to talk to
 * them: `kubeconfig` and `openbao.env`.
 */
export async function startDemoCluster(options: {
  state: string;
  /** Leave the believable estate out. */
  empty: boolean;
}): Promise<EmbeddedCluster> {
  const { state, empty } = options;
  const clock = new EstateClock();
  const cluster = await startEmbeddedCluster({
    clock,
    stateFile: path.join(state, 'cluster.sqlite'),
    clusters: ['control-plane', 'plane-2'],
    definitions: openChoreoDefinitions,
    kubeconfigPath: path.join(state, 'kubeconfig'),
  });
  const { address, token } = cluster.kv!;
  writeFileSync(
    path.join(state, 'openbao.env'),
    `export BAO_ADDR=${address}\nexport BAO_TOKEN=${token}\nexport VAULT_ADDR=${address}\nexport VAULT_TOKEN=${token}\n`,
    { mode: 0o600 },
  );
  layFoundations(cluster, clock);
  if (!empty) {
    await layEstate(cluster, clock);
  }
  return cluster;
}
