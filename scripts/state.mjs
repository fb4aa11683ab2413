import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './paths.mjs';
import { killGroup } from './process/children.mjs';
import { isRunning, processIdentity } from './process/identity.mjs';
import { Failure } from './setup/failure.mjs';

const marker = 'README';
const markerText =
  'Everything the Strongroom demo portal keeps. `npm run reset` removes this folder.\n';
const pidFile = 'portal.pid';

/**
 * Makes the state folder, for its owner only, and says that a portal runs on it.
 *
 * @param {string} dir

 */
export async function openState(dir) {
  if (!isState(dir) && existsSync(dir) && readdirSync(dir).length > 0) {
    throw new Failure(
      `${dir} holds files that are not Strongroom's, so it is not used as the state folder.`,
      'Point STRONGROOM_STATE at a new or empty folder.',
    );
  }
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  chmodSync(dir, 0o700);
  writeFileSync(join(dir, marker), markerText);

  const pid = portalPid(dir);
  if (pid) {
    throw new Failure(
      `A portal already runs on the state in ${dir} (process ${pid}).`,
      'Stop it, or give this one a folder of its own with STRONGROOM_STATE.',
    );
  }
  const left = readPids(dir).filter(isRunning);
  for (const identity of left) {
    killGroup(Number(identity.split('@')[0]));
  }
  while (left.some(isRunning)) {
    await sleep(20);
  }
  if (left.length > 0) {
    console.log(
      'Ended what an earlier start that was killed had left running.',
    );
  }

  const file = join(dir, pidFile);
  const identities = [processIdentity(process.pid)];
  const write = () => writeFileSync(file, JSON.stringify(identities));
  write();
  return {
    /** Notes a program of the portal, so that it can be ended when we were killed. */
    hold(child) {
      const identity = child.pid && processIdentity(child.pid);
      if (identity) {
        identities.push(identity);
        write();
      }
    },
    close() {
      rmSync(file, { force: true });
    },
  };
}

/** Whether this folder is a state folder of ours, so that it may be removed. */
export function isState(dir) {
  return (
    resolve(dir) === join(root, '.strongroom') ||
    (existsSync(join(dir, marker)) &&
      readFileSync(join(dir, marker), 'utf8') === markerText)
  );
}

/** The process of the portal that runs on this state. */
export function portalPid(dir) {
  const [starter] = readPids(dir);
  return starter && isRunning(starter) ? starter.split('@')[0] : undefined;
}

function readPids(dir) {
  try {
    return JSON.parse(readFileSync(join(dir, pidFile), 'utf8')).map(String);
  } catch {
    return [];
  }
}
