import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { openChoreoDefinitions } from '@strongroom/embedded-cluster';
import { startRealCluster } from '@strongroom/real-cluster';
import { timeStart } from './measureStart';
import { describeSeconds } from './statistics';
import { withTemporaryFolder } from './temporaryFolder';
import { Figure } from './types';

/** How long the programs are left alone before their memory is looked at. */
const SETTLE_MS = 30_000;

/** How fast the real programs start when they were built before, and what they take. */
export async function measureReal(): Promise<Figure[]> {
  const root = path.join(resolvePackagePath('backend'), '../..');
  const portalMs = await withTemporaryFolder(state =>
    timeStart(root, { STRONGROOM_STATE: state }, ['--', '--real']),
  );
  const started = performance.now();
  const real = await startRealCluster({
    planes: 2,
    definitions: openChoreoDefinitions,
  });
  try {
    const readyMs = performance.now() - started;
    await new Promise(resolve => setTimeout(resolve, SETTLE_MS));
    return [
      {
        what: 'Control plane and two planes of real programs with OpenBao, all ready',
        ours: describeSeconds(readyMs),
        aim: '20 s',
      },
      {
        what: 'Memory (RSS) of all of them',
        ours: `${residentMegabytes(real.folder)} MB`,
        aim: '3,000 MB',
      },
      {
        what: 'Portal usable from `npm start -- --real`, set up',
        ours: describeSeconds(portalMs),
      },
    ];
  } finally {
    await real.stop();
  }
}

/** What `ps` calls RSS, in units of 1,048,576 bytes, of all programs that have the folder as their home or below it. */
function residentMegabytes(folder: string): number {
  const ids = readdirSync('/proc').filter(id => {
    try {
      return readFileSync(`/proc/${id}/environ`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', ids.join(',')], {
    encoding: 'utf8',
  });
  const total = kilobytes
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number(line), 0);
  return Math.round(total / 1024);
}
