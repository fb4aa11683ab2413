import { connectRealCluster, startRealOpenBao } from '@strongroom/real-cluster';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { shippedPolicy } from './shippedPolicy';
import { startEmbeddedStore } from './startEmbeddedStore';
import { startStore, TestStore } from './startStore';

const READY_MS = 30_000;

/** A store in the world that `STRONGROOM_WORLD` names: embedded, or OpenBao itself. */
export function startWorldStore(): Promise<TestStore> {
  return process.env.STRONGROOM_WORLD === 'real'
    ? startRealWorldStore()
    : startEmbeddedStore();
}

/** The OpenBao of the cluster that is held for all suites, else one of its own. */
async function startRealWorldStore(): Promise<TestStore> {
  const real = process.env.STRONGROOM_REAL_CLUSTER
    ? await connectRealCluster()
    : undefined;
  const own = real ? undefined : await startRealOpenBao();
  const kv = real ? real.kv! : own!;
  const policy = `driver-${randomUUID()}`;
  await kv.setPolicy(policy, shippedPolicy());
  const token = await kv.createToken({ policies: ['default', policy] });
  const store = await startStore({
    upstream: {
      address: kv.address,
      ca: Buffer.from(kv.caData, 'base64').toString(),
    },
    rootToken: kv.token,
    auth: { token: { value: token } },
    seal: () => kv.seal(),
    unseal: () => kv.unseal(),
    async stop() {
      await real?.stop();
      await own?.stop();
    },
  });
  await mountReady(store);
  return store;
}

/** A new mount is upgraded for a moment and refuses writes meanwhile. */
async function mountReady({ root }: TestStore): Promise<void> {
  const path = `first-${randomUUID()}`;
  const deadline = Date.now() + READY_MS;
  for (;;) {
    try {
      await root.send('POST', `secret/data/${path}`, { data: {} });
      await root.send('DELETE', `secret/metadata/${path}`);
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
    }
    await sleep(50);
  }
}
