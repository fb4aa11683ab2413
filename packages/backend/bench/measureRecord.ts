import { execFileSync } from 'node:child_process';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { describeSeconds } from './statistics';
import { Figure } from './types';

const ARGUMENTS = [
  '--expose-gc',
  '--require',
  require.resolve('@backstage/cli/config/nodeTransform.cjs'),
  'src/record/verifyRecord.bench.ts',
];

/** How fast a large record is verified on SQLite, and what that takes, in a process of its own. */
export async function measureRecord(): Promise<Figure[]> {
  const cwd = resolvePackagePath(
    '@strongroom/backstage-plugin-secrets-backend',
  );
  const { rows, milliseconds, megabytes } = JSON.parse(
    execFileSync(process.execPath, ARGUMENTS, { cwd, encoding: 'utf8' }),
  );
  return [
    {
      what: `Verification of a record of ${rows.toLocaleString('en')} rows`,
      ours: describeSeconds(milliseconds),
    },
    {
      what: 'Memory (heap) that it takes at most, garbage included',
      ours: `${megabytes} MB`,
    },
  ];
}
