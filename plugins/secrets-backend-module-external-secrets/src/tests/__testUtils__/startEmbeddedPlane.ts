import {
  ExternalSecretsVersion,
  startEmbeddedCluster,
} from '@strongroom/embedded-cluster';
import { hurriedClock } from './hurriedClock';
import { startPlane, TestPlane } from './startPlane';

/** A plane on an embedded cluster that behaves as this version of External Secrets does. */
export async function startEmbeddedPlane(
  esoVersion: ExternalSecretsVersion,
): Promise<TestPlane> {
  const embedded = await startEmbeddedCluster({
    clusters: ['plane'],
    esoVersion,
    clock: hurriedClock(),
    externalSecrets: { storeRequeueIntervalMs: 2_000 },
  });
  const kv = embedded.kv!;
  return startPlane({
    cluster: embedded.clusters.plane,
    kv,
    server: kv,
    storeName: 'default',
    stop: () => embedded.stop(),
  });
}
