import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readAddresses } from '../config.mjs';
import { createProgress } from '../console/progress.mjs';
import { root, stateDir } from '../paths.mjs';
import { onStopRequest, stopGroups } from '../process/children.mjs';
import { obtainPrograms } from '../process/obtainPrograms.mjs';
import {
  describeEnd,
  programFailure,
  startApp,
  startBackend,
  waitUntilReady,
} from '../process/portalPrograms.mjs';
import { checkPortIsFree } from '../process/ports.mjs';
import { setUp } from '../setup/setUp.mjs';
import { openState } from '../state.mjs';
import { readStartOptions } from './startOptions.mjs';

const readyTimeoutMs = 180_000;

/** Sets up, then runs the portal until Ctrl-C. */
export async function run(args) {
  const options = readStartOptions(args, process.env.INIT_CWD ?? process.cwd());
  const toolchain = await setUp();
  let stopped = false;
  const stopRequested = new Promise(resolve => {
    onStopRequest(() => {
      stopped = true;
      resolve();
    });
  });

  const dir = stateDir();
  // Real clusters lose all they hold when they stop, so the databases beside them are thrown away too.
  const passing = options.real ? join(dir, 'real') : undefined;
  const forget = () =>
    passing && rmSync(passing, { recursive: true, force: true });
  const state = passing ?? dir;
  const env = portalEnv(toolchain.env, state, options);
  const addresses = readAddresses(env);
  const openedState = await openState(dir);
  try {
    forget();
    await checkPorts(addresses, options);
    await runPortal({
      options,
      toolchain,
      env,
      addresses,
      state,
      logDir: join(dir, 'logs'),
      openedState,
      progress: createProgress(),
      stopRequested,
      stopped: () => stopped,
    });
  } finally {
    await stopGroups();
    forget();
    openedState.close();
  }
  console.log('Stopped.');
  return 0;
}

async function runPortal(context) {
  if (context.options.real) {
    await Promise.race([obtainPrograms(context), context.stopRequested]);
  }
  if (!context.stopped()) {
    await runPrograms(context);
  }
}

async function runPrograms(context) {
  const {
    options,
    toolchain,
    env,
    addresses,
    state,
    logDir,
    openedState,
    progress,
    stopRequested,
    stopped,
  } = context;
  const began = { node: toolchain.node, env, logDir };
  const backend = startBackend({
    ...began,
    ...(options.real && { entry: 'src/real.ts' }),
  });
  const app = options.backendOnly ? undefined : startApp(began);
  const programs = [backend, app].filter(Boolean);
  for (const program of programs) {
    openedState.hold(program.child);
  }

  const step = progress.step(
    'portal',
    `starting ${[options.real && 'real clusters', ...programs.map(p => p.name)]
      .filter(Boolean)
      .join(' and ')}`,
  );
  try {
    await Promise.all([
      waitUntilReady(
        backend,
        new URL(
          '/.backstage/health/v1/readiness',
          `http://localhost:${addresses.backendPort}`,
        ).href,
        { timeoutMs: readyTimeoutMs, stopped },
      ),
      app &&
        waitUntilReady(app, `http://localhost:${addresses.appPort}/`, {
          timeoutMs: readyTimeoutMs,
          stopped,
        }),
    ]);
  } catch (error) {
    step.failed();
    throw error;
  }
  if (stopped()) {
    step.done('stopping');
    return;
  }
  step.done('ready');
  announce({ options, addresses, state });

  for (const program of programs) {
    program.shown = true;
  }
  const end = await Promise.race([
    stopRequested,
    ...programs.map(program =>
      program.ended.then(result => ({ program, result })),
    ),
  ]);
  if (end) {
    throw programFailure(
      end.program,
      `ended (${describeEnd(end.result)}), so the portal was stopped`,
    );
  }
}

function portalEnv(env, state, options) {
  const portal = {
    NODE_ENV: 'development',
    BROWSER: 'none',
    ...env,
    STRONGROOM_STATE: state,
  };
  if (env.APP_CONFIG_app_baseUrl && !env.APP_CONFIG_backend_cors_origin) {
    // The page may call the backend only from the origin that the backend allows.
    portal.APP_CONFIG_backend_cors_origin = new URL(
      env.APP_CONFIG_app_baseUrl.replace(/^"|"$/g, ''),
    ).origin;
  }
  if (options.empty) {
    portal.STRONGROOM_EMPTY = '1';
  }
  if (options.kubeconfig) {
    portal.STRONGROOM_KUBECONFIG = options.kubeconfig;
  }
  if (options.context) {
    portal.STRONGROOM_CONTEXT = options.context;
  }
  return portal;
}

async function checkPorts({ appPort, backendPort }, { backendOnly }) {
  const other = port => (port > 60000 ? port - 1000 : port + 1000);
  const next = other(backendPort);
  await checkPortIsFree(
    backendPort,
    'the backend',
    `Stop that program, or choose another port: APP_CONFIG_backend_baseUrl=http://localhost:${next} APP_CONFIG_backend_listen_port=${next} npm start`,
  );
  if (!backendOnly) {
    await checkPortIsFree(
      appPort,
      'the app',
      `Stop that program, or choose another port: APP_CONFIG_app_baseUrl=http://localhost:${other(
        appPort,
      )} npm start`,
    );
  }
}

function announce({ options, addresses, state }) {
  const shown = path => {
    const fromRoot = relative(root, path);
    return fromRoot.startsWith('..') ? path : fromRoot;
  };
  console.log('');
  console.log(
    options.backendOnly
      ? `  Backend      ${addresses.backend}/api/secrets`
      : `  Portal       ${addresses.app}`,
  );
  console.log(
    options.kubeconfig
      ? `  Cluster      your own, by ${options.kubeconfig}`
      : `  Kubeconfig   ${shown(join(state, 'kubeconfig'))} (${
          options.real ? 'real API servers' : 'the embedded cluster'
        })`,
  );
  console.log(
    `  State        ${shown(state)} (${
      options.real
        ? 'thrown away at the end, with all that the clusters hold'
        : 'start afresh: npm run reset'
    })`,
  );
  console.log('\n  Ctrl-C stops everything.\n');
}
