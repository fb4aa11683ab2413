import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../paths.mjs';
import { Failure } from '../setup/failure.mjs';
import { startGroup } from './children.mjs';

/** What a portal on real clusters runs. */
const programs = [
  'bao',
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'external-secrets',
];

/**
 * Gets the real programs, which takes minutes when they have to be built, and seconds when they were before.
 *
 * @param {object} options
 * @param {import('../setup/toolchain.mjs').Toolchain} options.toolchain
 * @param {ReturnType<import('../console/progress.mjs').createProgress>} options.progress
 * @param {() => boolean} options.stopped
 * @throws {Failure} with the reason, for example that there is no Go
 */
export async function obtainPrograms({ toolchain, progress, stopped }) {
  const { node, env } = toolchain;
  const cwd = join(root, 'packages/real-cluster');
  const transform = createRequire(join(cwd, 'package.json')).resolve(
    '@backstage/cli/config/nodeTransform.cjs',
  );
  const step = progress.step('programs', 'looking for the real programs');
  const { child, ended } = startGroup(
    node,
    ['--require', transform, 'src/commands/programs.ts', ...programs],
    { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let reason = '';
  child.stderr.on('data', chunk => {
    reason += chunk;
  });
  const lines = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      // The last lines are the paths of all.
      if (!/^[\w-]+: \//.test(line)) {
        step.update(line);
      }
    }
  })();
  const { code } = await ended;
  await lines;
  if (stopped()) {
    step.done('stopping');
    return;
  }
  if (code !== 0) {
    step.failed();
    const [sentence, ...detail] = reason.trim().split('\n');
    throw new Failure(
      sentence || 'The real programs could not be had.',
      '`npm start` without --real needs none of them.',
      detail.join('\n'),
    );
  }
  step.done('the real programs are there');
}
