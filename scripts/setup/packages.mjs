import { createHash } from 'node:crypto';
import {
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../paths.mjs';
import { explain } from './failure.mjs';
import { withoutDownloadAttempt } from './nativeModule.mjs';
import { runStep, setupLog } from './runStep.mjs';

const stampFile = join(root, 'node_modules/.strongroom-setup');

const relevant = [
  'name',
  'version',
  'workspaces',
  'bin',
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'dependenciesMeta',
  'resolutions',
];

/** Whether `node_modules` is what yarn.lock and the package.json files ask for, for this Node. */
export function packagesAreCurrent(toolchain) {
  return (
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === stampOf(toolchain)
  );
}

/**
 * Installs the packages and compiles the native module among them.
 *
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 * @param {ReturnType<typeof import('../console/progress.mjs').createProgress>} progress
 */
export async function installPackages(toolchain, progress, lock) {
  rmSync(stampFile, { force: true });
  const stamp = stampOf(toolchain);
  const packages = progress.step('packages', 'resolving');
  let step = packages;
  let count = '';

  const onLine = line => {
    if (/┌ Fetch step/.test(line)) {
      packages.update('downloading');
    } else if (/┌ Link step/.test(line)) {
      packages.update('writing node_modules');
    } else if (/YN0013/.test(line)) {
      count = line.match(/(\d+) packages? (?:were|was) added/)?.[1] ?? count;
    } else if (
      step === packages &&
      /better-sqlite3@.*must be (re)?built/.test(line)
    ) {
      packages.done(count ? `${count} packages installed` : 'installed');
      step = progress.step('native module', 'compiling better-sqlite3');
    }
  };
  const { ok, output } = await installWithRetries(toolchain, lock, onLine);
  if (!ok) {
    step.failed();
    throw explain(
      step === packages
        ? 'Installing the packages'
        : 'Compiling the database module better-sqlite3',
      step === packages ? output : withoutDownloadAttempt(output),
      `The whole output is in ${setupLog}. Running the same command again continues where this one stopped.`,
    );
  }
  step.done(step === packages ? 'up to date' : 'compiled');
  return () => {
    writeFileSync(`${stampFile}.${process.pid}`, stamp);
    renameSync(`${stampFile}.${process.pid}`, stampFile);
  };
}

/**
 * Yarn tries each package again for itself, which without a network takes many minutes for all of
 * them. Here it tries once, and the whole is repeated as long as that brings more packages.
 */
async function installWithRetries(toolchain, lock, onLine) {
  let fewest = Infinity;
  let fruitless = 0;
  for (;;) {
    const result = await runStep('yarn', ['install', '--immutable'], {
      cwd: root,
      lock,
      env: {
        ...toolchain.env,
        YARN_ENABLE_INLINE_BUILDS: '1',
        YARN_HTTP_RETRY: '0',
      },
      onLine,
    });
    const failed =
      result.output.match(/YN0001: .*(RequestError|TimeoutError)/g) ?? [];
    fruitless = failed.length < fewest ? 0 : fruitless + 1;
    fewest = Math.min(fewest, failed.length);
    if (result.ok || failed.length === 0 || fruitless === 2) {
      return result;
    }
    await sleep(2000);
  }
}

function stampOf(toolchain) {
  const hash = createHash('sha256');
  hash.update(`${process.platform} ${process.arch} ${toolchain.version}\n`);
  for (const file of ['yarn.lock', '.yarnrc.yml']) {
    hash.update(readFileSync(join(root, file)));
  }
  for (const file of manifests()) {
    const manifest = JSON.parse(readFileSync(join(root, file), 'utf8'));
    hash.update(`\n${file} `);
    hash.update(JSON.stringify(relevant.map(field => manifest[field])));
  }
  return hash.digest('hex');
}

function manifests() {
  const files = ['packages', 'plugins'].flatMap(folder =>
    readdirSync(join(root, folder))
      .sort()
      .map(name => `${folder}/${name}/package.json`),
  );
  return [
    'package.json',
    ...files.filter(file => existsSync(join(root, file))),
  ];
}
