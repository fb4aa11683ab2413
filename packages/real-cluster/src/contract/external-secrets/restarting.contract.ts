import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../world';
import { withScene } from './withScene';

const scene = withScene();

describe('External Secrets', () => {
  it('does after a start what was asked for while it was gone', async () => {
    const { world } = scene;
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user']);
    await scene.createSource('doomed', { user: 'a' });
    await scene.createPush('doomed', ['user']);
    const before = await scene.synced('db');
    await scene.synced('doomed');
    await world.externalSecrets.kill();
    try {
      await scene.setValue('db', { user: 'b' });
      await scene.trigger('db', '1');
      await scene.createSource('late', { user: 'c' });
      await scene.createPush('late', ['user']);
      await world.api.delete(scene.path('push', 'doomed'));
      await sleep(2_000);
      // Nobody is there to say anything: what stands is news of before.
      expect((await scene.get('push', 'db')).status).toEqual(before.status);
      expect((await scene.get('push', 'late')).status).toBeUndefined();
      expect((await scene.get('push', 'doomed')).metadata).toHaveProperty(
        'deletionTimestamp',
      );
    } finally {
      await world.externalSecrets.start();
    }
    await eventually(async () => {
      expect(await scene.valueOf('db')).toEqual({ user: 'b' });
    }, 60_000);
    await scene.synced('late');
    await scene.gone('push', 'doomed');
    expect(await scene.valueOf('doomed')).toBeUndefined();
    expect(await scene.valueOf('late')).toEqual({ user: 'c' });
  });

  it('pushes nothing anew of what was done before it ended', async () => {
    const { world } = scene;
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user']);
    await scene.synced('db');
    await world.externalSecrets.kill();
    // What it just made it may have pushed a second time, when it had not yet heard of its own status.
    const before = await scene.get('push', 'db');
    await scene.setValue('db', { user: 'b' });
    await world.externalSecrets.start();
    await scene.createSource('other', { user: 'a' });
    await scene.createPush('other', ['user']);
    await scene.synced('other');
    expect((await scene.get('push', 'db')).status).toEqual(before.status);
    expect(await scene.valueOf('db')).toEqual({ user: 'a' });
    await scene.trigger('db', '1');
    await eventually(async () => {
      expect(await scene.valueOf('db')).toEqual({ user: 'b' });
    });
  });

  it('goes on by itself after a restart of the API server', async () => {
    const { world } = scene;
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user']);
    await scene.synced('db');
    await world.restart();
    await scene.setValue('db', { user: 'b' });
    await scene.trigger('db', '1');
    await eventually(async () => {
      expect(await scene.valueOf('db')).toEqual({ user: 'b' });
    }, 60_000);
  });
});
