import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProgress } from '../console/progress.mjs';
import { root } from '../paths.mjs';
import { onStopRequest, startGroup, stopGroups } from '../process/children.mjs';
import { startBackend, waitUntilReady } from '../process/portalPrograms.mjs';
import { freePort } from '../process/ports.mjs';
import { runAttached } from '../process/runAttached.mjs';
import { Failure, explain } from '../setup/failure.mjs';
import { setUp } from '../setup/setUp.mjs';
import { onPath } from '../setup/toolchain.mjs';

const app = join(root, 'packages/app');

/**
 * Runs the browser tests against the production build of the app, served by a backend of its own on
 * a free port and with a state of its own. The tests find them in the environment: `STRONGROOM_URL`,
 * `STRONGROOM_STATE` and `CHROMIUM`. `--no-build` keeps the build that is there.
 */
export async function run(args) {
  const toolchain = await setUp();
  const chromium = process.env.CHROMIUM ?? onPath('chromium');
  if (!chromium) {
    throw new Failure(
      'The browser tests need Chromium, and it cannot be found.',
      'On Debian run `apt-get install chromium`; elsewhere set CHROMIUM to the path of the program.',
    );
  }

  let stopped = false;
  onStopRequest(() => {
    stopped = true;
    stopGroups();
  });
  const progress = createProgress();
  if (!args.includes('--no-build') || !existsSync(join(app, 'dist'))) {
    await buildApp(toolchain, progress);
  }

  const state = mkdtempSync(join(tmpdir(), 'strongroom-e2e-'));
  try {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const env = {
      ...toolchain.env,
      NODE_ENV: 'development',
      STRONGROOM_STATE: state,
      APP_CONFIG_app_baseUrl: url,
      APP_CONFIG_backend_baseUrl: url,
      APP_CONFIG_backend_cors_origin: url,
      APP_CONFIG_backend_listen_port: String(port),
    };
    const step = progress.step('portal', 'starting the backend');
    const backend = startBackend({
      node: toolchain.node,
      env,
      logDir: join(state, 'logs'),
    });
    await waitUntilReady(backend, `${url}/.backstage/health/v1/readiness`, {
      timeoutMs: 60_000,
      stopped: () => stopped,
    });
    step.done(`ready on ${url}`);
    return stopped
      ? 130
      : await runTests(
          toolchain,
          { ...env, STRONGROOM_URL: url, CHROMIUM: chromium },
          args.filter(arg => arg !== '--no-build'),
        );
  } finally {
    await stopGroups();
    rmSync(state, { recursive: true, force: true });
  }
}

async function buildApp(toolchain, progress) {
  const step = progress.step('app', 'building for production');
  const group = startGroup(
    toolchain.node,
    [
      createRequire(join(app, 'package.json')).resolve(
        '@backstage/cli/bin/backstage-cli',
      ),
      'package',
      'build',
    ],
    { cwd: app, env: toolchain.env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [group.child.stdout, group.child.stderr]) {
    stream.on('data', chunk => {
      output += chunk;
    });
  }
  const { code } = await group.ended;
  if (code !== 0) {
    step.failed();
    throw explain(
      'The production build of the app',
      output,
      'Mend what the output names and run the same command again.',
    );
  }
  step.done('built for production');
}

async function runTests(toolchain, env, args) {
  const report = join(root, 'test-results/e2e.json');
  mkdirSync(join(report, '..'), { recursive: true });
  rmSync(report, { force: true });
  const code = await runAttached(
    toolchain.node,
    [
      createRequire(join(app, 'package.json')).resolve('@playwright/test/cli'),
      'test',
      '-c',
      'packages/app/playwright.config.ts',
      '--reporter=list,json',
      ...args,
    ],
    { cwd: root, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report } },
  );
  const { expected, unexpected, flaky, skipped } = readStats(report);
  console.log(
    `${expected} passed, ${unexpected + flaky} failed, ${skipped} skipped`,
  );
  // A test that passed only when tried again has shown a fault too.
  return code || (flaky > 0 || expected === 0 ? 1 : 0);
}

function readStats(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).stats;
  } catch {
    return { expected: 0, unexpected: 1, flaky: 0, skipped: 0 };
  }
}
