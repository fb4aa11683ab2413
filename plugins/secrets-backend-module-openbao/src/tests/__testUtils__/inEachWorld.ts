/* eslint-disable jest/no-export, jest/valid-title -- declares tests for the files that use it */
import { startEmbeddedStore } from './startEmbeddedStore';
import { startRealStore } from './startRealStore';
import { TestStore } from './startStore';
import { withRealBao } from './withRealBao';

const START_MS = 60_000;

/** Declares the same tests for the embedded store and for OpenBao itself. */
export function inEachWorld(
  name: string,
  declare: (store: () => TestStore) => void,
): void {
  const world = (start: () => Promise<TestStore>) => {
    let store: TestStore | undefined;
    beforeAll(async () => {
      store = await start();
    }, START_MS);
    afterAll(async () => {
      await store?.stop();
    });
    declare(() => store!);
  };
  describe(`${name}, on the embedded KV store`, () => {
    world(startEmbeddedStore);
  });
  withRealBao(`${name}, on OpenBao itself`, program => {
    world(() => startRealStore(program));
  });
}
