import { eventually } from '../world';
import { withScene } from './withScene';

const scene = withScene();

describe('a PushSecret that is deleted', () => {
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

  it('stays until the store has confirmed, whatever it says meanwhile, and goes by itself', async () => {
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user']);
    const { status } = await scene.synced('db');
    await scene.world.kv.seal();
    try {
      await scene.world.api.delete(scene.path('push', 'db'));
      const stuck = await scene.failedLike(
        'db',
        /^Failed to Delete Secrets from Provider: cannot read secret data from Vault: .*Code: 503\. Errors:\n\n\* Vault is sealed$/s,
      );
      expect(stuck.metadata.deletionTimestamp).toEqual(expect.any(String));
      expect(stuck.metadata.finalizers).toEqual([
        'pushsecret.externalsecrets.io/finalizer',
      ]);
      expect({ ...stuck.status, conditions: [] }).toEqual({
        ...status,
        conditions: [],
      });
    } finally {
      await scene.world.kv.unseal();
    }
    await scene.gone('push', 'db');
    expect(await scene.valueOf('db')).toBeUndefined();
  });

  it('waits as well when its token is revoked, and goes when the store has a new one', async () => {
    const { token } = await scene.stores.create('brief', ['root']);
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user'], scene.stores.only('brief'));
    await scene.synced('db');
    await scene.stores.revoke(token);
    await scene.world.api.delete(scene.path('push', 'db'));
    await scene.failed(
      'db',
      `Failed to Delete Secrets from Provider: cannot read secret data from Vault: Error making API request.\n\nURL: GET ${scene.dataUrl(
        'db',
      )}\nCode: 403. Errors:\n\n* permission denied`,
    );
    expect(await scene.valueOf('db')).toEqual({ user: 'a' });
    await scene.stores.giveToken(
      'brief',
      await scene.world.kv.createToken(['root']),
    );
    await scene.gone('push', 'db');
    expect(await scene.valueOf('db')).toBeUndefined();
  });

  it('takes along whatever is written to it meanwhile, as if that had never been', async () => {
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user']);
    await scene.synced('db');
    await scene.world.kv.seal();
    try {
      await scene.world.api.delete(scene.path('push', 'db'));
      await scene.failedLike('db', /^Failed to Delete Secrets from Provider/);
      const again = await scene.world.api.post(
        scene.path('push', '').slice(0, -1),
        { ...(await scene.get('push', 'db')), metadata: { name: 'db' } },
      );
      expect([again.code, again.body.message]).toEqual([
        409,
        'object is being deleted: pushsecrets.external-secrets.io "db" already exists',
      ]);
      await scene.setValue('db', { user: 'new' });
      const written = await scene.merge('push', 'db', {
        metadata: { annotations: { 'openchoreo.dev/sync-trigger': '1' } },
        spec: { data: [scene.entry('db', 'user')] },
      });
      expect(written.metadata.deletionTimestamp).toEqual(expect.any(String));
    } finally {
      await scene.world.kv.unseal();
    }
    await scene.gone('push', 'db');
    expect(await scene.valueOf('db')).toBeUndefined();
  });

  it('holds the store that it pushed to', async () => {
    await scene.stores.create('held', ['root']);
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user'], scene.stores.only('held'));
    await scene.synced('db');
    const store = scene.stores.nameOf('held');
    await eventually(async () => {
      expect((await scene.get('store', store)).metadata.finalizers).toEqual([
        'secretstore.externalsecrets.io/finalizer',
      ]);
    });
    await scene.world.api.delete(scene.path('store', store));
    expect((await scene.get('store', store)).metadata).toHaveProperty(
      'deletionTimestamp',
    );
    await scene.world.api.delete(scene.path('push', 'db'));
    await scene.gone('push', 'db');
    await scene.gone('store', store);
    expect(await scene.valueOf('db')).toBeUndefined();
  });
});
