import { join } from 'node:path';
import { startExternalSecrets } from './external-secrets';
import { startKubernetes } from './kubernetes';
import type { StartKubernetesOptions } from './kubernetes';
import type { ObtainedProgram } from './programs';
import type { RealKubernetes } from './types';

export interface StartClusterOptions extends StartKubernetesOptions {
  /** Absent: the cluster has none. */
  externalSecrets?: ObtainedProgram;
}

/** Starts one cluster, in a folder of its own, with External Secrets. @throws with the end of a program's log when it does not start */
export async function startCluster({
  externalSecrets,
  ...options
}: StartClusterOptions): Promise<RealKubernetes> {
  const folder = join(options.folder, options.name);
  const { cluster, externalSecretsKubeconfig } = await startKubernetes({
    ...options,
    folder,
  });
  const { etcd, apiServer, controllerManager, ready } = cluster;
  const [push] = await Promise.all([
    externalSecrets &&
      startExternalSecrets({
        program: externalSecrets,
        kubeconfig: externalSecretsKubeconfig,
        folder,
        watchdog: options.watchdog,
      }),
    ready(),
  ]);
  return {
    ...cluster,
    externalSecrets: push?.program,
    mend: async () => {
      for (const program of [etcd, apiServer, controllerManager]) {
        await program.resume();
      }
      await etcd.start();
      await apiServer.start();
      await ready();
      if (push) {
        const { program } = push;
        await program.resume();
        if (program.since < Math.max(etcd.since, apiServer.since)) {
          await program.kill();
        }
        await program.start();
        await push.ready();
      }
    },
  };
}
