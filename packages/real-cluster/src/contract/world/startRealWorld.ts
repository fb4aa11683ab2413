import { openChoreoDefinitions } from '@strongroom/embedded-cluster';
import { startRealCluster } from '../../startRealCluster';
import { Api } from './Api';
import type { StartWorldOptions } from './startWorld';
import type { World } from './types';

/** The real programs. */
export async function startRealWorld(
  options: StartWorldOptions,
): Promise<Omit<World, 'namespace'>> {
  const real = await startRealCluster({
    clusters: ['contract'],
    definitions: openChoreoDefinitions,
    withoutExternalSecrets: options.withoutExternalSecrets,
    // Else lists go on from memory, and their tokens never expire.
    apiServerFlags: ['--feature-gates=ListFromCacheSnapshot=false'],
  });
  const { contract } = real.clusters;
  const kv = real.kv!;
  const api = Api.create(contract);
  return {
    kind: 'real',
    api,
    kubeconfig: contract.kubeconfig(),
    kv: {
      ...kv,
      createToken: policies => kv.createToken({ policies }),
    },
    createToken: rules => contract.createToken(rules),
    forget: () => contract.compact(),
    stop: async () => {
      api.close();
      await real.stop();
    },
  };
}
