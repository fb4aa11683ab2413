// Commands of this package that are no part of `npm test`, because they need built programs or take their time.
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const cli = require.resolve('@backstage/cli/bin/backstage-cli');
const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');
const [command, ...args] = process.argv.slice(2);

function run(...nodeArgs) {
  const { status } = spawnSync(process.execPath, nodeArgs, {
    cwd: import.meta.dirname,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

/** Starts the clusters that the suites share, in a process that ends with this one. */
async function hold() {
  const holder = fork('src/commands/hold.ts', {
    cwd: import.meta.dirname,
    execArgv: ['--require', transform],
  });
  // A Ctrl-C reaches the holder too, and this process ends after it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => holder.kill());
  const ended = once(holder, 'exit');
  const file = await new Promise(resolve => {
    holder.on('message', message => message.file && resolve(message.file));
    holder.once('exit', () => resolve());
  });
  return { file, ended };
}

switch (command) {
  case 'programs':
    run('--require', transform, 'src/commands/programs.ts');
    break;
  case 'real':
    // The glob comes last: it takes what follows it for further globs.
    run(
      ...[cli, 'package', 'test', '--watchAll=false', '--runInBand'],
      ...[...args, '--testMatch', '**/*.real.ts'],
    );
    break;
  case 'hold': {
    const { file, ended } = await hold();
    if (file) {
      console.log(`STRONGROOM_REAL_CLUSTER=${file}\nCtrl-C ends it.`);
    }
    const [code] = await ended;
    process.exitCode = code ?? 1;
    break;
  }
  default:
    console.error('Commands: programs, real, hold');
    process.exitCode = 1;
}
