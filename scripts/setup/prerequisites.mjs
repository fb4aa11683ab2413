import { spawnSync } from 'node:child_process';
import { Failure } from './failure.mjs';
import { onPath } from './toolchain.mjs';

const install =
  process.platform === 'darwin'
    ? 'Run `xcode-select --install`'
    : 'On Debian or Ubuntu run `apt-get install g++ make python3`, on Fedora `dnf install gcc-c++ make python3`';

/** Checks what the native module is compiled with, before minutes are spent on the packages. */
export function checkCompiler() {
  const compiler = process.env.CXX?.split(' ')[0];
  const missing = [];
  if (![compiler, 'c++', 'g++', 'clang++'].some(name => name && found(name))) {
    missing.push('a C++ compiler');
  }
  if (!found('make')) {
    missing.push('make');
  }
  if (!findPython()) {
    missing.push('python3');
  }
  if (missing.length > 0) {
    throw new Failure(
      `The database module has to be compiled here, and ${missing.join(
        ' and ',
      )} cannot be found.`,
      `${install}, then run the same command again.`,
    );
  }
}

function findPython() {
  return [
    process.env.npm_config_python,
    process.env.PYTHON,
    'python3',
    'python',
  ].some(
    name =>
      name &&
      found(name) &&
      spawnSync(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))'])
        .status === 0,
  );
}

function found(name) {
  return name.includes('/') || onPath(name) !== undefined;
}
