import { join } from 'node:path';
import { root } from '../paths.mjs';
import { jestWorkers } from '../process/jestWorkers.mjs';
import { runJest } from '../process/runJest.mjs';
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
  const code = await runJest({
    toolchain,
    command: ['package', 'test', '--watchAll=false', '--passWithNoTests'],
    match: area.match[world],
    args: [
      // Real clusters are shared, so one file after the other uses them; a worker that has grown is replaced.
      ...['--maxWorkers', world === 'real' ? '1' : String(jestWorkers())],
      '--workerIdleMemoryLimit=1GB',
      ...(shard ? [`--shard=${shard}`] : []),
      ...jest,
    ],
    whole: jest.length === 0,
    report,
    cwd,
    env: {
      STRONGROOM_WORLD: world,
      ...(heldFile && { STRONGROOM_REAL_CLUSTER: heldFile }),
    },
  });
  const cases = readCases(area.name, join(cwd, 'src'), report);
  return { code, cases };
}
