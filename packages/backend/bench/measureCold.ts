import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { timeStart } from './measureStart';
import { describeSeconds } from './statistics';
import { withTemporaryFolder } from './temporaryFolder';
import { Figure } from './types';

/** The first `npm start` in a fresh clone of the last commit, with an empty home folder and so with empty caches. */
export async function measureCold(): Promise<Figure[]> {
  const root = path.join(resolvePackagePath('backend'), '../..');
  return withTemporaryFolder(async folder => {
    const clone = path.join(folder, 'clone');
    const home = path.join(folder, 'home');
    mkdirSync(home);
    execFileSync('git', ['clone', '--quiet', root, clone]);
    const first = await timeStart(clone, {
      HOME: home,
      PATH: pathOutside(root),
      // caches are empty, and which registry to ask is not forgotten
      npm_config_userconfig: path.join(homedir(), '.npmrc'),
      XDG_CACHE_HOME: path.join(home, '.cache'),
      npm_config_cache: path.join(home, '.npm'),
      YARN_GLOBAL_FOLDER: path.join(home, '.yarn'),
    });
    return [
      {
        what: 'Portal usable from the first `npm start` of a fresh clone',
        ours: describeSeconds(first),
        aim: '300 s',
      },
    ];
  });
}

/** The search path without what the set-up of this tree has put on it. */
function pathOutside(root: string): string {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter(folder => !folder.startsWith(root) && !folder.includes('xfs-'))
    .join(path.delimiter);
}
