import { connectRealCluster } from '../holder';
import { startRealCluster } from '../startRealCluster';
import type { BareWorld, StartTestWorldOptions } from './types';

/** The real programs: those that `STRONGROOM_REAL_CLUSTER` names, else own ones. @throws when a cluster is missing */
export async function startRealWorld({
  clusters = ['control-plane', 'plane-2'],
  definitions,
}: StartTestWorldOptions): Promise<BareWorld> {
  const real = process.env.STRONGROOM_REAL_CLUSTER
    ? await connectRealCluster()
    : await startRealCluster({ clusters, definitions });
  const missing = clusters.filter(name => !real.clusters[name]);
  if (missing.length > 0 || !real.kv) {
    await real.stop();
    throw new Error(`There is no ${missing.join(', no ') || 'KV store'}.`);
  }
  const { kv } = real;
  return {
    kind: 'real',
    clusters: clusters.map(name => real.clusters[name]),
    kv: {
      ...kv,
      kill: () => kv.program.kill(),
      start: async () => {
        await kv.program.start();
        await kv.ready();
        await kv.unseal();
      },
    },
    real,
    stop: () => real.stop(),
  };
}
