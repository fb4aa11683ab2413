import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { keyOfTests } from '../contract/keptResults.mjs';
import { testReport } from '../contract/ranByTests.mjs';
import { keepReport } from '../contract/testReport.mjs';
import { root } from '../paths.mjs';
import { jestWorkers } from '../process/jestWorkers.mjs';
import { runAttached } from '../process/runAttached.mjs';
import { runJest } from '../process/runJest.mjs';
import { Failure } from '../setup/failure.mjs';
import { setUp } from '../setup/setUp.mjs';
import { onPath } from '../setup/toolchain.mjs';

const tools = {
  kubectl: 'the tests with the real kubectl (Debian: kubernetes-client)',
  openssl: 'the tests with certificates made by OpenSSL (Debian: openssl)',
  'ssh-keygen':
    'the tests with keys made by ssh-keygen (Debian: openssh-client)',
};

/** Sets up, then runs every test but those in a browser. */
export async function run(args) {
  const toolchain = await setUp();
  const { node, env } = toolchain;
  const byYarn = /^yarn\//.test(process.env.npm_config_user_agent ?? '');
  if (byYarn) {
    const cli = createRequire(join(root, 'package.json')).resolve(
      '@backstage/cli/bin/backstage-cli',
    );
    return runAttached(node, [cli, 'repo', 'test', ...args], {
      cwd: root,
      env,
    });
  }
  const missing = missingTools();
  checkRequired(missing);

  const key = keyOfTests();
  const whole = args.length === 0;
  const jest = await runJest({
    toolchain,
    command: ['repo', 'test'],
    args: [
      ...['--maxWorkers', String(jestWorkers())],
      ...['--testSequencer', join(root, 'scripts/process/longestFirst.mjs')],
      ...args,
    ],
    whole,
    report: testReport,
    cwd: root,
  });
  const total = readJest(testReport);

  let own = 0;
  if (whole) {
    keepReport(testReport, key);
    const report = join(root, 'test-results/scripts.tap');
    own = await runAttached(
      node,
      [
        '--test',
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        '--test-reporter=tap',
        `--test-reporter-destination=${report}`,
        ...scriptTests(),
      ],
      { cwd: root, env },
    );
    add(total, readTap(report));
  }

  for (const [tool, what] of missing) {
    console.log(`Left out because ${tool} is missing: ${what}`);
  }
  if (whole) {
    console.log(
      'Left out as always: the contract on the real programs, which Go builds. `npm run test:contract -- --real` runs it.',
    );
  }
  console.log(
    `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`,
  );
  return jest || own;
}

function missingTools() {
  return Object.entries(tools).filter(([tool]) => !onPath(tool));
}

function checkRequired(missing) {
  if (missing.length > 0 && process.env.STRONGROOM_REQUIRE_TOOLS === '1') {
    throw new Failure(
      `STRONGROOM_REQUIRE_TOOLS is set and ${missing
        .map(([tool]) => tool)
        .join(', ')} cannot be found.`,
      'Install what is missing, or run without STRONGROOM_REQUIRE_TOOLS to leave its tests out.',
    );
  }
}

function readJest(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    return {
      passed: report.numPassedTests,
      // A file that does not even load has no tests that could fail.
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function readTap(file) {
  const text = readFileSync(file, 'utf8');
  const count = name =>
    Number(text.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
  return {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  };
}

function add(total, more) {
  for (const key of Object.keys(total)) {
    total[key] += more[key];
  }
}

function scriptTests() {
  return readdirSync(join(root, 'scripts'), { recursive: true })
    .filter(name => name.endsWith('.test.mjs'))
    .map(name => join('scripts', name));
}
