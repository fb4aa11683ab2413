import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { startGroup } from '../process/children.mjs';
import { Failure } from '../setup/failure.mjs';

/**
 * Starts the clusters of real programs that all suites of a run share; they end with `stopGroups()` and with this
 * process.
 *
 * @param {import('../setup/toolchain.mjs').Toolchain} toolchain
 * @returns {Promise<string>} path of the file that describes them
 * @throws {Failure} when they do not start; the reason was printed
 */
export async function startHolder({ node, env }) {
  const cwd = join(root, 'packages/real-cluster');
  const transform = createRequire(join(cwd, 'package.json')).resolve(
    '@backstage/cli/config/nodeTransform.cjs',
  );
  const { child, ended } = startGroup(
    node,
    ['--require', transform, 'src/commands/hold.ts'],
    { cwd, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const file = await Promise.race([
    new Promise(resolve => {
      child.on('message', message => message.file && resolve(message.file));
    }),
    ended.then(() => undefined),
  ]);
  if (!file) {
    throw new Failure(
      'The real programs did not start.',
      'Mend what stands above and run the same command again.',
    );
  }
  return file;
}
