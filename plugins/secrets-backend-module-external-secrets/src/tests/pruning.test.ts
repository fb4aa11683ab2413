import {
  isStoreError,
  ObservedSecret,
  SecretValue,
  StoredSecretIntent,
} from '@strongroom/backstage-plugin-secrets-node';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminRequest } from './__testUtils__/adminRequest';
import { TestPlane } from './__testUtils__/startPlane';
import { startWorldPlane } from './__testUtils__/startWorldPlane';

const { signal } = new AbortController();

describe('keys that another writer dropped', () => {
  let plane: TestPlane;

  beforeAll(async () => {
    plane = await startWorldPlane();
  }, 120_000);
  afterAll(() => plane?.stop());

  const pathOf = ({ namespace, name }: StoredSecretIntent, kind: string) =>
    kind === 'secrets'
      ? `/api/v1/namespaces/openchoreo-kv-${namespace}/secrets/${name}`
      : `/apis/external-secrets.io/v1alpha1/namespaces/openchoreo-kv-${namespace}/pushsecrets/${name}`;
  const read = async (intent: StoredSecretIntent, kind: string) =>
    (await adminRequest(plane.cluster, 'GET', pathOf(intent, kind))) as any;
  const merge = (intent: StoredSecretIntent, kind: string, body: object) =>
    adminRequest(plane.cluster, 'PATCH', pathOf(intent, kind), {
      body,
      contentType: 'application/merge-patch+json',
    });
  const until = async <T>(
    look: () => Promise<T>,
    isSo: (seen: T) => boolean,
  ) => {
    for (let left = 400; left > 0; left -= 1) {
      const seen = await look();
      if (isSo(seen)) {
        return seen;
      }
      await sleep(50);
    }
    throw new Error('It never came to be');
  };

  /** A secret with two keys, of which another writer pushes one no more, a second later. */
  async function makeDropped(): Promise<StoredSecretIntent> {
    const id = randomUUID().slice(0, 8);
    const intent: StoredSecretIntent = {
      namespace: `tenant-${id}`,
      name: 'db',
      remoteKey: `secret/tenant-${id}/generic/db`,
      type: 'Opaque',
      keys: ['dropped', 'kept'],
      operationId: randomUUID(),
      labels: {},
    };
    const values = new Map(
      intent.keys.map(key => [key, SecretValue.fromUtf8(key)]),
    );
    for (const step of plane.store.create(intent)) {
      await step.run({ signal, values });
    }
    await until(
      () => plane.store.describe(intent),
      seen => seen?.push.state === 'Synced',
    );
    await sleep(1_100);
    const { spec } = await read(intent, 'pushsecrets');
    await merge(intent, 'pushsecrets', {
      spec: {
        data: spec.data.filter(({ match }: any) => match.secretKey === 'kept'),
      },
    });
    return intent;
  }

  it('T23: are told, of the secret and of what is observed, and pruned without a push', async () => {
    const intent = await makeDropped();
    let observed: ObservedSecret | undefined;
    const subscription = plane.store.observe({
      onUpsert: secret => {
        observed = secret.namespace === intent.namespace ? secret : observed;
      },
      onDelete: () => {},
      onListed: () => {},
      onReachable: () => {},
    });
    await until(
      async () => observed,
      seen => seen?.otherWriterAt !== undefined,
    );
    subscription.close();
    expect(observed).toMatchObject({
      keys: ['kept'],
      operationId: intent.operationId,
      otherWriterAt: expect.any(Date),
      stores: [expect.any(String)],
    });
    expect(await plane.store.describe(intent)).toMatchObject({
      keys: ['dropped', 'kept'],
      leftoverKeys: ['dropped'],
      onlyOurs: false,
    });

    const before = await read(intent, 'pushsecrets');
    const [step] = plane.store.prune!({ ...intent, operationId: randomUUID() });
    await step.run({ signal });
    const after = await read(intent, 'secrets');
    expect(Object.keys(after.data)).toEqual(['kept']);
    await step.run({ signal });
    expect((await read(intent, 'secrets')).metadata.resourceVersion).toBe(
      after.metadata.resourceVersion,
    );
    const { annotations } = before.metadata;
    expect((await read(intent, 'pushsecrets')).metadata.annotations).toEqual(
      annotations,
    );
    expect((await plane.store.describe(intent))?.leftoverKeys).toEqual([]);
  }, 60_000);

  it('T20: stay when they are pushed again by then, and when somebody else wrote them', async () => {
    const again = await makeDropped();
    const { spec } = await read(again, 'pushsecrets');
    const [entry] = spec.data;
    await merge(again, 'pushsecrets', {
      spec: {
        data: [
          entry,
          { ...entry, match: { ...entry.match, secretKey: 'dropped' } },
        ],
      },
    });
    const theirs = await makeDropped();
    await merge(theirs, 'secrets', { data: { dropped: 'bmV3', more: 'bmV3' } });
    for (const intent of [again, theirs]) {
      const { data } = await read(intent, 'secrets');
      for (const step of plane.store.prune!({
        ...intent,
        operationId: randomUUID(),
      })) {
        await step.run({ signal });
      }
      expect((await read(intent, 'secrets')).data).toEqual(data);
    }
  }, 60_000);

  it('T19: stay where what pushes them is not ours', async () => {
    const intent = await makeDropped();
    const before = await read(intent, 'secrets');
    const [step] = plane.store.prune!({
      ...intent,
      remoteKey: intent.remoteKey.replace('generic', 'tls'),
      operationId: randomUUID(),
    });
    const refusal = await step.run({ signal }).catch((error: unknown) => error);
    expect(isStoreError(refusal, 'NotOwned')).toBe(true);
    expect(await read(intent, 'secrets')).toEqual(before);
  }, 60_000);
});
