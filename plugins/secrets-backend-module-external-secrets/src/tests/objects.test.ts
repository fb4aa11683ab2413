import {
  isStoreError,
  SecretValue,
  Step,
  StoredSecretIntent,
} from '@strongroom/backstage-plugin-secrets-node';
import { randomUUID } from 'node:crypto';
import { adminRequest } from './__testUtils__/adminRequest';
import { startEmbeddedPlane } from './__testUtils__/startEmbeddedPlane';
import { TestPlane } from './__testUtils__/startPlane';

let plane: TestPlane;

beforeAll(async () => {
  plane = await startEmbeddedPlane('2.x');
}, 60_000);
afterAll(() => plane?.stop());

const values = new Map([
  ['password', SecretValue.fromUtf8('n3w')],
  ['username', SecretValue.fromUtf8('alice')],
]);

function newIntent(
  overrides: Partial<StoredSecretIntent> = {},
): StoredSecretIntent {
  const name = `db-${randomUUID().slice(0, 8)}`;
  return {
    namespace: 'acme',
    name,
    remoteKey: `secret/acme/generic/${name}`,
    type: 'Opaque',
    keys: ['username', 'password'],
    operationId: randomUUID(),
    labels: {},
    ...overrides,
  };
}

async function run(steps: Step[], given?: typeof values): Promise<void> {
  const { signal } = new AbortController();
  for (const step of steps) {
    await step.run({ signal, values: given });
  }
}

/** Code of the failure of the first step that fails. */
async function failure(steps: Step[]): Promise<string | undefined> {
  try {
    await run(steps, values);
    return undefined;
  } catch (error) {
    return isStoreError(error) ? error.code : String(error);
  }
}

