import { withScene } from './withScene';

const scene = withScene();

describe('a PushSecret', () => {
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
