import {
  ObservedSecret,
  StoreListener,
} from '@strongroom/backstage-plugin-secrets-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { newSecret, run } from './__testUtils__/candidates';
import { inEachWorld } from './__testUtils__/inEachWorld';

/** Keeps what it is told. */
class Listener implements StoreListener {
  readonly secrets = new Map<string, ObservedSecret>();
  readonly reachable: boolean[] = [];
  listed = 0;

  onUpsert(secret: ObservedSecret): void {
    this.secrets.set(secret.name, secret);
  }

  onDelete({ name }: { name: string }): void {
    this.secrets.delete(name);
  }

  onReachable(reachable: boolean): void {
    this.reachable.push(reachable);
  }

  onListed(): void {
    this.listed += 1;
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let left = 200; !isSo(); left -= 1) {
    expect(left).toBeGreaterThan(0);
    await sleep(50);
  }
}

inEachWorld('observing', world => {
  it('sees what others write, delete and take away straight in the store', async () => {
    const { store, root } = world();
    const listener = new Listener();
    const subscription = store.observe(listener);
    const { intent, values } = newSecret();
    await run(store.create(intent), values);
    const seen = () => listener.secrets.get(intent.name);
    await until(() => seen()?.push.state === 'Synced');
    const made = seen()!;

    await root.send('POST', `secret/data/${intent.remoteKey}`, {
      data: { user: 'theirs', more: '1' },
    });
    await until(() => seen()?.resourceVersion !== made.resourceVersion);
    expect(seen()).toMatchObject({ uid: made.uid, keys: ['more', 'user'] });
    expect((await store.describe(intent))?.version).toBe(
      seen()?.resourceVersion,
    );

    await root.send('DELETE', `secret/data/${intent.remoteKey}`);
    await until(() => seen()?.push.state === 'Failed');
    expect(seen()?.push.message).toMatch(/deleted in the store itself/);
    expect((await store.describe(intent))?.keys).toBeUndefined();

    await root.send('DELETE', `secret/metadata/${intent.remoteKey}`);
    await until(() => seen() === undefined);
    expect([listener.listed, listener.reachable]).toEqual([1, [true]]);
    subscription.close();
  });

  it("T13: takes nobody's word but the mark's for whose an entry is, and not that of one in another's folder", async () => {
    const { store, root } = world();
    const mine = newSecret();
    await run(store.create(mine.intent), mine.values);
    const { data } = await root.send(
      'GET',
      `secret/metadata/${mine.intent.remoteKey}`,
    );
    for (const path of ['other/generic/forged', 'other/deep/er/x', 'top']) {
      await root.send('POST', `secret/data/${path}`, { data: { a: '1' } });
      await root.send('POST', `secret/metadata/${path}`, {
        custom_metadata: { ...data.custom_metadata, name: 'forged' },
      });
    }
    const listener = new Listener();
    const subscription = store.observe(listener);
    await until(() => listener.listed === 1);
    expect(listener.secrets.has(mine.intent.name)).toBe(true);
    expect(listener.secrets.has('forged')).toBe(false);
    expect(listener.reachable).toEqual([true]);
    subscription.close();
    expect(
      await store.describe({
        ...mine.intent,
        remoteKey: 'other/generic/forged',
      }),
    ).toBeUndefined();
  });

  it('asks for key names only when a version is new, and for nothing once nobody listens', async () => {
    const { store, proxy } = world();
    const { intent, values } = newSecret();
    await run(store.create(intent), values);
    const listener = new Listener();
    const subscription = store.observe(listener);
    await until(() => listener.listed === 1);
    const rounds = () =>
      proxy.requests.filter(request => request.endsWith('/metadata/?list=true'))
        .length;
    const from = proxy.count;
    const begun = rounds();
    await until(() => rounds() > begun + 2);
    subscription.close();
    await sleep(200);
    const later = proxy.requests.slice(from);
    expect(later.some(request => request.includes(intent.remoteKey))).toBe(
      true,
    );
    expect(later.filter(request => request.includes('/subkeys/'))).toEqual([]);
    expect(later.filter(request => request.includes('/data/'))).toEqual([]);
    const stopped = proxy.count;
    await sleep(800);
    expect(proxy.count).toBe(stopped);
  });
});
