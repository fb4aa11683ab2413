import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { runAttached } from '../process/runAttached.mjs';
import { Failure } from '../setup/failure.mjs';
import { setUp } from '../setup/setUp.mjs';
import { run as runContract } from './contract.mjs';

/**
 * Runs the contract in the embedded world with every call recorded, and prints the shapes of the portal's calls that no
 * case of the contract makes. Arguments are those of the contract; with `--after-tests`, `npm test` has to have recorded
 * its calls in the folder that `STRONGROOM_CALL_SHAPES` names for both.
 */
export async function run(args) {
  const recorded = process.env.STRONGROOM_CALL_SHAPES;
  if (recorded) {
    const code = await runContract(args);
    return (await compare(recorded)) || code;
  }
  if (args.includes('--after-tests')) {
    throw new Failure(
      '--after-tests needs the calls of `npm test`.',
      'Set STRONGROOM_CALL_SHAPES to an empty folder for both.',
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-shapes-'));
  try {
    process.env.STRONGROOM_CALL_SHAPES = folder;
    const code = await runContract(args);
    return (await compare(folder)) || code;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compare(folder) {
  const { node, env } = await setUp();
  const cwd = join(root, 'packages/real-cluster');
  const transform = createRequire(join(cwd, 'package.json')).resolve(
    '@backstage/cli/config/nodeTransform.cjs',
  );
  console.log('');
  return await runAttached(
    node,
    ['--require', transform, 'src/commands/shapes.ts', folder],
    { cwd, env },
  );
}
