// Commands of this package that are no part of `npm test`, because they need built programs or take their time.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const cli = require.resolve('@backstage/cli/bin/backstage-cli');
const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');
const [command, ...args] = process.argv.slice(2);

function run(nodeArgs, env = {}) {
  const { status } = spawnSync(process.execPath, nodeArgs, {
    cwd: import.meta.dirname,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  process.exitCode = status ?? 1;
}

function test(kind, more, env) {
  // The pattern comes last: it takes what follows it for further patterns.
  run(
    [
      ...[cli, 'package', 'test', '--watchAll=false', '--runInBand'],
      ...[...more, '--testMatch', `**/*.${kind}.ts`],
    ],
    env,
  );
}

switch (command) {
  case 'programs':
    run(['--require', transform, 'src/commands/programs.ts']);
    break;
  case 'real':
    test('real', args);
    break;
  case 'contract':
    test(
      'contract',
      args.filter(arg => arg !== '--real'),
      { STRONGROOM_WORLD: args.includes('--real') ? 'real' : 'embedded' },
    );
    break;
  default:
    console.error('Commands: programs, real, contract [--real]');
    process.exitCode = 1;
}
