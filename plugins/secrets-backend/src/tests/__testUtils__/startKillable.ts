import { mockCredentials } from '@backstage/backend-test-utils';
import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ContractClient } from './ContractClient';
import { KillableBackendArguments } from './killableBackend';
import { PAYMENTS, RUN, TENANT_LABEL } from './tenants';

const PACKAGE = join(__dirname, '../../..');

/** A backend that can die, or stand still. */
export interface Killable {
  as(user: string): ContractClient;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: its connections stay open, and nothing of it goes on. */
  suspend(): void;
  /** SIGCONT. */
  resume(): void;
}

/** Starts the plugin in a process of its own and waits until it has read its control plane. */
export async function startKillable(
  options: Omit<KillableBackendArguments, 'port'>,
): Promise<Killable> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(__dirname, 'killableBackend.ts'),
      JSON.stringify({
        ...options,
        port,
        // Loaded anew, the other process would give itself another name.
        secrets: {
          namespaces: { selector: `${TENANT_LABEL}=${RUN}` },
          ...options.secrets,
        },
      }),
    ],
    {
      cwd: PACKAGE,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, NODE_ENV: 'test', NODE_OPTIONS: '' },
    },
  );
  let stderr = '';
  child.stderr!.on('data', chunk => {
    stderr += chunk;
  });
  const as = (user: string) =>
    new ContractClient(
      `http://127.0.0.1:${port}/api/secrets`,
      mockCredentials.user.header(`user:default/${user}`),
    );
  await waitUntilReady(as('platform'), child, () => stderr);
  return {
    as,
    async kill() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
    },
    suspend: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}

async function waitUntilReady(
  client: ContractClient,
  child: ChildProcess,
  stderr: () => string,
): Promise<void> {
  const end = Date.now() + 300_000;
  while (Date.now() < end) {
    if (child.exitCode !== null) {
      throw new Error(`The backend ended before it was ready: ${stderr()}`);
    }
    try {
      const { body } = await client.get(`/namespaces/${PAYMENTS}/planes`);
      if (body?.items?.some((plane: any) => plane.store?.ready)) {
        return;
      }
    } catch {
      // not listening yet
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error('The backend was not ready in time');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
