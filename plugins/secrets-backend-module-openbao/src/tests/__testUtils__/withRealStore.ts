/* eslint-disable jest/no-export, jest/valid-title -- declares tests for the files that use it */
import { RealBao } from './startBao';
import { startRealStore } from './startRealStore';
import { TestStore } from './startStore';
import { withRealBao } from './withRealBao';

const START_MS = 60_000;
const TEST_MS = 30_000;

/** A driver before OpenBao itself. */
export type RealStore = TestStore & { bao: RealBao };

/** Declares tests that share one OpenBao. */
export function withRealStore(
  name: string,
  declare: (world: () => RealStore) => void,
): void {
  withRealBao(name, program => {
    jest.setTimeout(TEST_MS);
    let store: RealStore | undefined;
    beforeAll(async () => {
      store = await startRealStore(program);
    }, START_MS);
    afterAll(async () => {
      await store?.stop();
    });
    declare(() => store!);
  });
}
