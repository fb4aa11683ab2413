import {
  openChoreoDefinitions,
  startEmbeddedCluster,
} from '@strongroom/embedded-cluster';
import { Api } from './Api';
import type { StartWorldOptions } from './startWorld';
import type { World } from './types';

/** The embedded cluster, behaving as the version of External Secrets that the real world runs. */
export async function startEmbeddedWorld(
  options: StartWorldOptions,
): Promise<Omit<World, 'namespace'>> {
  const embedded = await startEmbeddedCluster({
    clusters: ['contract'],
    definitions: openChoreoDefinitions,
    esoVersion: '0.20',
    externalSecrets: { storeRequeueIntervalMs: 5_000 },
    withoutExternalSecrets: options.withoutExternalSecrets,
  });
  const { contract } = embedded.clusters;
  const kv = embedded.kv!;
  const api = Api.create(contract);
  return {
    kind: 'embedded',
    api,
    kubeconfig: contract.kubeconfig(),
    kv: {
      address: kv.address,
      token: kv.token,
      seal: async () => kv.seal(),
      unseal: async () => kv.unseal(),
      setPolicy: async (name, text) => kv.setPolicy(name, text),
      createToken: async policies => kv.createToken({ policies }),
    },
    createToken: async rules => contract.createToken(rules),
    forget: async () => contract.compact(),
    stop: async () => {
      api.close();
      await embedded.stop();
    },
  };
}
