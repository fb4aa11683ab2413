import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { toolchainDir } from '../paths.mjs';
import { Failure, explain } from './failure.mjs';
import { nodePins, yarnPin } from './pins.mjs';
import { runStep, withoutOuterNpm } from './runStep.mjs';

const nodeMajor = 22;

/**
 * What runs everything after the set-up: the machine's own Node 22 and Yarn 4 where it has them,
 * otherwise the pinned ones under `.toolchain`.
 *
 * @typedef {object} Toolchain
 * @property {string} node path of Node 22
 * @property {string} version its version, without `v`
 * @property {string | undefined} headers folder that holds `include/node` of this Node
 * @property {NodeJS.ProcessEnv} env environment in which `node` and `yarn` are these
 */

/** The parts of the toolchain that have to be installed first. */
export function missingParts() {
  return requiredPins().filter(pin => !existsSync(join(binDir(pin), pin.bin)));
}

/** @returns {Toolchain} */
export function resolveToolchain() {
  const pins = requiredPins();
  const nodePin = pins.find(pin => pin.bin === 'node' && !pin.headersOnly);
  const headersPin = pins.find(pin => pin.bin === 'node');
  const node = nodePin ? join(binDir(nodePin), 'node') : process.execPath;
  const path = [
    ...pins.filter(pin => !pin.headersOnly).map(binDir),
    ...(nodePin ? [] : [dirname(process.execPath)]),
    process.env.PATH,
  ];
  const headers = headersPin ? packageDir(headersPin) : ownHeaders();
  return {
    node,
    version: nodePin ? nodePin.version : process.versions.node,
    headers,
    env: {
      ...withoutOuterNpm(process.env),
      PATH: path.join(delimiter),
      npm_config_nodedir: headers,
    },
  };
}

/**
 * Installs one part beside its final place and renames it there when it has proved to run, so that
 * what is there is whole whenever this is interrupted.
 */
export async function installPart(pin, lock) {
  const target = partDir(pin);
  for (const name of readdirSync(toolchainDir)) {
    if (name.startsWith('tmp-')) {
      rmSync(join(toolchainDir, name), { recursive: true, force: true });
    }
  }
  const temporary = join(toolchainDir, `tmp-${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  writeManifest(temporary, pin);

  const npm = findNpm();
  const { ok, output } = await runStep(
    npm.command,
    [
      ...npm.args,
      'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-update-notifier',
      '--loglevel=error',
      '--fetch-retries=2',
      '--fetch-retry-mintimeout=1000',
      '--fetch-retry-maxtimeout=4000',
    ],
    { cwd: temporary, env: withoutOuterNpm(process.env), lock },
  );
  if (!ok) {
    rmSync(temporary, { recursive: true, force: true });
    throw explain(
      `Installing ${pin.label} ${pin.version}`,
      output,
      `See ${join(
        toolchainDir,
        'setup.log',
      )}, or install Node ${nodeMajor} and Yarn 4 yourself: they are used when they are on the PATH.`,
    );
  }

  writeLauncher(temporary, pin);
  const proof = spawnSync(join(temporary, 'bin', pin.bin), ['--version'], {
    cwd: temporary,
    encoding: 'utf8',
    env: { ...process.env, PATH: resolveToolchain().env.PATH },
  });
  if (proof.stdout?.trim().replace(/^v/, '') !== pin.version) {
    throw new Failure(
      `${pin.label} ${pin.version} was installed but does not run on this machine.`,
      `Install Node ${nodeMajor} and Yarn 4 yourself and put them on the PATH, then run the same command again.`,
      `${proof.error ?? ''}${proof.stderr ?? ''}`,
    );
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(temporary, target);
}

let pinsOfThisRun;

function requiredPins() {
  pinsOfThisRun ??= findRequiredPins();
  return pinsOfThisRun;
}

function findRequiredPins() {
  const ownNode = Number(process.versions.node.split('.')[0]) === nodeMajor;
  const ownYarn = ownNode && hasYarn4();
  const pins = [];
  if (!ownNode || !ownHeaders()) {
    const key = `${process.platform}-${process.arch}`;
    const pin = nodePins[key];
    if (!pin) {
      throw new Failure(
        `There is no Node ${nodeMajor} for ${key} on the package registry.`,
        process.platform === 'win32'
          ? 'Use the Windows Subsystem for Linux.'
          : `Install Node ${nodeMajor} (with its headers) and Yarn 4, and put them on the PATH.`,
      );
    }
    pins.push({ ...pin, label: 'Node', bin: 'node', headersOnly: ownNode });
  }
  if (!ownYarn) {
    pins.push({ ...yarnPin, label: 'Yarn', bin: 'yarn' });
  }
  return pins;
}

function ownHeaders() {
  const candidates = [
    dirname(dirname(process.execPath)),
    process.env.npm_config_nodedir,
  ];
  return candidates.find(dir => {
    try {
      const text = readFileSync(
        join(dir ?? '', 'include/node/node_version.h'),
        'utf8',
      );
      return text.includes(`#define NODE_MAJOR_VERSION ${nodeMajor}\n`);
    } catch {
      return false;
    }
  });
}

