import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { jestWorkers } from '../process/jestWorkers.mjs';
import { runAttached } from '../process/runAttached.mjs';
import { filesThatFailed, readCases } from './cases.mjs';

/**
 * Runs the tests of an area, or of one part of it, in one world. Real programs share a machine with everything else, and
 * now and then one is later than a test will wait: a file that failed there is run once more, by itself, and that is said.
 *
 * @param {import('./tasks.mjs').Task} task
 * @param {object} options
 * @param {import('../setup/toolchain.mjs').Toolchain} options.toolchain
 * @param {import('./areas.mjs').World} options.world
 * @param {string | undefined} options.heldFile the held real cluster
 * @param {string[]} options.jest patterns and options
 */
export async function runArea({ area, shard }, options) {
  const { world, jest } = options;
  const part = shard ? `${area.name} ${shard}` : area.name;
  console.log(`\n${part}`);
  const first = await runJest(area, options, {
    part,
    args: [...(shard ? [`--shard=${shard}`] : []), ...jest],
  });
  const failed = filesThatFailed(first.cases);
  if (world !== 'real' || failed.length === 0 || jest.length > 0) {
    return first;
  }
  console.log(`\n${part}, once more: ${failed.join(', ')}`);
  const again = await runJest(area, options, {
    part: `${part} again`,
    args: ['--runTestsByPath', ...failed.map(file => join('src', file))],
  });
  return {
    code: again.code,
    cases: [
      ...first.cases.filter(({ file }) => !failed.includes(file)),
      ...again.cases,
    ],
  };
}

/**
 * Runs Jest in the folder of an area.
 *
 * @param {import('./areas.mjs').Area} area
 * @param {object} options those of {@link runArea}
 * @param {object} run
 * @param {string} run.part names the report
 * @param {string[]} run.args patterns and options of Jest
 */
async function runJest(area, { toolchain, world, heldFile }, { part, args }) {
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
      ...args,
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
