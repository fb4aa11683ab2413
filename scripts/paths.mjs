import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(
  /[\\/]$/,
  '',
);

/** Git-ignored folder of the set-up: Node, Yarn, its lock and its log. */
export const toolchainDir = resolve(root, '.toolchain');

/**
 * Folder in which the demo portal keeps everything it writes.
 * @param {NodeJS.ProcessEnv} env
 */
export function stateDir(env = process.env) {
  return env.STRONGROOM_STATE
    ? resolve(env.INIT_CWD ?? process.cwd(), env.STRONGROOM_STATE)
    : resolve(root, '.strongroom');
}
