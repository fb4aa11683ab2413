import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const running = new Set();

/**
 * Starts a program in a process group of its own, so that it can be stopped with all that it starts.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function startGroup(command, args, options) {
  const child = spawn(command, args, { ...options, detached: true });
  const group = {
    child,
    ended: new Promise(resolve => {
      child.once('error', error => resolve({ error }));
      child.once('exit', (code, signal) => resolve({ code, signal }));
    }),
  };
  running.add(group);
  group.ended.then(() => {
    if (!isGroupAlive(group)) {
      running.delete(group);
    }
  });
  return group;
}

/**
 * Asks every group to end and ends by force what has not done so in time.
 * @param {number} graceMs
 */
export async function stopGroups(graceMs = 4000) {
  const deadline = Date.now() + graceMs;
  for (const group of running) {
    signalGroup(group, 'SIGTERM');
  }
  while ([...running].some(isGroupAlive) && Date.now() < deadline) {
    await sleep(50);
  }
  killGroups();
}

/** Ends every group at once. */
export function killGroups() {
  for (const group of running) {
    signalGroup(group, 'SIGKILL');
  }
  running.clear();
}

function signalGroup(group, signal) {
  if (!group.child.pid) {
    return;
  }
  try {
    process.kill(-group.child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') {
      throw error;
    }
  }
}

function isGroupAlive(group) {
  if (!group.child.pid) {
    return false;
  }
  try {
    process.kill(-group.child.pid, 0);
    return true;
  } catch (error) {
    // macOS answers EPERM for a group of which only the unreaped leader is left.
    return false;
  }
}

/**
 * Calls `stop` once, on the first of Ctrl-C, TERM, HUP or the end of the npm that started us;
 * a second Ctrl-C ends everything by force.
 *
 * @param {() => void} stop
 * @returns {() => void} stops listening
 */
export function onStopRequest(stop) {
  let askedAt;
  const request = () => {
    if (askedAt === undefined) {
      askedAt = Date.now();
      stop();
    } else if (Date.now() - askedAt > 1000) {
      // Sooner it is the same Ctrl-C once more: the terminal sends it to us and npm passes it on.
      killGroups();
      process.exit(130);
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) {
    process.on(signal, request);
  }
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) {
      clearInterval(timer);
      request();
    }
  }, 500);
  timer.unref();

  return () => {
    clearInterval(timer);
    for (const signal of signals) {
      process.off(signal, request);
    }
  };
}
