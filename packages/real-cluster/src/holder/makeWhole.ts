import type { RealCluster } from '../types';
import { CLUSTER_PROGRAMS } from './types';

/** Starts what does not run, lets go on what was suspended, and unseals the KV store. */
export async function makeWhole({ clusters, kv }: RealCluster): Promise<void> {
  await Promise.all([
    ...Object.values(clusters).map(async cluster => {
      for (const name of CLUSTER_PROGRAMS) {
        await cluster[name]?.resume();
        await cluster[name]?.start();
      }
      await cluster.ready();
    }),
    (async () => {
      await kv?.program.resume();
      await kv?.program.start();
      await kv?.ready();
      // Does nothing to a store that is open.
      await kv?.unseal();
    })(),
  ]);
}
