import { eventually } from '../world';
import { withScene } from './withScene';

const scene = withScene();

describe('an entry without a key', () => {
  const whole = (name: string) => ({
    match: { secretKey: '', remoteRef: { remoteKey: scene.remoteKey(name) } },
  });

  it('pushes the whole Secret in one write', async () => {
    await scene.createSource('db', { user: 'a', pass: 'b' });
    await scene.createPush('db', [], { data: [whole('db')] });
    const { status } = await scene.synced('db');
    expect(await scene.valueOf('db')).toEqual({ user: 'a', pass: 'b' });
    expect(await scene.versionOf('db')).toBe(1);
    const pushed =
      status.syncedPushSecrets[`ClusterSecretStore/${scene.store}`];
    expect(Object.keys(pushed)).toEqual([scene.remoteKey('db')]);
    await scene.world.api.delete(scene.path('push', 'db'));
    await scene.gone('push', 'db');
    expect(await scene.valueOf('db')).toBeUndefined();
  });

  it('drops what the Secret has no more, and what others wrote beside it', async () => {
    await scene.createSource('db', { user: 'a', pass: 'b' });
    await scene.createPush('db', [], { data: [whole('db')] });
    await scene.synced('db');
    await scene.merge('secret', 'db', { data: { pass: null } });
    await scene.trigger('db', '1');
    await eventually(async () => {
      expect(await scene.valueOf('db')).toEqual({ user: 'a' });
    });
  });

  it('loses everything when it is replaced by entries with keys, until the next push', async () => {
    await scene.createSource('db', { user: 'a', pass: 'b' });
    await scene.createPush('db', [], { data: [whole('db')] });
    await scene.synced('db');
    const before = await scene.madeAt('db');
    await scene.merge('push', 'db', {
      spec: { data: [scene.entry('db', 'user'), scene.entry('db', 'pass')] },
    });
    const push = await scene.synced('db');
    // It says that it is done, and nothing is there, unless it has pushed anew already, not having heard of its own status.
    expect((await scene.readyOf('push', 'db')).reason).toBe('Synced');
    expect(
      Object.keys(
        push.status.syncedPushSecrets[`ClusterSecretStore/${scene.store}`],
      ).sort(),
    ).toEqual([
      `${scene.remoteKey('db')}/pass`,
      `${scene.remoteKey('db')}/user`,
    ]);
    expect(await scene.madeAt('db')).not.toBe(before);
    await scene.trigger('db', '1');
    await eventually(async () => {
      expect(await scene.valueOf('db')).toEqual({ user: 'a', pass: 'b' });
    });
  });

  it('loses everything as well when it takes the place of entries with keys', async () => {
    await scene.createSource('db', { user: 'a', pass: 'b' });
    await scene.createPush('db', ['user', 'pass']);
    await scene.synced('db');
    const before = await scene.madeAt('db');
    await scene.merge('push', 'db', { spec: { data: [whole('db')] } });
    await scene.synced('db');
    expect(await scene.madeAt('db')).not.toBe(before);
  });
});