async function until<T>(look: () => Promise<T>, so: (seen: T) => boolean) {
  for (let left = 200; ; left -= 1) {
    const seen = await look();
    if (so(seen) || left === 0) {
      return seen;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

async function make(intent = newIntent()): Promise<StoredSecretIntent> {
  await run(plane.store.create(intent), values);
  await until(
    () => plane.store.describe(intent),
    seen => seen?.push.state === 'Synced',
  );
  return intent;
}

const read = (path: string) => adminRequest(plane.cluster, 'GET', path);
const merge = (path: string, body: object) =>
  adminRequest(plane.cluster, 'PATCH', path, {
    body,
    contentType: 'application/merge-patch+json',
  });
/** A write by openchoreo-api, which takes no lock. */
const writeAsOpenChoreo = (path: string, body: object) =>
  merge(`${path}?fieldManager=openchoreo-api`, body);

describe('objects of a secret', () => {
  it('S2.11: have the form that OpenChoreo gives them, which External Secrets leaves as it is', async () => {
    const intent = newIntent({
      type: 'kubernetes.io/basic-auth',
      labels: { team: 'payments' },
    });
    await make(intent);
    const { secret, pushSecret } = plane.paths(intent);

    expect(await read(secret)).toMatchObject({
      type: 'kubernetes.io/basic-auth',
      data: { password: 'bjN3', username: 'YWxpY2U=' },
      metadata: {
        labels: { team: 'payments' },
        annotations: { 'strongroom.dev/operation': intent.operationId },
      },
    });
    const made = await read(pushSecret);
    expect(made.spec).toEqual({
      updatePolicy: 'Replace',
      deletionPolicy: 'Delete',
      refreshInterval: '1h0m0s',
      secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'default' }],
      selector: { secret: { name: intent.name } },
      data: ['password', 'username'].map(key => ({
        conversionStrategy: 'None',
        match: {
          secretKey: key,
          remoteRef: { remoteKey: intent.remoteKey, property: key },
        },
      })),
    });
    expect(made.metadata).toMatchObject({
      generation: 1,
      annotations: {
        'openchoreo.dev/sync-trigger': expect.stringMatching(
          /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/,
        ),
        'strongroom.dev/operation': intent.operationId,
      },
      finalizers: ['pushsecret.externalsecrets.io/finalizer'],
    });
  });

  it('cost two reads to look, verify and describe, and two writes to make', async () => {
    await make();
    const intent = newIntent();
    const { cluster } = plane;
    const requests = async (act: () => Promise<unknown>) => {
      cluster.requestLog.clear();
      await act();
      return cluster.requestLog.entries
        .filter(({ verb }) => !['watch', 'list'].includes(verb))
        .map(({ verb, resource }) => `${verb} ${resource}`)
        .sort();
    };
    const reads = ['get pushsecrets', 'get secrets'];
    expect(await requests(() => plane.store.look(intent))).toEqual(reads);
    expect(
      await requests(() => run(plane.store.create(intent), values)),
    ).toEqual(['create pushsecrets', 'create secrets']);
    expect(await requests(() => plane.store.verify(intent))).toEqual(reads);
    expect(await requests(() => plane.store.describe(intent))).toEqual(reads);
    const first = newIntent({
      namespace: 'new',
      remoteKey: 'secret/new/generic/x',
    });
    expect(
      await requests(() => run(plane.store.create(first), values)),
    ).toEqual([
      'create namespaces',
      'create pushsecrets',
      'create secrets',
      'get namespaces',
    ]);
  });

  it('are made in a namespace that went away since it was last seen', async () => {
    const gone = { namespace: 'brief', remoteKey: 'secret/brief/generic/x' };
    await make(newIntent(gone));
    const path = '/api/v1/namespaces/openchoreo-kv-brief';
    await adminRequest(plane.cluster, 'DELETE', path);
    await until(
      () => read(path),
      seen => !seen,
    );
    const intent = await make(newIntent(gone));
    expect((await plane.store.verify(intent)).intact).toBe(true);
  });

  it('T18: names the store of its plane for ever', async () => {
    const intent = await make();
    const moved = plane.connect('another');
    expect((await moved.describe(intent))?.push).toMatchObject({
      state: 'Synced',
      message: expect.stringContaining('another store'),
    });
    expect((await read(plane.paths(intent).pushSecret)).spec).toMatchObject({
      secretStoreRefs: [{ name: 'default' }],
    });
    expect(await failure(plane.connect(undefined).create(newIntent()))).toBe(
      'Invalid',
    );
  });
});

describe('version of a secret', () => {
  it('T20: moves with every change of value or spec by anybody, and with nothing that External Secrets does', async () => {
    const intent = await make();
    const { secret, pushSecret } = plane.paths(intent);
    const version = async () => (await plane.store.describe(intent))?.version;
    const first = await version();
    expect((await plane.store.verify(intent)).version).toBe(first);

    await merge(pushSecret, {
      metadata: { annotations: { 'openchoreo.dev/sync-trigger': 'again' } },
    });
    await until(
      () => plane.store.describe(intent),
      seen => seen?.push.state === 'Synced',
    );
    expect(await version()).toBe(first);

    await merge(secret, { data: { password: 'YQ==' } });
    const edited = await version();
    await writeAsOpenChoreo(secret, {
      data: { password: 'Yg==', username: 'YWxpY2U=' },
    });
    const applied = await version();
    await merge(pushSecret, { spec: { refreshInterval: '2h0m0s' } });
    const respecified = await version();
    expect(new Set([first, edited, applied, respecified]).size).toBe(4);
  });

  it('T19: sees a write by OpenChoreo over ours, and leaves the result alone', async () => {
    const intent = newIntent();
    const steps = plane.store.create(intent);
    await run(steps, values);
    await writeAsOpenChoreo(plane.paths(intent).secret, {
      data: { password: 'b3RoZXI=' },
    });
    expect((await plane.store.verify(intent)).intact).toBe(false);
    const { signal } = new AbortController();
    for (const step of [...steps].reverse().slice(0, 2)) {
      await expect(step.undo?.({ signal })).rejects.toMatchObject({
        code: 'NotOwned',
      });
    }
    expect(await plane.readTraces(intent)).toHaveLength(2);
  });
});

describe('an undo', () => {
  const { signal } = new AbortController();
  const code = 'NotOwned';

  it('T19: spares a PushSecret that somebody else has changed, and all that it pushes', async () => {
    const intent = await make();
    const [, createSecret, createPushSecret] = plane.store.create(intent);
    await merge(plane.paths(intent).pushSecret, {
      metadata: { labels: { team: 'payments' } },
    });
    const before = await plane.readTraces(intent);
    for (const step of [createPushSecret, createSecret]) {
      await expect(step.undo?.({ signal })).rejects.toMatchObject({ code });
    }
    expect(await plane.readTraces(intent)).toEqual(before);
  });

  it('T19: spares a Secret that somebody else has changed before anything pushed it', async () => {
    const intent = newIntent();
    const [ensureNamespace, createSecret] = plane.store.create(intent);
    await run([ensureNamespace, createSecret], values);
    await merge(plane.paths(intent).secret, { data: { mine: 'MQ==' } });
    const before = await plane.readTraces(intent);
    await expect(createSecret.undo?.({ signal })).rejects.toMatchObject({
      code,
    });
    expect(await plane.readTraces(intent)).toEqual(before);
  });

  it('T19: deletes exactly what it looked at, and looks again when that has changed', async () => {
    const intent = await make();
    const steps = plane.store.create(intent);
    const { secret, pushSecret } = plane.paths(intent);
    for (const path of [pushSecret, secret]) {
      plane.cluster.faults.before(
        { verb: 'delete', name: intent.name, times: 1 },
        () => merge(path, { metadata: { labels: { late: 'yes' } } }),
      );
      const step = path === secret ? steps[1] : steps[2];
      await expect(step.undo?.({ signal })).rejects.toMatchObject({ code });
      await merge(path, { metadata: { labels: { late: null } } });
      expect(await plane.readTraces(intent)).toHaveLength(
        path === secret ? 1 : 2,
      );
      if (path === pushSecret) {
        await adminRequest(plane.cluster, 'DELETE', pushSecret);
        await until(
          () => read(pushSecret),
          seen => !seen,
        );
      }
    }
  });
});

describe('a secret that is not ours to delete', () => {
  it.each([
    ['selects another Secret', { selector: { secret: { name: 'x' } } }],
    [
      'pushes one key elsewhere',
      {
        data: [
          {
            match: {
              secretKey: 'password',
              remoteRef: { remoteKey: 'secret/other/generic/x' },
            },
          },
        ],
      },
    ],
  ])('T12: stays when its PushSecret %s', async (_, spec) => {
    const intent = await make();
    await merge(plane.paths(intent).pushSecret, { spec });
    const before = await plane.readTraces(intent);
    expect(await failure(plane.store.delete(intent))).toBe('NotOwned');
    expect(await plane.readTraces(intent)).toEqual(before);
  });

  it('T12: stays when the reference and the PushSecret agree on the path of another namespace', async () => {
    const intent = await make();
    const remoteKey = 'secret/other/generic/x';
    await merge(plane.paths(intent).pushSecret, {
      spec: {
        data: [{ match: { secretKey: 'password', remoteRef: { remoteKey } } }],
      },
    });
    expect(await failure(plane.store.delete({ ...intent, remoteKey }))).toBe(
      'NotOwned',
    );
  });

  it('is refused as unsupported when the value would stay in the store', async () => {
    const intent = await make();
    await merge(plane.paths(intent).pushSecret, {
      spec: { deletionPolicy: 'None' },
    });
    expect(await failure(plane.store.delete(intent))).toBe('Unsupported');
    const legacy = newIntent({ name: 'gs1', remoteKey: 'secret/acme/git/gs1' });
    for (const step of plane.store.delete(legacy)) {
      expect(await failure([step])).toBe('Unsupported');
    }
  });
});

describe('a secret whose PushSecret is lost', () => {
  async function lose(intent: StoredSecretIntent): Promise<void> {
    const { pushSecret } = plane.paths(intent);
    await adminRequest(plane.cluster, 'DELETE', pushSecret);
    await until(
      () => read(pushSecret),
      seen => !seen,
    );
  }

  it('T23: is shown with its cause, and can be deleted at the path that we would derive', async () => {
    const intent = await make();
    await lose(intent);
    expect((await plane.store.describe(intent))?.push).toMatchObject({
      state: 'Pending',
      then: { state: 'Failed', message: expect.stringContaining('PushSecret') },
    });
    expect(await plane.store.look(intent)).toEqual({ state: 'foreign' });
    expect(await failure(plane.store.delete(intent))).toBeUndefined();
    expect(await plane.readTraces(intent)).toEqual([]);
  });

  it('T19: is not ours at another path, even with nothing in the plane, unless its delete had begun', async () => {
    const strange = newIntent({ remoteKey: 'secret/acme/custom/nothing' });
    expect(await failure(plane.store.delete(strange))).toBe('NotOwned');
    const resumed = plane.store.delete({ ...strange, begun: true });
    expect(await failure(resumed)).toBeUndefined();
  });

  it('T22: at another path is deleted only by the operation that took the PushSecret away', async () => {
    const path = { remoteKey: 'secret/acme/custom/elsewhere' };
    const strange = await make(newIntent(path));
    const [deletePushSecret, awaitStore, deleteSecret] =
      plane.store.delete(strange);
    await run([deletePushSecret, awaitStore]);
    const other = plane.store.delete({ ...strange, operationId: 'other' });
    expect(await failure(other)).toBe('NotOwned');
    await run([deletePushSecret, awaitStore, deleteSecret, deleteSecret]);
    expect(await plane.readTraces(strange)).toEqual([]);
    expect(await plane.readValues(path.remoteKey)).toBeUndefined();
  });
});
