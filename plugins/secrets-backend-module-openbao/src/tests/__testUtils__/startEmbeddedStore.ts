import { startKvServer } from '@strongroom/embedded-cluster';
import { recordCallShapes, recordsCallShapes } from '@strongroom/real-cluster';
import { shippedPolicy } from './shippedPolicy';
import { startStore, TestStore } from './startStore';

/** The embedded KV store, with a token that has the shipped policy and no other. */
export async function startEmbeddedStore(): Promise<TestStore> {
  const kv = await startKvServer({
    recordBodies: recordsCallShapes(),
    policies: {
      strongroom: shippedPolicy(),
      default: `
        path "auth/token/lookup-self" { capabilities = ["read"] }
        path "auth/token/renew-self" { capabilities = ["update"] }`,
    },
  });
  const token = kv.createToken({ policies: ['default', 'strongroom'] });
  return startStore({
    upstream: { address: kv.address },
    rootToken: kv.token,
    auth: { token: { value: token } },
    seal: () => kv.seal(),
    unseal: () => kv.unseal(),
    stop: async () => {
      recordCallShapes('portal', { kubernetes: [], kv: [kv.requestLog] });
      await kv.stop();
    },
  });
}
