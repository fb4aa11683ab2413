import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, processIdentity } from '../process/identity.mjs';

/**
 * Lets one set-up at a time work in a folder. One whose process is gone is taken over, but not
 * before the program that it had started has ended too.
 *
 * @param {string} dir
 * @param {(holder: string) => void} onWait called once when another set-up has to be waited for
 */
export async function acquireLock(dir, onWait) {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, 'lock');
  const own = `${path}.${process.pid}`;
  const holders = [processIdentity(process.pid)];
  const forgetOwn = () => rmSync(own, { force: true });
  // Ctrl-C while waiting ends the process without coming back here.
  process.once('exit', forgetOwn);
  writeFileSync(own, JSON.stringify(holders));
  let waiting = false;

  try {
    for (;;) {
      try {
        // A link appears complete or not at all; a file that is created could be read while empty.
        linkSync(own, path);
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') {
          throw error;
        }
      }
      const text = read(path);
      const alive = parse(text).find(isRunning);
      if (text !== undefined && !alive) {
        takeAway(path, text);
        continue;
      }
      if (alive && !waiting) {
        waiting = true;
        onWait(alive.split('@')[0]);
      }
      await sleep(250);
    }
  } finally {
    forgetOwn();
    process.off('exit', forgetOwn);
  }

  const rewrite = () => {
    writeFileSync(own, JSON.stringify(holders));
    renameSync(own, path);
  };
  return {
    /** Names a program that works on our behalf, for the case that we are killed and it is not. */
    hold(pid) {
      const identity = processIdentity(pid);
      if (identity) {
        holders.push(identity);
        rewrite();
      }
    },
    release() {
      rmSync(path, { force: true });
    },
  };
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function parse(text) {
  try {
    const holders = JSON.parse(text ?? '[]');
    return Array.isArray(holders) ? holders.map(String) : [];
  } catch {
    return [];
  }
}

/** Removes a dead lock, and puts back one that somebody took in the meantime. */
function takeAway(path, expected) {
  const aside = `${path}.dead.${process.pid}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== expected) {
      linkSync(aside, path);
    }
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') {
      throw error;
    }
  } finally {
    rmSync(aside, { force: true });
  }
}
