import { connectRealCluster } from '../../holder';
import { Api } from './Api';
import type { BareWorld } from './types';

/** The real programs, which another process holds for all files of the suite; External Secrets runs among them. */
export async function startRealWorld(): Promise<BareWorld> {
  const real = await connectRealCluster();
  const contract = real.clusters['plane-1'];
  const kv = real.kv!;
  const api = Api.create(contract);
  return {
    kind: 'real',
    api,
    kubeconfig: contract.kubeconfig(),
    kv: {
      ...kv,
      createToken: (policies, ttlSeconds) =>
        kv.createToken({ policies, ttlSeconds }),
      kill: () => kv.program.kill(),
      start: async () => {
        await kv.program.start();
        await kv.ready();
        await kv.unseal();
      },
    },
    externalSecrets: {
      kill: async () => contract.externalSecrets?.kill(),
      start: async () => contract.externalSecrets?.start(),
    },
    createToken: rules => contract.createToken(rules),
    deleteLater: path => contract.deleteLater({ path }),
    restart: async () => {
      await contract.apiServer.kill();
      api.close();
      await contract.apiServer.start();
      await contract.ready();
    },
    forget: async () => {
      await contract.compact();
      api.close();
    },
    stop: async () => {
      api.close();
      await real.stop();
    },
  };
}
