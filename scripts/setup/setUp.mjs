import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createProgress } from '../console/progress.mjs';
import { root, toolchainDir } from '../paths.mjs';
import { killGroups, onStopRequest } from '../process/children.mjs';
import { acquireLock } from './lock.mjs';
import { nativeModuleLoads, rebuildNativeModule } from './nativeModule.mjs';
import { installPackages, packagesAreCurrent } from './packages.mjs';
import { checkCompiler } from './prerequisites.mjs';
import { withPlainPath } from './plainPath.mjs';
import { setupLog } from './runStep.mjs';
import { installPart, missingParts, resolveToolchain } from './toolchain.mjs';

/**
 * Makes the repository ready to run: Node and Yarn, the packages, the native module. Does nothing
 * where nothing is to be done, and repairs what an interrupted run has left.
 *
 * @returns {Promise<import('./toolchain.mjs').Toolchain>}
 * @throws {import('./failure.mjs').Failure} with a remedy
 */
export async function setUp(progress = createProgress()) {
  const ready = readyToolchain();
  if (ready) {
    return ready;
  }

  console.log(
    existsSync(join(root, 'node_modules'))
      ? 'Bringing the set-up of Strongroom up to date'
      : 'Setting up Strongroom (once, about three minutes)',
  );
  mkdirSync(toolchainDir, { recursive: true });
  let lock;
  const stopListening = onStopRequest(() => {
    killGroups();
    lock?.release();
    console.log('\nStopped. The next run continues from here.');
    process.exit(130);
  });
  let waiting;
  lock = await acquireLock(toolchainDir, pid => {
    waiting = progress.step('waiting', `for another set-up (process ${pid})`);
  });
  waiting?.done('the other set-up has ended');

  try {
    return readyToolchain() ?? (await makeReady(progress, lock));
  } finally {
    lock.release();
    stopListening();
  }
}

function readyToolchain() {
  if (missingParts().length > 0) {
    return undefined;
  }
  const toolchain = resolveToolchain();
  return packagesAreCurrent(toolchain) && nativeModuleLoads(toolchain)
    ? toolchain
    : undefined;
}

async function makeReady(progress, lock) {
  rmSync(setupLog, { force: true });
  const parts = missingParts();
  if (parts.length > 0) {
    const names = parts.map(part => `${part.label} ${part.version}`);
    const step = progress.step('toolchain', `installing ${names.join(', ')}`);
    try {
      for (const part of parts) {
        await installPart(part, lock);
      }
    } catch (error) {
      step.failed();
      throw error;
    }
    step.done(`${names.join(' and ')} installed`);
  }

  const toolchain = resolveToolchain();
  if (!nativeModuleLoads(toolchain)) {
    checkCompiler();
  }
  await withPlainPath(toolchain.headers, headers =>
    makePackagesReady(
      {
        ...toolchain,
        env: { ...toolchain.env, npm_config_nodedir: headers, JOBS: 'max' },
      },
      progress,
      lock,
    ),
  );
  return toolchain;
}

async function makePackagesReady(toolchain, progress, lock) {
  if (!packagesAreCurrent(toolchain)) {
    const remember = await installPackages(toolchain, progress, lock);
    if (!nativeModuleLoads(toolchain)) {
      await rebuildNativeModule(toolchain, progress, lock);
    }
    remember();
  } else if (!nativeModuleLoads(toolchain)) {
    await rebuildNativeModule(toolchain, progress, lock);
  }
}
