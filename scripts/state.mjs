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
import { root } from './paths.mjs';
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
 * @returns {() => void} to be called when the portal has stopped
 */
export function openState(dir) {
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
  const file = join(dir, pidFile);
  writeFileSync(file, processIdentity(process.pid));
  return () => rmSync(file, { force: true });
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
  const file = join(dir, pidFile);
  const identity = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  return identity && isRunning(identity) ? identity.split('@')[0] : undefined;
}
