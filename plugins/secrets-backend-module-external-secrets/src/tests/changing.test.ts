import {
  isStoreError,
  SecretValue,
  Step,
  StoredSecretChange,
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

const texts = (entries: Record<string, string>) =>
  new Map(
    Object.entries(entries).map(([key, text]) => [
      key,
      SecretValue.fromUtf8(text),
    ]),
  );

async function run(
  steps: Step[],
  values?: ReturnType<typeof texts>,
): Promise<void> {
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

const synced = (intent: StoredSecretIntent) =>
  until(
    () => plane.store.describe(intent),
    seen => seen?.push.state === 'Synced',
  );
const stored = async (intent: StoredSecretIntent) => {
  await synced(intent);
  const values = await plane.readValues(intent.remoteKey);
  return (
    values &&
    Object.fromEntries([...values].map(([key, value]) => [key, String(value)]))
  );
};
const read = (path: string) => adminRequest(plane.cluster, 'GET', path);
const remove = (path: string) => adminRequest(plane.cluster, 'DELETE', path);
const merge = (path: string, body: object) =>
  adminRequest(plane.cluster, 'PATCH', path, {
    body,
    contentType: 'application/merge-patch+json',
  });

/** A secret with `a` and `b`, pushed. */
async function make(): Promise<StoredSecretIntent> {
  const id = randomUUID().slice(0, 8);
  const intent: StoredSecretIntent = {
    namespace: `tenant-${id}`,
    name: 'db',
    remoteKey: `secret/tenant-${id}/generic/db`,
    type: 'Opaque',
    keys: ['a', 'b'],
    operationId: randomUUID(),
    labels: {},
  };
  await run(plane.store.create(intent), texts({ a: '1', b: '2' }));
  await synced(intent);
  return intent;
}

/** A change that was decided on now. */
async function newChange(
  intent: StoredSecretIntent,
  set: string[],
  more: Partial<StoredSecretChange> = {},
): Promise<StoredSecretChange> {
  const { namespace, name, remoteKey, type } = intent;
  const described = await plane.store.describe(intent);
  return {
    namespace,
    name,
    remoteKey,
    type,
    operationId: randomUUID(),
    basedOn: described?.version ?? '',
    set: set.map(key => ({ key })),
    remove: [],
    ...more,
  };
}

describe('a change', () => {
  it('S0.4, T3: is one patch of the Secret and one of what pushes it, and brings no value back', async () => {
    const intent = await make();
    const change = await newChange(intent, ['a', 'c'], { remove: ['b'] });
    const { requestLog } = plane.cluster;
    requestLog.clear();
    const { steps, verify } = plane.store.update(change);
    await run(steps, texts({ a: 'x', c: '3' }));

    const ours = requestLog.entries.filter(({ name }) => name === intent.name);
    const writes = ours.filter(({ verb }) => verb !== 'get');
    expect(writes.map(({ verb, resource }) => [verb, resource])).toEqual([
      ['patch', 'secrets'],
      ['patch', 'pushsecrets'],
    ]);
    for (const { accept } of ours.filter(
      ({ resource, verb }) => resource === 'secrets' || verb === 'patch',
    )) {
      expect(accept).toContain('as=PartialObjectMetadata');
    }
    expect((await verify()).intact).toBe(true);
    expect(await stored(intent)).toEqual({ a: 'x', c: '3' });
    const { spec } = await read(plane.paths(intent).pushSecret);
    expect(spec.data.map(({ match }: any) => match.secretKey)).toEqual([
      'a',
      'c',
    ]);

    await merge(plane.paths(intent).secret, { data: { a: 'eQ==' } });
    expect((await verify()).intact).toBe(false);
  });

  it('S2.11: takes away what another writer dropped and had to leave, and nothing that is not ours', async () => {
    const intent = await make();
    const { secret, pushSecret } = plane.paths(intent);
    const { spec } = await read(pushSecret);
    await merge(pushSecret, { spec: { data: [spec.data[0]] } });
    await merge(secret, { data: { theirs: 'MQ==' } });
    await until(
      () => plane.readValues(intent.remoteKey),
      values => !values?.has('b'),
    );

    const change = await newChange(intent, ['a']);
    await run(plane.store.update(change).steps, texts({ a: 'x' }));
    expect(Object.keys((await read(secret)).data).sort()).toEqual([
      'a',
      'theirs',
    ]);
    expect(await stored(intent)).toEqual({ a: 'x' });
  });

  it('T22: asks for no push when the Secret is gone, which would take the value out of the store', async () => {
    const intent = await make();
    const { secret, pushSecret } = plane.paths(intent);
    const change = await newChange(intent, ['a']);
    const { steps, verify } = plane.store.update(change);
    await run(steps.slice(0, 1), texts({ a: 'x' }));
    const before = await read(pushSecret);
    await remove(secret);
    await run(steps.slice(1));
    const after = await read(pushSecret);
    expect(after.metadata.annotations[TRIGGER]).toBe(
      before.metadata.annotations[TRIGGER],
    );
    expect((await verify()).intact).toBe(false);
  });

  it('T12, T13: touches nothing that pushes elsewhere, checked before each effect', async () => {
    const intent = await make();
    const { secret, pushSecret } = plane.paths(intent);
    const { spec } = await read(pushSecret);
    const elsewhere = structuredClone(spec.data);
    elsewhere[0].match.remoteRef.remoteKey = 'secret/other/generic/db';
    const unpatched = await newChange(intent, ['a']);
    await merge(pushSecret, { spec: { data: elsewhere } });
    const forged = await newChange(intent, ['a']);
    const before = await plane.readTraces(intent);
    for (const change of [unpatched, forged]) {
      const { steps, committed } = plane.store.update(change);
      expect(await failure(run(steps, texts({ a: 'x' })))).toBe('NotOwned');
      expect(await committed(signal)).toBe(false);
    }
    expect(await plane.readTraces(intent)).toEqual(before);

    await merge(pushSecret, { spec: { data: spec.data } });
    await until(
      () => read(pushSecret),
      ({ status }) => !JSON.stringify(status).includes('secret/other'),
    );
    const change = await newChange(intent, ['a']);
    const { steps } = plane.store.update(change);
    await run(steps.slice(0, 1), texts({ a: 'x' }));
    await merge(pushSecret, { spec: { data: elsewhere } });
    const repointed = await read(pushSecret);
    expect(await failure(run(steps.slice(1)))).toBe('NotOwned');
    const { metadata } = await read(pushSecret);
    expect(metadata.annotations).toEqual(repointed.metadata.annotations);
    expect((await read(secret)).metadata.annotations).toMatchObject({
      'strongroom.dev/operation': change.operationId,
    });
  });

  it('S4.8: makes a PushSecret again that another writer lost', async () => {
    const intent = await make();
    const { pushSecret } = plane.paths(intent);
    await remove(pushSecret);
    await until(
      () => read(pushSecret),
      seen => !seen,
    );
    const change = await newChange(intent, ['a']);
    await run(plane.store.update(change).steps, texts({ a: 'x' }));
    expect(await stored(intent)).toEqual({ a: 'x', b: '2' });
  });

  it('S4.8: sets all keys anew where the Secret is gone, and not some of them', async () => {
    const intent = await make();
    await remove(plane.paths(intent).secret);
    const part = await newChange(intent, ['a']);
    expect(
      await failure(run(plane.store.update(part).steps, texts({ a: 'x' }))),
    ).toBe('NotFound');
    const whole = await newChange(intent, ['a'], { replace: true });
    const { steps, committed } = plane.store.update(whole);
    await run(steps, texts({ a: 'x' }));
    expect(await committed(signal)).toBe(true);
    expect(await stored(intent)).toEqual({ a: 'x' });
  });

  it('T22: that recovery has closed as not done cannot land late', async () => {
    const intent = await make();
    const change = await newChange(intent, ['a']);
    const late = plane.store.update(change);
    const recovery = plane.store.update(change);
    plane.cluster.faults.before(
      { verb: 'patch', resource: 'secrets', name: intent.name, times: 1 },
      async () => {
        expect(await recovery.committed(signal)).toBe(false);
        for (const step of [...recovery.steps].reverse()) {
          await step.undo?.({ signal });
        }
      },
    );
    expect(await failure(run(late.steps, texts({ a: 'late' })))).toBe(
      'Conflict',
    );
    expect(await late.committed(signal)).toBe(false);
    expect((await read(plane.paths(intent).secret)).data.a).toBe('MQ==');
    const next = await newChange(intent, ['a']);
    await run(plane.store.update(next).steps, texts({ a: 'next' }));
    expect(await stored(intent)).toEqual({ a: 'next', b: '2' });
  });

  it('T19: is refused while the secret is being deleted', async () => {
    const intent = await make();
    const { pushSecret } = plane.paths(intent);
    await plane.stopStore();
    try {
      await remove(pushSecret);
      const change = await newChange(intent, ['a']);
      const before = await plane.readTraces(intent);
      expect(
        await failure(run(plane.store.update(change).steps, texts({ a: 'x' }))),
      ).toBe('Conflict');
      expect(await plane.readTraces(intent)).toEqual(before);
    } finally {
      await plane.startStore();
    }
  });
});
