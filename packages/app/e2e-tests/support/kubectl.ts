import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Runs kubectl against the cluster of the demo. */
export function kubectl(args: string[], input?: object): string {
  return execFileSync(
    'kubectl',
    [
      '--kubeconfig',
      join(process.env.STRONGROOM_STATE!, 'kubeconfig'),
      ...args,
    ],
    { encoding: 'utf8', input: input && JSON.stringify(input) },
  );
}
