import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { jestWorkers } from '../process/jestWorkers.mjs';
import { runAttached } from '../process/runAttached.mjs';
import { readCases } from './cases.mjs';

/**
 * Runs the tests of an area, or of one part of it, in one world, in the folder of the area.
 *
 * @param {import('./tasks.mjs').Task} task
 * @param {object} options
 * @param {import('../setup/toolchain.mjs').Toolchain} options.toolchain
 * @param {import('./areas.mjs').World} options.world
 * @param {string | undefined} options.heldFile the held real cluster
 * @param {string[]} options.jest patterns and options
 */
export async function runArea({ area, shard }, options) {
  const { toolchain, world, heldFile, jest } = options;
  const part = shard ? `${area.name} ${shard}` : area.name;
  console.log(`\n${part}`);
  const cwd = join(root, area.folder);
  const report = join(
    root,
    `test-results/contract-${part.replace(/\W+/g, '-')}.json`,
  );
  mkdirSync(join(report, '..'), { recursive: true });
  rmSync(report, { force: true });
  const code = await runAttached(
    toolchain.node,
    [
      createRequire(join(root, 'package.json')).resolve(
        '@backstage/cli/bin/backstage-cli',
      ),
      ...['package', 'test', '--watchAll=false', '--passWithNoTests'],
      // Real clusters are shared, so one file after the other uses them; a worker that has grown is replaced.
      ...['--maxWorkers', world === 'real' ? '1' : String(jestWorkers())],
      '--workerIdleMemoryLimit=1GB',
      ...['--json', '--outputFile', report],
      ...(shard ? [`--shard=${shard}`] : []),
      ...jest,
      // Last, because it takes what follows it for further globs.
      ...['--testMatch', ...area.match[world]],
    ],
    {
      cwd,
      env: {
        ...toolchain.env,
        CI: '1',
        STRONGROOM_WORLD: world,
        ...(heldFile && { STRONGROOM_REAL_CLUSTER: heldFile }),
      },
    },
  );
  const cases = readCases(area.name, join(cwd, 'src'), report);
  return { code, cases };
}
