/* eslint-disable jest/no-export, jest/valid-title -- declares tests for the files that use it */
import { obtainBao } from './obtainBao';

/**
 * Declares tests that need the real program. Where it cannot be had, one test says that they are left out; with
 * `STRONGROOM_REQUIRE_TOOLS=1` that test fails.
 */
export function withRealBao(
  name: string,
  declare: (program: string) => void,
): void {
  const obtained = obtainBao();
  describe(name, () => {
    if ('path' in obtained) {
      declare(obtained.path);
      return;
    }
    it(`is left out: ${obtained.why}`, () => {
      expect(process.env.STRONGROOM_REQUIRE_TOOLS).not.toBe('1');
    });
  });
}
