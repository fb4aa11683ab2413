import { spawnSync } from 'node:child_process';
import { root } from '../paths.mjs';
import { Failure, explain } from './failure.mjs';
import { runStep, setupLog } from './runStep.mjs';

/**
 * Whether the native module loads in the Node that will use it.
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 */
export function nativeModuleLoads(toolchain) {
  return tryNativeModule(toolchain).status === 0;
}

/** Compiles the native module once more and fails with what is wrong with it. */
export async function rebuildNativeModule(toolchain, progress, lock) {
  const step = progress.step('native module', 'compiling better-sqlite3');
  const { ok, output } = await runStep('yarn', ['rebuild', 'better-sqlite3'], {
    cwd: root,
    lock,
    env: { ...toolchain.env, YARN_ENABLE_INLINE_BUILDS: '1' },
  });
  if (!ok) {
    step.failed();
    throw explain(
      'Compiling the database module better-sqlite3',
      withoutDownloadAttempt(output),
      `The whole output is in ${setupLog}.`,
    );
  }
  const proof = tryNativeModule(toolchain);
  if (proof.status !== 0) {
    step.failed();
    throw new Failure(
      'The database module better-sqlite3 was compiled but does not load.',
      'Remove the folder node_modules/better-sqlite3/build and run the same command again.',
      proof.stderr,
    );
  }
  step.done('compiled');
}

/**
 * The output of a build without its attempt to download a finished module: when that fails the module
 * is compiled, so the attempt is never the reason.
 */
export function withoutDownloadAttempt(output) {
  return output
    .split('\n')
    .filter(line => !line.includes('prebuild-install'))
    .join('\n');
}

function tryNativeModule(toolchain) {
  return spawnSync(
    toolchain.node,
    ['-e', "new (require('better-sqlite3'))(':memory:').close()"],
    { cwd: root, env: toolchain.env, encoding: 'utf8' },
  );
}
