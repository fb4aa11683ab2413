import type { Api } from './Api';
import { KvApi } from './KvApi';
import { startWorld } from './startWorld';
import type { World } from './types';

/** What the cases of a file stand on. */
export interface Stage {
  world: World;
  api: Api;
  /** The store, as a user that may do everything. */
  kv: KvApi;
  /** A namespace of the running case alone. */
  ns: string;
}

/** Starts a world for the cases of a file, ends it after them, and gives each case a namespace of its own. */
export function withWorld(): Stage {
  let world: World | undefined;
  let kv: KvApi | undefined;
  let ns = '';
  jest.setTimeout(180_000);
  beforeAll(async () => {
    world = await startWorld();
    kv = KvApi.create(world.kv);
  });
  afterAll(async () => {
    kv?.close();
    await world?.stop();
  });
  beforeEach(async () => {
    ns = (await world?.namespace()) ?? '';
  });
  return {
    get world() {
      return started(world);
    },
    get api() {
      return started(world).api;
    },
    get kv() {
      return started(kv);
    },
    get ns() {
      return ns;
    },
  };
}

function started<T>(part: T | undefined): T {
  if (!part) {
    throw new Error('The world has not started.');
  }
  return part;
}
