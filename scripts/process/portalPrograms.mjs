import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../paths.mjs';
import { Failure } from '../setup/failure.mjs';
import { startGroup } from './children.mjs';

/**
 * Starts the backend from its sources, in one process and without a watcher.
 * @param {object} options
 */
export function startBackend({ node, env, logDir, entry = 'src/index.ts' }) {
  const cwd = join(root, 'packages/backend');
  const transform = createRequire(join(cwd, 'package.json')).resolve(
    '@backstage/cli/config/nodeTransform.cjs',
  );
  return startProgram(
    'the backend',
    join(logDir, 'backend.log'),
    node,
    ['--require', transform, entry],
    { cwd, env },
  );
}

/** Starts the development server of the app. */
export function startApp({ node, env, logDir }) {
  const cwd = join(root, 'packages/app');
  const cli = createRequire(join(cwd, 'package.json')).resolve(
    '@backstage/cli/bin/backstage-cli',
  );
  return startProgram(
    'the app',
    join(logDir, 'app.log'),
    node,
    [cli, 'package', 'start'],
    { cwd, env },
  );
}

function startProgram(name, logFile, command, args, options) {
  mkdirSync(join(logFile, '..'), { recursive: true, mode: 0o700 });
  const log = createWriteStream(logFile, { mode: 0o600 });
  const group = startGroup(command, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const program = {
    name,
    logFile,
    ended: group.ended,
    child: group.child,
    shown: false,
  };
  for (const [stream, target] of [
    [group.child.stdout, process.stdout],
    [group.child.stderr, process.stderr],
  ]) {
    stream.on('data', chunk => {
      log.write(chunk);
      if (program.shown) {
        target.write(chunk);
      }
    });
  }
  return program;
}

/**
 * Waits until a program answers on its address.
 *
 * @param {{name: string, logFile: string, ended: Promise<object>}} program
 * @param {string} url
 * @param {{timeoutMs: number, stopped: () => boolean}} options
 * @throws {Failure} when it ends first or does not answer in time
 */
export async function waitUntilReady(program, url, { timeoutMs, stopped }) {
  const deadline = Date.now() + timeoutMs;
  let ended;
  program.ended.then(result => {
    ended = result;
  });
  while (!stopped()) {
    if (ended) {
      throw programFailure(
        program,
        `ended (${describeEnd(ended)}) before it was ready`,
      );
    }
    if (Date.now() > deadline) {
      throw programFailure(
        program,
        `did not answer on ${url} within ${Math.round(
          timeoutMs / 1000,
        )} seconds`,
      );
    }
    if (await isUp(url)) {
      return;
    }
    await sleep(100);
  }
}

/** How a program ended, in words. */
export function describeEnd({ code, signal, error }) {
  if (error) {
    return String(error.message);
  }
  return signal ? `by ${signal}` : `with code ${code}`;
}

/** What a program's end means for who started the portal. */
export function programFailure(program, what) {
  return new Failure(
    `${program.name[0].toUpperCase()}${program.name.slice(1)} ${what}.`,
    `Its whole output is in ${program.logFile}.`,
    lastLines(program.logFile),
  );
}

function lastLines(file) {
  try {
    return stripVTControlCharacters(readFileSync(file, 'utf8'))
      .trim()
      .split('\n')
      .slice(-20)
      .join('\n');
  } catch {
    return undefined;
  }
}

async function isUp(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
