import { parseArgs } from 'node:util';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import { LifecycleService, LoggerService } from '@backstage/backend-plugin-api';
import { ConfigSources } from '@backstage/config-loader';
import { InputError } from '@backstage/errors';
import {
  parseHead,
  RecordVerification,
  verifySecretsRecord,
} from '@strongroom/backstage-plugin-secrets-backend';
import { readExistingKeys } from '../readInstallationKeys';
import { keysFile, stateFolder } from '../stateFolder';

const SILENT: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => SILENT,
};

/**
 * Verifies the record that Backstage's configuration points to; without one of its own that is the demo's.
 * @param args - `--head SEQ:MAC`, and `--config FILE` as for the backend
 */
export async function verifyInstallation(
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<RecordVerification> {
  const { head } = readArguments(args);
  useInstallation(env);
  const config = await ConfigSources.toConfig(
    ConfigSources.default({ argv: args, env, watch: false }),
  );
  const hooks: Array<() => unknown> = [];
  try {
    return await verifySecretsRecord({
      config,
      database: DatabaseManager.fromConfig(config).forPlugin('secrets', {
        logger: SILENT,
        lifecycle: lifecycleOf(hooks),
      }),
      head: head === undefined ? undefined : parseHead(head),
    });
  } finally {
    config.close();
    await Promise.all(hooks.map(hook => hook()));
  }
}

function readArguments(args: string[]): { head?: string } {
  try {
    return parseArgs({
      args,
      options: {
        head: { type: 'string' },
        config: { type: 'string', multiple: true },
      },
    }).values;
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}

/** Tells the configuration where the demo's state and keys are, unless the environment does. */
function useInstallation(env: NodeJS.ProcessEnv): void {
  const state = stateFolder(env);
  env.STRONGROOM_STATE = state;
  if (!env.STRONGROOM_RECORD_KEY) {
    const { record, fingerprint } = readExistingKeys(keysFile(state));
    env.STRONGROOM_RECORD_KEY = record;
    env.STRONGROOM_FINGERPRINT_KEY = fingerprint;
  }
}

/** Collects what closes the database, which has no backend here that would stop. */
function lifecycleOf(hooks: Array<() => unknown>): LifecycleService {
  return {
    addStartupHook() {},
    addShutdownHook(hook) {
      hooks.push(hook);
    },
  };
}
