import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { jestWorkers } from '../process/jestWorkers.mjs';
import { runAttached } from '../process/runAttached.mjs';
import { setUp } from '../setup/setUp.mjs';

/** What tries every fault at every call. */
const PATTERNS = ['src/tests/faults', 'src/tests/killed.test'];

/**
 * Tries every fault at every call of every operation; each has to end as before or as asked for, and as
 * `docs/faults.md` says. With `--write` that page is made anew. Other arguments are those of Jest.
 */
export async function run(args) {
  const { node, env } = await setUp();
  const cli = createRequire(join(root, 'package.json')).resolve(
    '@backstage/cli/bin/backstage-cli',
  );
  const writes = args.includes('--write');
  return runAttached(
    node,
    [
      cli,
      'package',
      'test',
      // the files of the tests share the page
      '--maxWorkers',
      String(writes ? 1 : jestWorkers()),
      ...PATTERNS,
      ...args.filter(argument => argument !== '--write'),
    ],
    {
      cwd: join(root, 'plugins/secrets-backend'),
      env: { ...env, CI: '1', ...(writes && { STRONGROOM_FAULTS: 'write' }) },
    },
  );
}
