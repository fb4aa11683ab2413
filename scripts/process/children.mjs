import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentOf } from './identity.mjs';

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
export async function stopGroups(graceMs = 3500) {
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

/**
 * Ends a process group at once.
 * @param {number} leader
 */
export function killGroup(leader) {
  send(leader, 'SIGKILL');
}

function signalGroup(group, signal) {
  if (group.child.pid) {
    send(group.child.pid, signal);
  }
}

function send(leader, signal) {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') {
      throw error;
    }
  }
}

function isGroupAlive(group) {
  return group.child.pid !== undefined && isAlive(-group.child.pid);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
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
  const stopWatching = process.env.npm_lifecycle_event
    ? onStarterGone(request)
    : () => {};

  return () => {
    stopWatching();
    for (const signal of signals) {
      process.off(signal, request);
    }
  };
}

/**
 * npm and Yarn start us through a shell that passes no signal on: notice when the shell or what
 * started it is gone.
 */
function onStarterGone(callback) {
  const shell = process.ppid;
  const starter = parentOf(shell);
  const timer = setInterval(() => {
    if (process.ppid !== shell || (starter > 1 && !isAlive(starter))) {
      clearInterval(timer);
      callback();
    }
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}
