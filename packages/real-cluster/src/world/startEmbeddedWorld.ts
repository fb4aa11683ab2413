import { startEmbeddedCluster } from '@strongroom/embedded-cluster';
import type { BareWorld, StartTestWorldOptions } from './types';

/** The embedded cluster, behaving as the version of External Secrets that the real world runs. */
export async function startEmbeddedWorld({
  clusters,
  definitions,
}: StartTestWorldOptions): Promise<BareWorld> {
  const embedded = await startEmbeddedCluster({
    clusters,
    definitions,
    esoVersion: '0.20',
    externalSecrets: { storeRequeueIntervalMs: 200 },
  });
  const kv = embedded.kv!;
  return {
    kind: 'embedded',
    clusters: Object.values(embedded.clusters).map(cluster => ({
      ...cluster,
      createToken: async rules => cluster.createToken(rules),
      compact: async () => cluster.compact(),
    })),
    kv: {
      address: kv.address,
      token: kv.token,
      seal: async () => kv.seal(),
      unseal: async () => kv.unseal(),
      setPolicy: async (name, text) => kv.setPolicy(name, text),
      createToken: async wanted => kv.createToken(wanted),
    },
    stop: () => embedded.stop(),
  };
}
