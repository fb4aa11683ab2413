import { eventually } from '../world';
import { withScene } from './withScene';

const scene = withScene();

describe('a PushSecret to several stores', () => {
  const both = () => ({
    secretStoreRefs: [scene.store, scene.stores.nameOf('other')].map(name => ({
      kind: 'ClusterSecretStore',
      name,
    })),
  });

  it('keeps a map of what it pushed for each of them', async () => {
    await scene.stores.create('other', ['root']);
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user'], both());
    const { status } = await scene.synced('db');
    const entry = {
      [`${scene.remoteKey('db')}/user`]: {
        ...scene.entry('db', 'user'),
        conversionStrategy: 'None',
      },
    };
    expect(status.syncedPushSecrets).toEqual({
      [`ClusterSecretStore/${scene.store}`]: entry,
      [`ClusterSecretStore/${scene.stores.nameOf('other')}`]: entry,
    });
    expect(status.conditions).toHaveLength(1);
  });

  it('fails as a whole when one refuses, while the other has its value', async () => {
    await scene.stores.create('other', ['default']);
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user'], both());
    await scene.failedLike(
      'db',
      new RegExp(
        `^set secret failed: could not write remote ref user to target secretstore ${scene.stores.nameOf(
          'other',
        )}: .*permission denied`,
        's',
      ),
    );
    // In which order they are tried is left to chance, so it may take some attempts.
    await eventually(async () => {
      expect(await scene.valueOf('db')).toEqual({ user: 'a' });
      const { status } = await scene.get('push', 'db');
      expect(
        status.syncedPushSecrets[`ClusterSecretStore/${scene.store}`],
      ).toHaveProperty([`${scene.remoteKey('db')}/user`]);
      expect(
        status.syncedPushSecrets[
          `ClusterSecretStore/${scene.stores.nameOf('other')}`
        ] ?? {},
      ).toEqual({});
    }, 60_000);
    expect((await scene.readyOf('push', 'db')).status).toBe('False');
  });

  it('T18: takes its value out of a store that it names no more', async () => {
    const mount = await scene.stores.mount('moved');
    await scene.stores.create('other', ['root'], { mount });
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user']);
    await scene.synced('db');
    await scene.merge('push', 'db', { spec: scene.stores.only('other') });
    await eventually(async () => {
      const { status } = await scene.synced('db');
      expect(Object.keys(status.syncedPushSecrets)).toEqual([
        `ClusterSecretStore/${scene.stores.nameOf('other')}`,
      ]);
    });
    expect(await scene.valueOf('db')).toBeUndefined();
    expect(await scene.stores.valueIn(mount, 'db')).toEqual({ user: 'a' });
  });

  it('T18: is left with nothing when the new store is the old one by another name', async () => {
    await scene.stores.create('other', ['root']);
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user']);
    await scene.synced('db');
    await scene.merge('push', 'db', { spec: scene.stores.only('other') });
    await scene.synced('db');
    expect(await scene.valueOf('db')).toBeUndefined();
    expect((await scene.readyOf('push', 'db')).reason).toBe('Synced');
  });

  it('keeps to the old one what it cannot take out of it', async () => {
    const { token } = await scene.stores.create('brief', ['root']);
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user'], scene.stores.only('brief'));
    await scene.synced('db');
    await scene.stores.revoke(token);
    await scene.merge('push', 'db', {
      spec: {
        secretStoreRefs: [{ kind: 'ClusterSecretStore', name: scene.store }],
      },
    });
    const failed = await scene.failedLike(
      'db',
      /^Failed to Delete Secrets from Provider: .*permission denied$/s,
    );
    expect(Object.keys(failed.status.syncedPushSecrets).sort()).toEqual(
      [
        `ClusterSecretStore/${scene.stores.nameOf('brief')}`,
        `ClusterSecretStore/${scene.store}`,
      ].sort(),
    );
  });
});
