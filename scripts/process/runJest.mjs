import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { root } from '../paths.mjs';
import { runAttached } from './runAttached.mjs';
import { withSecondLook, worthSecondLook } from './secondLook.mjs';

/**
 * Runs Jest by the command line of Backstage, and leaves its report in a file. In a whole run the few files that failed
 * are run once more, one after the other; what passes then is named, so that it can be mended.
 *
 * @param {object} options
 * @param {import('../setup/toolchain.mjs').Toolchain} options.toolchain
 * @param {string[]} options.command of the command line, such as `repo test`
 * @param {string[]} [options.match] the globs of the test files, when they are others than the package's
 * @param {string[]} options.args what decides which tests run, and how many at once
 * @param {boolean} options.whole whether all tests are run
 * @param {string} options.report path of the report
 * @param {string} options.cwd
 * @param {NodeJS.ProcessEnv} [options.env] besides the toolchain's
 * @returns {Promise<number>} the exit code
 */
export async function runJest(options) {
  const { args, whole, report } = options;
  mkdirSync(dirname(report), { recursive: true });
  const code = await run(options, args, report);
  const first = code === 0 || !whole ? undefined : read(report);
  const files = first ? worthSecondLook(first) : [];
  if (files.length === 0) {
    return code;
  }
  console.log(`\nOnce more, by itself: ${files.map(fromRoot).join(', ')}`);
  const secondReport = `${report}.again`;
  await run(
    options,
    ['--maxWorkers', '1', ...files.map(toPattern)],
    secondReport,
  );
  const again = read(secondReport);
  if (!again) {
    return code;
  }
  const { report: merged, unsteady } = withSecondLook(first, again, root);
  writeFileSync(report, JSON.stringify(merged));
  for (const each of unsteady) {
    console.log(`Unsteady, passed when run again: ${each}`);
  }
  return merged.testResults.some(({ status }) => status === 'failed') ? 1 : 0;
}

function run({ toolchain, command, match, cwd, env }, args, report) {
  rmSync(report, { force: true });
  return runAttached(
    toolchain.node,
    [
      createRequire(join(root, 'package.json')).resolve(
        '@backstage/cli/bin/backstage-cli',
      ),
      ...command,
      ...args,
      ...['--json', '--outputFile', report],
      // Last, because it takes what follows it for further globs.
      ...(match ? ['--testMatch', ...match] : []),
    ],
    { cwd, env: { ...toolchain.env, ...env, CI: '1' } },
  );
}

function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return undefined;
  }
}

const fromRoot = path => relative(root, path).split(sep).join('/');

const toPattern = path =>
  `/${fromRoot(path).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
