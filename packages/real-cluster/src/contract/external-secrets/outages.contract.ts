import { eventually } from '../world';
import { withScene } from './withScene';

const scene = withScene();

describe('a PushSecret whose store does not answer', () => {
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

  it('says that nobody answers while the store is stopped, keeps what it knew, and heals by itself', async () => {
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user']);
    const { status } = await scene.synced('db');
    const { host } = new URL(scene.world.kv.address);
    await scene.world.kv.kill();
    try {
      await scene.setValue('db', { user: 'b' });
      await scene.trigger('db', '1');
      const down = await scene.failed(
        'db',
        `set secret failed: could not write remote ref user to target secretstore ${
          scene.store
        }: cannot read secret data from Vault: Get "${scene.dataUrl(
          'db',
        )}": dial tcp ${host}: connect: connection refused`,
      );
      expect({ ...down.status, conditions: [] }).toEqual({
        ...status,
        conditions: [],
      });
    } finally {
      await scene.world.kv.start();
    }
    await eventually(async () => {
      expect((await scene.readyOf('push', 'db')).reason).toBe('Synced');
    }, 150_000);
    expect(await scene.valueOf('db')).toEqual({ user: 'b' });
  });

  it('is shown by the condition and the events of the store, which is checked every few seconds', async () => {
    await scene.world.kv.kill();
    try {
      const { reason } = await scene.storeSays(
        scene.store,
        'unable to validate store',
      );
      expect(reason).toBe('InvalidProviderConfig');
      await eventually(async () => {
        expect(await scene.eventsOf(scene.store)).toContainEqual(
          expect.stringMatching(
            /^Warning InvalidProviderConfig: .*connection refused$/s,
          ),
        );
      });
    } finally {
      await scene.world.kv.start();
    }
    await scene.storeSays(scene.store, 'store validated');
  });
});
