import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  BackendFeature,
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { EstateKv } from './estate';
import { readInstallationKeys } from './readInstallationKeys';
import { certificateFile, keysFile, stateFolder } from './stateFolder';

/** Starts what the demo runs on, and writes what tells of it into the state folder, as {@link layDemo} does. */
export type StartCluster = (options: {
  state: string;
  /** Leave the believable estate out. */
  empty: boolean;
}) => Promise<{
  kv?: Pick<EstateKv, 'address' | 'caData'>;
  stop(): Promise<void>;
}>;

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
    // nothing is known of a KV store there
    env.APP_CONFIG_secrets_planes_overrides = '[]';
    return { feature: stopWithBackend(async () => {}) };
  }
  const cluster = await startCluster({
    state,
    empty: env.STRONGROOM_EMPTY === '1',
  });
  const { address, caData } = cluster.kv!;
  env.STRONGROOM_OPENBAO_ADDRESS = address;
  if (caData) {
    env.STRONGROOM_OPENBAO_CA = certificateFile(state);
  }
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
