import { isAbsolute } from 'node:path';
import { root } from '../paths.mjs';
import { runAttached } from '../process/runAttached.mjs';
import { setUp } from '../setup/setUp.mjs';

/** Runs any program with the repository's Node and Yarn: `npm run yarn -- tsc`. */
export async function run([command, ...args]) {
  const { node, env } = await setUp();
  return runAttached(command === 'node' ? node : command, args, {
    cwd: isAbsolute(process.env.INIT_CWD ?? '') ? process.env.INIT_CWD : root,
    env,
  });
}
