import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Names a process so that another one that later gets the same number is not taken for it.
 *
 * @param {number} pid
 * @returns {string | undefined} undefined when there is no such process
 */
export function processIdentity(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') {
      return undefined;
    }
  }
  return `${pid}@${startTime(pid)}`;
}

/** Whether the process that was given this identity still runs. */
export function isRunning(identity) {
  const pid = Number(identity.split('@')[0]);
  return Number.isInteger(pid) && processIdentity(pid) === identity;
}

/**
 * The process that started another one.
 * @param {number} pid
 */
export function parentOf(pid) {
  return Number(statField(pid, 1) ?? ps('ppid', pid));
}

function startTime(pid) {
  return statField(pid, 19) ?? ps('lstart', pid);
}

/** A field of Linux's process table, counted from the state, or undefined elsewhere. */
function statField(pid, index) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name may hold spaces and brackets; the fields start after the last one.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[index];
  } catch {
    return undefined;
  }
}

function ps(field, pid) {
  const { stdout } = spawnSync('ps', ['-o', `${field}=`, '-p', String(pid)], {
    encoding: 'utf8',
  });
  return (stdout ?? '').trim();
}
