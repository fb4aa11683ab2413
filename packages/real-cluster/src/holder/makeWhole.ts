import type { RealCluster } from '../types';

/** Mends every cluster; starts the KV store when it does not run, lets it go on when it was suspended, and unseals it. */
export async function makeWhole({ clusters, kv }: RealCluster): Promise<void> {
  await Promise.all([
    ...Object.values(clusters).map(cluster => cluster.mend()),
    (async () => {
      await kv?.program.resume();
      await kv?.program.start();
      await kv?.ready();
      // Does nothing to a store that is open.
      await kv?.unseal();
    })(),
  ]);
}
