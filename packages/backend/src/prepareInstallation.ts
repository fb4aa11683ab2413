import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  BackendFeature,
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { readInstallationKeys } from './readInstallationKeys';
import { keysFile, stateFolder } from './stateFolder';

/** Starts what the demo runs on, and writes `kubeconfig` and `openbao.env` into the state folder. */
export type StartCluster = (options: {
  state: string;
  /** Leave the believable estate out. */
  empty: boolean;
}) => Promise<{ stop(): Promise<void> }>;

/** What has to be there before the backend reads its configuration. */
export interface PreparedInstallation {
  /** Stops with the backend what was started for it. */
  feature: BackendFeature;
}

/**
 * Makes the state folder, the installation's keys and, unless `STRONGROOM_KUBECONFIG` names a cluster, clusters for the
 * demo; and tells the configuration about them through the environment.
 */
export async function prepareInstallation(
  env: NodeJS.ProcessEnv,
  startCluster: StartCluster,
): Promise<PreparedInstallation> {
  const state = stateFolder(env);
  mkdirSync(path.join(state, 'database'), { recursive: true, mode: 0o700 });
  env.STRONGROOM_STATE = state;

  const keys = readInstallationKeys(keysFile(state));
  env.STRONGROOM_RECORD_KEY = keys.record;
  env.STRONGROOM_FINGERPRINT_KEY = keys.fingerprint;

  if (env.STRONGROOM_KUBECONFIG) {
    // one cluster is all that is known of a kubeconfig from outside
    env.APP_CONFIG_secrets_clusters = JSON.stringify([
      {
        name: 'control-plane',
        kubeconfig: {
          path: path.resolve(env.STRONGROOM_KUBECONFIG),
          ...(env.STRONGROOM_CONTEXT && { context: env.STRONGROOM_CONTEXT }),
        },
      },
    ]);
    return { feature: stopWithBackend(async () => {}) };
  }
  const cluster = await startCluster({
    state,
    empty: env.STRONGROOM_EMPTY === '1',
  });
  return { feature: stopWithBackend(() => cluster.stop()) };
}

function stopWithBackend(stop: () => Promise<void>): BackendFeature {
  return createBackendModule({
    pluginId: 'secrets',
    moduleId: 'demo-cluster',
    register(reg) {
      reg.registerInit({
        deps: { lifecycle: coreServices.rootLifecycle },
        async init({ lifecycle }) {
          lifecycle.addShutdownHook(stop);
        },
      });
    },
  });
}
