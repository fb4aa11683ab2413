import { Failure, explain } from '../setup/failure.mjs';
import { killGroups } from '../process/children.mjs';

const commands = {
  start: () => import('./start.mjs'),
  test: () => import('./test.mjs'),
  contract: () => import('./contract.mjs'),
  faults: () => import('./faults.mjs'),
  shapes: () => import('./shapes.mjs'),
  e2e: () => import('./e2e.mjs'),
  bench: () => import('./bench.mjs'),
  reset: () => import('./reset.mjs'),
  exec: () => import('./exec.mjs'),
};

/** Runs one command and says a failure as a sentence with a remedy. */
export async function main([name, ...args]) {
  try {
    const { run } = await commands[name]();
    process.exitCode = await run(args);
  } catch (error) {
    killGroups();
    const failure =
      error instanceof Failure || !error.code
        ? error
        : explain('The command', error.message, 'Run the same command again.');
    if (!(failure instanceof Failure)) {
      throw error;
    }
    if (failure.detail) {
      console.error(`\n${failure.detail.replace(/^/gm, '    ')}`);
    }
    console.error(`\n${failure.message}\n${failure.remedy}\n`);
    process.exitCode = 1;
  }
}
