import { isAbsolute } from 'node:path';
import { root } from '../paths.mjs';
import { runAttached } from '../process/runAttached.mjs';
import { withPlainPath } from '../setup/plainPath.mjs';
import { setUp } from '../setup/setUp.mjs';

/** Runs any program with the repository's Node and Yarn: `npm run yarn -- tsc`. */
export async function run([command, ...args]) {
  const { node, headers, env } = await setUp();
  return withPlainPath(headers, plain =>
    runAttached(command === 'node' ? node : command, args, {
      cwd: isAbsolute(process.env.INIT_CWD ?? '') ? process.env.INIT_CWD : root,
      env: { ...env, npm_config_nodedir: plain },
    }),
  );
}
