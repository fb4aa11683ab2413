import { base64, eventually } from '../world';
import { externalSecretsResourceVersion } from './driverHash';
import { withScene } from './withScene';

const scene = withScene();
const seed = (user: string) =>
  scene.kv('POST', `data/${scene.remoteKey('db')}`, { data: { user } });

beforeEach(() => seed('a'));

const synced = (name: string, value: string) =>
  eventually(async () => {
    expect((await scene.get('secret', name))?.data).toEqual({
      USER: base64(value),
    });
    const external = await scene.get('external', name);
    expect(external.status.syncedResourceVersion).toBeDefined();
    return external;
  });

const refresh = (name: string, value: string) =>
  scene.merge('external', name, {
    metadata: { annotations: { 'force-sync': value } },
  });

it('a ClusterSecretStore says that it is valid, and what it can do', async () => {
  const { status, metadata } = await scene.get('store', scene.store);
  expect(status).toEqual({
    capabilities: 'ReadWrite',
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'Valid',
        message: 'store validated',
        lastTransitionTime: expect.stringMatching(/Z$/),
      },
    ],
  });
  expect(metadata.finalizers).toBeUndefined();
});

describe('an ExternalSecret', () => {
  it('makes its Secret and says so, word for word', async () => {
    await scene.createExternal('out');
    const external = await synced('out', 'a');
    expect(external.status).toEqual({
      binding: { name: 'out' },
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'SecretSynced',
          message: 'secret synced',
          lastTransitionTime: expect.stringMatching(/Z$/),
        },
      ],
      refreshTime: expect.stringMatching(/Z$/),
      syncedResourceVersion: externalSecretsResourceVersion(external.metadata),
    });
    expect(external.metadata.finalizers).toEqual([
      'externalsecrets.external-secrets.io/externalsecret-cleanup',
    ]);
    expect(external.spec).toMatchObject({ refreshInterval: '1h0m0s' });
    const target = await scene.get('secret', 'out');
    expect(target.type).toBe('Opaque');
    expect(target.metadata.ownerReferences).toEqual([
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        name: 'out',
        uid: external.metadata.uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ]);
    expect(Object.keys(target.metadata.labels)).toEqual(
      expect.arrayContaining(['reconcile.external-secrets.io/managed']),
    );
    expect(Object.keys(target.metadata.annotations)).toEqual([
      'reconcile.external-secrets.io/data-hash',
    ]);
    expect(await scene.eventsOf('out')).toEqual(
      expect.arrayContaining(['Normal Created: secret created']),
    );
  });

  it('repairs its Secret, follows the store when told to, and takes the Secret along', async () => {
    await scene.createExternal('out');
    await synced('out', 'a');
    await scene.merge('secret', 'out', {
      data: { USER: base64('edited'), more: 'eA==' },
    });
    await synced('out', 'a');
    await scene.world.api.delete(scene.path('secret', 'out'));
    await synced('out', 'a');
    await seed('b');
    await refresh('out', '1');
    await synced('out', 'b');
    await scene.world.api.delete(scene.path('external', 'out'));
    await eventually(async () => {
      expect(await scene.get('external', 'out')).toBeUndefined();
      expect(await scene.get('secret', 'out')).toBeUndefined();
    }, 60_000);
  });

  it('says little in its condition, and the cause in an event', async () => {
    await scene.createExternal('property', {
      data: [
        {
          secretKey: 'USER',
          remoteRef: { key: scene.remoteKey('db'), property: 'absent' },
        },
      ],
    });
    await scene.createExternal('nothing', {
      data: [
        { secretKey: 'USER', remoteRef: { key: scene.remoteKey('nothing') } },
      ],
    });
    const hasFailed = async (name: string, cause: string) => {
      const { status } = await scene.get('external', name);
      // Not refreshed yet: null or absent.
      expect({ ...status, refreshTime: status.refreshTime ?? null }).toEqual({
        binding: { name: '' },
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'SecretSyncedError',
            message: 'could not get secret data from provider',
            lastTransitionTime: expect.stringMatching(/Z$/),
          },
        ],
        refreshTime: null,
      });
      expect(await scene.eventsOf(name)).toContain(
        `Warning UpdateFailed: error processing spec.data[0] ${cause}`,
      );
    };
    await eventually(() =>
      hasFailed(
        'property',
        `(key: ${scene.remoteKey(
          'db',
        )}), err: cannot find secret data for key: "absent"`,
      ),
    );
    await eventually(() =>
      hasFailed(
        'nothing',
        `(key: ${scene.remoteKey('nothing')}), err: Secret does not exist`,
      ),
    );
  });

  it('keeps to its refresh policy', async () => {
    await scene.createExternal('periodic', { refreshInterval: '1s' });
    await scene.createExternal('zero', { refreshInterval: '0' });
    await scene.createExternal('once', { refreshPolicy: 'CreatedOnce' });
    await scene.createExternal('change', {
      refreshPolicy: 'OnChange',
      refreshInterval: '1s',
    });
    const all = ['periodic', 'zero', 'once', 'change'];
    await Promise.all(all.map(name => synced(name, 'a')));
    await seed('b');
    await synced('periodic', 'b');
    const values = () =>
      Promise.all(
        all.map(async name =>
          Buffer.from(
            (await scene.get('secret', name)).data.USER,
            'base64',
          ).toString(),
        ),
      );
    expect(await values()).toEqual(['b', 'a', 'a', 'a']);
    for (const name of all) {
      await refresh(name, '1');
    }
    await synced('change', 'b');
    expect(await values()).toEqual(['b', 'a', 'a', 'b']);
  });
});
