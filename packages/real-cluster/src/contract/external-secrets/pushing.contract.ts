import { setTimeout as sleep } from 'node:timers/promises';
import { core, eventually, secret } from '../world';
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

  it('pushes again by itself when its interval is over', async () => {
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user'], { refreshInterval: '2s' });
    await scene.synced('db');
    await scene.setValue('db', { user: 'b' });
    await eventually(async () => {
      expect(await scene.valueOf('db')).toEqual({ user: 'b' });
    });
  });

  it('leaves what is there with updatePolicy IfNotExists, and says so', async () => {
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user'], { updatePolicy: 'IfNotExists' });
    await scene.synced('db');
    await scene.setValue('db', { user: 'b' });
    await scene.trigger('db', '1');
    await eventually(async () => {
      const { metadata, status } = await scene.get('push', 'db');
      expect(status.syncedResourceVersion).toBe(
        externalSecretsResourceVersion(metadata),
      );
    });
    expect(await scene.valueOf('db')).toEqual({ user: 'a' });
    expect((await scene.readyOf('push', 'db')).message).toBe(
      'PushSecret synced successfully. Existing secrets in providers unchanged.',
    );
  });

  it('damages bytes that are no text', async () => {
    const name = 'bytes';
    await scene.create(core(scene.namespace, 'secrets'), {
      ...secret(name),
      data: { user: '/w==' },
    });
    await scene.createPush(name, ['user']);
    await scene.synced(name);
    expect(await scene.valueOf(name)).toEqual({ user: '\ufffd' });
  });
});
