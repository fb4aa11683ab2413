import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

const READY_MS = 120_000;
const POLL_MS = 50;

/** A backend of the demo in a process of its own. */
export interface StartedBackend {
  url: string;
  pid: number;
  /** Milliseconds from its start until it was ready. */
  readyMs: number;
  /** Everything it printed. */
  output(): string;
  /** Ends it, by `SIGTERM` unless another signal is named, and resolves when it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a backend as the start command does, on a free port, and waits until it is ready. Rejects with its output when it ends before. */
export async function startBackend(
  env: NodeJS.ProcessEnv,
  entry: string = 'src/index.ts',
): Promise<StartedBackend> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--require', '@backstage/cli/config/nodeTransform.cjs', entry],
    {
      cwd: resolvePackagePath('backend'),
      env: {
        ...process.env,
        NODE_ENV: 'development',
        APP_CONFIG_backend_baseUrl: url,
        APP_CONFIG_backend_listen_port: String(port),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const gone = once(child, 'exit');
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => printed.push(String(chunk)));
  }
  const output = () => printed.join('');
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await gone;
    }
  };
  const readiness = `${url}/.backstage/health/v1/readiness`;
  while (!(await isReady(readiness))) {
    if (child.exitCode !== null || performance.now() - started > READY_MS) {
      await stop('SIGKILL');
      throw new Error(`The backend did not become ready:\n${output()}`);
    }
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
  const readyMs = performance.now() - started;
  return { url, pid: child.pid!, readyMs, output, stop };
}

/** Whether an address answers with success. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const { ok, body } = await fetch(url);
    await body?.cancel();
    return ok;
  } catch {
    return false;
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? address!.port : 0;
}
