import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { runAttached } from '../process/runAttached.mjs';
import { setUp } from '../setup/setUp.mjs';

/** Sets up, then measures what is promised about speed and size. */
export async function run(args) {
  const { node, env } = await setUp();
  const cwd = join(root, 'packages/backend');
  const transform = createRequire(join(cwd, 'package.json')).resolve(
    '@backstage/cli/config/nodeTransform.cjs',
  );
  return runAttached(
    node,
    ['--expose-gc', '--require', transform, 'bench/bench.ts', ...args],
    { cwd, env },
  );
}
