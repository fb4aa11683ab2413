import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { toolchainDir } from '../paths.mjs';
import { startGroup } from '../process/children.mjs';

/** The full output of what the set-up ran, for the case that the last lines are not enough. */
export const setupLog = join(toolchainDir, 'setup.log');

/**
 * Runs a program of the set-up to its end, its output into the log.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} options
 * @param {string} options.cwd
 * @param {NodeJS.ProcessEnv} options.env
 * @param {{hold(pid: number): void}} options.lock
 * @param {(line: string) => void} [options.onLine]
 * @returns {Promise<{ok: boolean, output: string}>}
 */
export async function runStep(command, args, options) {
  const { cwd, env, lock, onLine } = options;
  const group = startGroup(command, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (group.child.pid) {
    lock.hold(group.child.pid);
  }

  const lines = [`$ ${[command, ...args].join(' ')}`];
  const readers = [group.child.stdout, group.child.stderr].map(async stream => {
    for await (const line of createInterface({ input: stream })) {
      lines.push(line);
      onLine?.(line);
    }
  });
  const { code, error } = await group.ended;
  await Promise.all(readers);
  if (error) {
    lines.push(String(error));
  }

  const output = lines.join('\n');
  try {
    appendFileSync(setupLog, `${output}\n`);
  } catch {
    // A full disk is said by the step itself, not by its log.
  }
  return { ok: code === 0, output };
}

/**
 * The environment for a package manager that an outer one may have started: what concerns the outer
 * one only would lead the inner one to the wrong folder.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function withoutOuterNpm(env) {
  const outer =
    /^(npm_(lifecycle|package|command|execpath|node_execpath|config_(prefix|local_prefix|global_prefix|global|nodedir|node_gyp|user_agent|noproxy|npm_version))|NODE$|INIT_CWD$|BERRY_BIN_FOLDER$|PROJECT_CWD$)/i;
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !outer.test(name)),
  );
}
