import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { freePort, isReady } from '../src/__testUtils__/startBackend';
import { describeSeconds } from './statistics';
import { withTemporaryFolder } from './temporaryFolder';
import { Figure } from './types';

const POLL_MS = 50;
const PATIENCE_MS = 30 * 60_000;

/** Seconds from `npm start` until the page and the backend answer, in a tree that is set up. */
export async function measureStart(): Promise<Figure[]> {
  const root = path.join(resolvePackagePath('backend'), '../..');
  return withTemporaryFolder(async state => {
    const first = await timeStart(root, { STRONGROOM_STATE: state });
    const second = await timeStart(root, { STRONGROOM_STATE: state });
    return [
      {
        what: 'Portal usable from `npm start`, set up, new state',
        ours: describeSeconds(first),
        aim: '10 s',
      },
      {
        what: 'Portal usable from `npm start`, set up, state of an earlier start',
        ours: describeSeconds(second),
        aim: '10 s',
      },
    ];
  });
}

/** Runs `npm start` in a tree until both programs answer. @returns milliseconds */
export async function timeStart(
  root: string,
  env: NodeJS.ProcessEnv,
  args: string[] = [],
): Promise<number> {
  const [appPort, backendPort] = [await freePort(), await freePort()];
  const app = `http://localhost:${appPort}`;
  const backend = `http://localhost:${backendPort}`;
  const started = performance.now();
  const child = spawn('npm', ['start', ...args], {
    cwd: root,
    env: {
      ...process.env,
      APP_CONFIG_app_baseUrl: app,
      APP_CONFIG_backend_baseUrl: backend,
      APP_CONFIG_backend_listen_port: String(backendPort),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // a group of its own, so that it can be ended as Ctrl-C ends it: npm alone passes no signal on
    detached: true,
  });
  const gone = once(child, 'exit');
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => printed.push(String(chunk)));
  }
  try {
    const ready = `${backend}/.backstage/health/v1/readiness`;
    while (!(await isReady(ready)) || !(await isReady(`${app}/`))) {
      if (
        child.exitCode !== null ||
        performance.now() - started > PATIENCE_MS
      ) {
        throw new Error(`npm start did not succeed:\n${printed.join('')}`);
      }
      await new Promise(resolve => setTimeout(resolve, POLL_MS));
    }
    return performance.now() - started;
  } finally {
    if (child.exitCode === null) {
      process.kill(-child.pid!, 'SIGINT');
      await gone;
    }
  }
}
