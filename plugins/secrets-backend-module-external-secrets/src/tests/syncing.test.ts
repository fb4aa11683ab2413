import {
  isStoreError,
  SecretValue,
  Step,
  StoredSecretIntent,
} from '@strongroom/backstage-plugin-secrets-node';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminRequest } from './__testUtils__/adminRequest';
import { TestPlane } from './__testUtils__/startPlane';
import { startWorldPlane } from './__testUtils__/startWorldPlane';

const TRIGGER = 'openchoreo.dev/sync-trigger';
const { signal } = new AbortController();

let plane: TestPlane;

beforeAll(async () => {
  plane = await startWorldPlane();
}, 120_000);
afterAll(() => plane?.stop());

async function run(steps: Step[], values?: Map<string, SecretValue>) {
  for (const step of steps) {
    await step.run({ signal, values });
  }
}

async function failure(attempt: Promise<unknown>): Promise<string | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    return isStoreError(error) ? error.code : String(error);
  }
}

async function until<T>(look: () => Promise<T>, so: (seen: T) => boolean) {
  for (let left = 400; ; left -= 1) {
    const seen = await look();
    if (so(seen) || left === 0) {
      return seen;
    }
    await sleep(50);
  }
}

const read = (path: string) => adminRequest(plane.cluster, 'GET', path);
const merge = (path: string, body: object) =>
  adminRequest(plane.cluster, 'PATCH', path, {
    body,
    contentType: 'application/merge-patch+json',
  });
const remove = (path: string) => adminRequest(plane.cluster, 'DELETE', path);
const stateOf = (intent: StoredSecretIntent, state: string) =>
  until(
    async () => (await plane.store.describe(intent))?.push.state,
    seen => seen === state,
  );
const stored = async (intent: StoredSecretIntent) => {
  const values = await plane.readValues(intent.remoteKey);
  return (
    values &&
    Object.fromEntries([...values].map(([key, value]) => [key, String(value)]))
  );
};
const syncOf = ({ namespace, name, remoteKey, keys }: StoredSecretIntent) =>
  plane.store.sync({
    namespace,
    name,
    remoteKey,
    keys,
    operationId: randomUUID(),
  });

/** A secret with `a` and `b`, pushed. */
async function make(more: Partial<StoredSecretIntent> = {}) {
  const id = randomUUID().slice(0, 8);
  const intent: StoredSecretIntent = {
    namespace: `tenant-${id}`,
    name: 'db',
    remoteKey: `secret/tenant-${id}/generic/db`,
    type: 'Opaque',
    keys: ['a', 'b'],
    operationId: randomUUID(),
    labels: {},
    ...more,
  };
  await run(
    plane.store.create(intent),
    new Map(
      Object.entries({ a: '1', b: '2' }).map(([key, text]) => [
        key,
        SecretValue.fromUtf8(text),
      ]),
    ),
  );
  await stateOf(intent, 'Synced');
  return intent;
}

describe('a sync', () => {
  it('S3.6: moves the trigger and nothing else, and carries what stands in the plane now', async () => {
    const intent = await make();
    const { pushSecret, secret } = plane.paths(intent);
    const before = await read(pushSecret);
    await merge(secret, { data: { a: 'Y2hhbmdlZA==' } });
    await run(syncOf(intent).steps);
    const after = await read(pushSecret);
    expect(after.spec).toEqual(before.spec);
    expect(after.metadata.annotations[TRIGGER]).not.toBe(
      before.metadata.annotations[TRIGGER],
    );
    expect(
      await until(
        () => stored(intent),
        seen => seen?.a === 'changed',
      ),
    ).toEqual({ a: 'changed', b: '2' });
  });

  it('T22: touches nothing while the Secret is gone, so that the last copy stays in the store', async () => {
    const intent = await make();
    const { pushSecret, secret } = plane.paths(intent);
    await remove(secret);
    const before = await read(pushSecret);
    expect(await failure(run(syncOf(intent).steps))).toBe('NotFound');
    expect((await read(pushSecret)).metadata.annotations).toEqual(
      before.metadata.annotations,
    );
  });

  it('T22, T23: makes a lost PushSecret again, with the keys of the reference that have a value', async () => {
    const intent = await make();
    const { pushSecret } = plane.paths(intent);
    await remove(pushSecret);
    await until(
      () => stored(intent),
      seen => seen === undefined,
    );
    const push = syncOf({ ...intent, keys: ['a', 'never-set'] });
    await run(push.steps);
    expect(await push.committed(signal)).toBe(true);
    await stateOf(intent, 'Synced');
    expect(await stored(intent)).toEqual({ a: '1' });
  });

  it('T19: makes none where the path proves nothing', async () => {
    const id = randomUUID().slice(0, 8);
    const intent = await make({
      namespace: `tenant-${id}`,
      remoteKey: `secret/tenant-${id}/team/db`,
    });
    const { pushSecret } = plane.paths(intent);
    await remove(pushSecret);
    await until(
      () => read(pushSecret),
      seen => seen === undefined,
    );
    expect(await failure(run(syncOf(intent).steps))).toBe('NotOwned');
    expect(await read(pushSecret)).toBeUndefined();
  });

  it('T22: waits for a PushSecret that is being deleted before it makes another', async () => {
    const intent = await make();
    const { pushSecret } = plane.paths(intent);
    await merge(pushSecret, {
      metadata: {
        finalizers: [
          ...(await read(pushSecret)).metadata.finalizers,
          'example.com/hold',
        ],
      },
    });
    const { uid } = (await read(pushSecret)).metadata;
    await remove(pushSecret);
    const running = run(syncOf(intent).steps);
    await sleep(300);
    expect((await read(pushSecret)).metadata.uid).toBe(uid);
    await merge(pushSecret, { metadata: { finalizers: null } });
    await running;
    const made = await read(pushSecret);
    expect(made.metadata.uid).not.toBe(uid);
    await stateOf(intent, 'Synced');
    expect(await stored(intent)).toEqual({ a: '1', b: '2' });
  });
});

describe('a deletion that is given up', () => {
  it('T22: lets go what External Secrets holds for the store, and leaves what others hold to them', async () => {
    const intent = await make();
    const { pushSecret, secret } = plane.paths(intent);
    await merge(pushSecret, {
      metadata: {
        finalizers: [
          ...(await read(pushSecret)).metadata.finalizers,
          'example.com/hold',
        ],
      },
    });
    await plane.stopStore();
    try {
      await run(plane.store.abandon({ ...intent, begun: false }));
    } finally {
      await plane.startStore();
    }
    expect((await read(pushSecret)).metadata.finalizers).toEqual([
      'example.com/hold',
    ]);
    expect(await read(secret)).toBeUndefined();
    expect(await stored(intent)).toEqual({ a: '1', b: '2' });
    await merge(pushSecret, { metadata: { finalizers: null } });
    expect(await read(pushSecret)).toBeUndefined();
  });

  it("T19: touches nothing of a PushSecret that pushes elsewhere by now, nor another namespace's", async () => {
    const intent = await make();
    const { pushSecret, secret } = plane.paths(intent);
    const elsewhere = { ...intent, remoteKey: `${intent.remoteKey}-other` };
    for (const ref of [
      elsewhere,
      { ...intent, remoteKey: 'secret/other/generic/db' },
    ]) {
      expect(await failure(run(plane.store.abandon(ref)))).toBe('NotOwned');
    }
    expect((await read(pushSecret)).metadata.deletionTimestamp).toBeUndefined();
    expect(await read(secret)).toBeDefined();
  });
});
