import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../world';
import { externalSecretsResourceVersion } from './driverHash';
import { withScene } from './withScene';

const scene = withScene();

describe('a PushSecret', () => {
  it('pushes each key and says so, word for word', async () => {
    await scene.createSource('db', { user: 'a', pass: 'b' });
    await scene.createPush('db', ['user', 'pass']);
    const push = await scene.synced('db');
    const entry = (key: string) => ({
      ...scene.entry('db', key),
      conversionStrategy: 'None',
    });
    expect(push.status).toEqual({
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'Synced',
          message: 'PushSecret synced successfully',
          lastTransitionTime: expect.stringMatching(/^\d{4}-.*:\d\dZ$/),
        },
      ],
      refreshTime: expect.stringMatching(/^\d{4}-.*:\d\dZ$/),
      syncedPushSecrets: {
        [`ClusterSecretStore/${scene.store}`]: {
          [`${scene.remoteKey('db')}/user`]: entry('user'),
          [`${scene.remoteKey('db')}/pass`]: entry('pass'),
        },
      },
      syncedResourceVersion: externalSecretsResourceVersion(push.metadata),
    });
    expect(push.metadata.finalizers).toEqual([
      'pushsecret.externalsecrets.io/finalizer',
    ]);
    expect([push.metadata.generation, push.spec.refreshInterval]).toEqual([
      2,
      '1h0m0s',
    ]);
    expect(
      push.metadata.managedFields.map((written: any) => [
        written.manager,
        written.subresource,
      ]),
    ).toEqual([
      ['contract', undefined],
      ['external-secrets', undefined],
      ['external-secrets', 'status'],
    ]);
    expect(await scene.valueOf('db')).toEqual({ user: 'a', pass: 'b' });
    const metadata = await scene.kv('GET', `metadata/${scene.remoteKey('db')}`);
    expect([metadata.current_version, metadata.custom_metadata]).toEqual([
      2,
      { 'managed-by': 'external-secrets' },
    ]);
    expect(await scene.eventsOf('db')).toEqual([
      'Normal Synced: PushSecret synced successfully',
    ]);
  });

  it('marks what it pushed by a hash of annotations and labels that can be computed', async () => {
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user']);
    await scene.synced('db');
    const changes = [
      {
        annotations: {
          'openchoreo.dev/sync-trigger': '2026-11-22T10:31:25.244596981Z',
        },
      },
      {
        labels: { 'b/c': 'z', a: '', 'A.b': 'u' },
        annotations: { x: 'map[a:b]', y: 'two\nlines, "quoted" ü %s' },
      },
      {
        annotations: { 'openchoreo.dev/sync-trigger': null, B: '1', a: '2' },
        labels: { a: null },
      },
    ];
    const isMarked = async (wanted: any) => {
      const { status } = await scene.get('push', 'db');
      expect(status.syncedResourceVersion).toBe(
        externalSecretsResourceVersion(wanted),
      );
    };
    for (const metadata of changes) {
      const changed = await scene.merge('push', 'db', { metadata });
      await eventually(() => isMarked(changed.metadata));
    }
  });

  it('does not notice a changed value, but pushes it when its trigger changes, and makes no version of an equal one', async () => {
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user']);
    const first = await scene.synced('db');
    await scene.setValue('db', { user: 'b' });
    await sleep(2_000);
    expect(await scene.valueOf('db')).toEqual({ user: 'a' });

    const triggered = Date.now();
    await scene.trigger('db', '1');
    await eventually(async () => {
      expect(await scene.valueOf('db')).toEqual({ user: 'b' });
    });
    expect(Date.now() - triggered).toBeLessThan(5_000);
    const second = await eventually(async () => {
      const push = await scene.get('push', 'db');
      expect(push.status.syncedResourceVersion).toBe(
        externalSecretsResourceVersion(push.metadata),
      );
      return push;
    });
    expect(second.metadata.generation).toBe(first.metadata.generation);
    expect(Date.parse(second.status.refreshTime)).toBeGreaterThan(
      Date.parse(first.status.refreshTime),
    );
    expect(second.status.conditions).toEqual(first.status.conditions);
    expect(await scene.versionOf('db')).toBe(2);

    await sleep(1_100);
    await scene.trigger('db', '2');
    await eventually(async () => {
      const { status } = await scene.get('push', 'db');
      expect(Date.parse(status.refreshTime)).toBeGreaterThan(
        Date.parse(second.status.refreshTime),
      );
    });
    expect(await scene.versionOf('db')).toBe(2);
  });

  it('removes a key from the store that it names no more', async () => {
    await scene.createSource('db', { user: 'a', pass: 'b' });
    await scene.createPush('db', ['user', 'pass']);
    await scene.synced('db');
    await scene.merge('push', 'db', {
      spec: { data: [scene.entry('db', 'pass')] },
    });
    await eventually(async () => {
      expect(await scene.valueOf('db')).toEqual({ pass: 'b' });
    });
    const { status } = await scene.synced('db');
    expect(
      Object.keys(
        status.syncedPushSecrets[`ClusterSecretStore/${scene.store}`],
      ),
    ).toEqual([`${scene.remoteKey('db')}/pass`]);
  });

  it('takes its values along when it is deleted, and nothing with deletionPolicy None', async () => {
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user']);
    await scene.createSource('kept', { user: 'a' });
    await scene.createPush('kept', ['user'], { deletionPolicy: 'None' });
    await scene.synced('db');
    await eventually(async () => {
      expect((await scene.readyOf('push', 'kept')).reason).toBe('Synced');
    });
    expect(
      (await scene.get('push', 'kept')).metadata.finalizers,
    ).toBeUndefined();
    for (const name of ['db', 'kept']) {
      expect(
        (await scene.world.api.delete(scene.path('push', name))).code,
      ).toBe(200);
      await scene.gone('push', name);
    }
    expect(
      await scene.kv('GET', `metadata/${scene.remoteKey('db')}`),
    ).toBeUndefined();
    expect(await scene.valueOf('kept')).toEqual({ user: 'a' });
  });

  it('keeps the rest of its status while the store is sealed, stays until the store confirmed its deletion, and heals', async () => {
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user']);
    await scene.createSource('doomed', { user: 'a' });
    await scene.createPush('doomed', ['user']);
    const { conditions: _good, ...before } = (await scene.synced('db')).status;
    await scene.synced('doomed');
    await scene.setValue('db', { user: 'b' });
    await scene.world.kv.seal();
    try {
      await scene.trigger('db', '1');
      expect(
        (await scene.world.api.delete(scene.path('push', 'doomed'))).body
          .metadata.deletionTimestamp,
      ).toBeDefined();
      const sealed = (name: string) =>
        `cannot read secret data from Vault: Error making API request.\n\nURL: GET ${scene.dataUrl(
          name,
        )}\nCode: 503. Errors:\n\n* Vault is sealed`;
      const failed = await scene.failed(
        'db',
        `set secret failed: could not write remote ref user to target secretstore ${
          scene.store
        }: ${sealed('db')}`,
      );
      const { conditions: _bad, ...after } = failed.status;
      expect(after).toEqual(before);
      const stuck = await scene.failed(
        'doomed',
        `Failed to Delete Secrets from Provider: ${sealed('doomed')}`,
      );
      expect(stuck.metadata.finalizers).toHaveLength(1);
      expect(stuck.status.syncedPushSecrets).not.toEqual({});
      await eventually(async () => {
        expect(await scene.readyOf('store', scene.store)).toMatchObject({
          status: 'False',
          reason: 'InvalidProviderConfig',
          message: 'unable to validate store',
        });
      });
    } finally {
      await scene.world.kv.unseal();
    }
    await eventually(async () => {
      expect((await scene.readyOf('store', scene.store)).message).toBe(
        'store validated',
      );
    });
    await scene.trigger('db', '2');
    await eventually(async () => {
      expect(await scene.valueOf('db')).toEqual({ user: 'b' });
      expect((await scene.readyOf('push', 'db')).reason).toBe('Synced');
    });
    await scene.gone('push', 'doomed');
    expect(await scene.valueOf('doomed')).toBeUndefined();
  });

  it('says what the store refuses', async () => {
    const token = await scene.world.kv.createToken(['default']);
    const store = `denied-${scene.namespace}`;
    await scene.createStore(store, token);
    // A token without any right to the path is valid: only the login is checked.
    await eventually(async () => {
      expect(await scene.readyOf('store', store)).toMatchObject({
        status: 'True',
        reason: 'Valid',
        message: 'store validated',
      });
    });
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user'], {
      secretStoreRefs: [{ kind: 'ClusterSecretStore', name: store }],
    });
    await scene.failed(
      'db',
      `set secret failed: could not write remote ref user to target secretstore ${store}: cannot read secret data from Vault: Error making API request.\n\nURL: GET ${scene.dataUrl(
        'db',
      )}\nCode: 403. Errors:\n\n* 1 error occurred:\n\t* permission denied\n\n`,
    );

    const wrong = `wrong-${scene.namespace}`;
    await scene.createStore(wrong, 'no-token');
    await eventually(async () => {
      expect(await scene.get('store', wrong)).toMatchObject({
        status: {
          conditions: [
            {
              type: 'Ready',
              status: 'False',
              reason: 'InvalidProviderConfig',
              message: 'unable to validate store',
            },
          ],
        },
      });
    });
    await scene.createSource('late', { user: 'a' });
    await scene.createPush('late', ['user'], {
      secretStoreRefs: [{ kind: 'ClusterSecretStore', name: wrong }],
    });
    await scene.failed(
      'late',
      `set secret failed: could not write remote ref user to target secretstore ${wrong}: cannot read secret data from Vault: Error making API request.\n\nURL: GET ${scene.dataUrl(
        'late',
      )}\nCode: 403. Errors:\n\n* permission denied`,
    );
  });

  it('says what is missing, and overwrites nothing that belongs to another writer', async () => {
    await scene.createSource('db', { other: 'a' });
    await scene.createPush('db', ['user']);
    await scene.failed(
      'db',
      'set secret failed: secret key user does not exist',
    );
    await scene.createPush('sourceless', ['user']);
    await scene.failed('sourceless', 'could not get source secret');
    await scene.createSource('storeless', { user: 'a' });
    await scene.createPush('storeless', ['user'], {
      secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'nope' }],
    });
    await scene.failed(
      'storeless',
      'could not get ClusterSecretStore "nope", ClusterSecretStore.external-secrets.io "nope" not found',
    );
    await scene.kv('POST', `data/${scene.remoteKey('foreign')}`, {
      data: { user: 'theirs' },
    });
    await scene.createSource('foreign', { user: 'ours' });
    await scene.createPush('foreign', ['user']);
    const foreign = await scene.failed(
      'foreign',
      `set secret failed: could not write remote ref user to target secretstore ${scene.store}: secret not managed by external-secrets`,
    );
    expect(foreign.status).toEqual({
      conditions: foreign.status.conditions,
      syncedPushSecrets: { [`ClusterSecretStore/${scene.store}`]: {} },
    });
    expect(await scene.valueOf('foreign')).toEqual({ user: 'theirs' });
  });

  it('fails, and keeps the value in the store, when its source is gone', async () => {
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user']);
    const { status } = await scene.synced('db');
    await scene.world.api.delete(scene.path('secret', 'db'));
    await scene.trigger('db', '1');
    const failed = await scene.failed('db', 'could not get source secret');
    expect({ ...failed.status, conditions: [] }).toEqual({
      ...status,
      conditions: [],
    });
    expect(await scene.valueOf('db')).toEqual({ user: 'a' });
  });
});
