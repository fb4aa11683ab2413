import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { casesOf } from './testReport.mjs';

/** Report of the last run of `npm test`. */
export const testReport = join(root, 'test-results/jest.json');

/**
 * The cases of an area as `npm test` ran them just before, so that nothing is run twice.
 *
 * @param {import('./areas.mjs').Area} area
 * @param {import('../setup/toolchain.mjs').Toolchain} toolchain
 * @param {string} key of the tests as they are now
 * @returns {import('./cases.mjs').Case[] | undefined} nothing when not all of its files were run
 */
export function ranByTests(area, toolchain, key) {
  const cwd = join(root, area.folder);
  const cli = createRequire(join(root, 'package.json')).resolve(
    '@backstage/cli/bin/backstage-cli',
  );
  const { status, stdout } = spawnSync(
    toolchain.node,
    [
      ...[cli, 'package', 'test', '--watchAll=false', '--listTests'],
      ...['--testMatch', ...area.match.embedded],
    ],
    { cwd, env: { ...toolchain.env, CI: '1' }, encoding: 'utf8' },
  );
  const files = stdout.split('\n').filter(line => line.startsWith(cwd));
  return status === 0 && files.length > 0
    ? casesOf({
        area: area.name,
        sources: join(cwd, 'src'),
        files,
        key,
        report: testReport,
      })
    : undefined;
}
