/* eslint-disable jest/no-export, jest/valid-title -- declares tests for the files that use it */
import { findOpenBao, ObtainedProgram } from '@strongroom/real-cluster';
import { spawnSync } from 'node:child_process';

const FETCH = require.resolve('@strongroom/real-cluster/run.mjs');

/**
 * Declares tests that need the real program. Where it cannot be had, one test says that they are left out; with
 * `STRONGROOM_REQUIRE_TOOLS=1` that test fails.
 */
export function withRealBao(
  name: string,
  declare: (program: ObtainedProgram) => void,
): void {
  const program = obtain();
  describe(name, () => {
    if (program) {
      declare(program);
      return;
    }
    it('is left out: OpenBao cannot be had here', () => {
      expect(process.env.STRONGROOM_REQUIRE_TOOLS).not.toBe('1');
    });
  });
}

/** Waits for the download, because tests are declared by what comes of it. */
function obtain(): ObtainedProgram | undefined {
  const found = findOpenBao();
  if (!found) {
    spawnSync(process.execPath, [FETCH, 'programs', 'bao'], {
      stdio: 'inherit',
    });
  }
  return found ?? findOpenBao();
}