function hasYarn4() {
  if (/^yarn\/4\./.test(process.env.npm_config_user_agent ?? '')) {
    return true;
  }
  const yarn = onPath('yarn');
  // Corepack's yarn downloads another one first, which does not work everywhere.
  if (!yarn || realpathSync(yarn).includes('corepack')) {
    return false;
  }
  const { stdout } = spawnSync(yarn, ['--version'], {
    cwd: dirname(toolchainDir),
    encoding: 'utf8',
    timeout: 10_000,
    env: withoutOuterNpm(process.env),
  });
  return (stdout ?? '').startsWith('4.');
}

/**
 * The program of this name on the PATH, without those that npm adds for its scripts.
 * @param {string} name
 */
export function onPath(name) {
  for (const dir of (process.env.PATH ?? '').split(delimiter)) {
    if (!dir || /node_modules[\\/]\.bin$|node-gyp-bin$/.test(dir)) {
      continue;
    }
    const path = join(dir, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // The next folder of the PATH may have it.
    }
  }
  return undefined;
}

function findNpm() {
  const started = process.env.npm_execpath;
  if (started && /npm-cli\.[cm]?js$/.test(started)) {
    return { command: process.execPath, args: [started] };
  }
  const npm = onPath('npm');
  if (!npm) {
    throw new Failure(
      'There is no npm on the PATH, and it is needed to install Node and Yarn.',
      `Install npm (it comes with Node), or Node ${nodeMajor} and Yarn 4.`,
    );
  }
  return { command: npm, args: [] };
}

function partDir(pin) {
  return join(
    toolchainDir,
    `${pin.bin}-${pin.version}-${process.platform}-${process.arch}`,
  );
}

function binDir(pin) {
  return join(partDir(pin), 'bin');
}

function packageDir(pin) {
  return join(partDir(pin), 'node_modules', pin.name);
}

function writeManifest(dir, pin) {
  const name = 'strongroom-toolchain';
  const dependencies = { [pin.name]: pin.version };
  writeFileSync(
    join(dir, 'package.json'),
    JSON.stringify({ name, version: '1.0.0', private: true, dependencies }),
  );
  writeFileSync(
    join(dir, 'package-lock.json'),
    JSON.stringify({
      name,
      version: '1.0.0',
      lockfileVersion: 3,
      requires: true,
      packages: {
        '': { name, version: '1.0.0', dependencies },
        [`node_modules/${pin.name}`]: {
          version: pin.version,
          integrity: pin.integrity,
        },
      },
    }),
  );
}

function writeLauncher(dir, pin) {
  const bin = join(dir, 'bin');
  mkdirSync(bin);
  if (pin.bin === 'node') {
    const program = join(dir, 'node_modules', pin.name, 'bin/node');
    symlinkSync(relative(bin, program), join(bin, 'node'));
    return;
  }
  writeFileSync(
    join(bin, 'yarn'),
    `#!/bin/sh\nexec node "$(dirname "$0")/../node_modules/${pin.name}/bin/yarn.js" "$@"\n`,
    { mode: 0o755 },
  );
}
