import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';

const tailLength = 3000;

/** Options of {@link runTool}. */
export interface RunToolOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Called with each line of standard error. */
  onLine?(line: string): void;
}

/** A tool could not be found. */
export class ToolMissingError extends Error {}

/**
 * Runs a tool with low priority, because builds are long and others wait for the machine.
 * @returns what it printed on standard output
 * @throws {@link ToolMissingError}; an error with the end of its standard error when it fails
 */
export async function runTool(
  command: string,
  args: string[],
  options: RunToolOptions = {},
): Promise<string> {
  const { cwd, env = process.env, onLine } = options;
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) {
    setPriority(child.pid, constants.priority.PRIORITY_LOW);
  }
  let output = '';
  let errors = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => {
    errors = (errors + chunk).slice(-tailLength);
    for (const line of String(chunk).split('\n')) {
      if (line.trim()) {
        onLine?.(line);
      }
    }
  });
  const [code] = await once(child, 'close').catch(error => {
    throw error.code === 'ENOENT'
      ? new ToolMissingError(`${command} cannot be found.`)
      : error;
  });
  if (code !== 0) {
    throw new Error(`${command} ${args[0]} failed:\n${errors}`);
  }
  return output;
}
