import { base64, eventually } from '../world';
import { withScene } from './withScene';

const scene = withScene();
const seed = (user: string) =>
  scene.kv('POST', `data/${scene.remoteKey('db')}`, { data: { user } });

beforeEach(() => seed('a'));

describe('an ExternalSecret that fails', () => {
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

  it('keeps its Secret and says why in an event while the store refuses', async () => {
    const { token } = await scene.stores.create('brief', ['root']);
    await scene.createExternal('out', {
      secretStoreRef: {
        kind: 'ClusterSecretStore',
        name: scene.stores.nameOf('brief'),
      },
    });
    const before = await scene.external('out', 'a');
    await scene.stores.revoke(token);
    await scene.refresh('out', '1');
    await eventually(async () => {
      const { status } = await scene.get('external', 'out');
      expect(status).toEqual({
        ...before.status,
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'SecretSyncedError',
            message: 'could not get secret data from provider',
            lastTransitionTime: expect.any(String),
          },
        ],
      });
      const events = await scene.eventsOf('out');
      expect(events).toContainEqual(
        expect.stringMatching(
          /^Warning UpdateFailed: error processing spec\.data\[0\] .*permission denied$/s,
        ),
      );
    });
    // Once the store is known to be broken it is not even asked.
    const store = scene.stores.nameOf('brief');
    await scene.storeSays(store, 'unable to validate store');
    await scene.refresh('out', '2');
    await eventually(async () => {
      expect(await scene.eventsOf('out')).toContain(
        `Warning UpdateFailed: error processing spec.data[0] (key: ${scene.remoteKey(
          'db',
        )}), err: ClusterSecretStore "${store}" is not ready`,
      );
    });
    expect((await scene.get('secret', 'out')).data).toEqual({
      USER: base64('a'),
    });
    await scene.stores.giveToken(
      'brief',
      await scene.world.kv.createToken(['root']),
    );
    await eventually(async () => {
      expect((await scene.readyOf('external', 'out')).reason).toBe(
        'SecretSynced',
      );
    }, 90_000);
  });

  it('says that its Secret is missing where it may only merge, and that it deleted it where the value is gone', async () => {
    await scene.createExternal('merging', {
      target: { name: 'merging', creationPolicy: 'Merge' },
    });
    await eventually(async () => {
      const ready = await scene.readyOf('external', 'merging');
      expect([ready.status, ready.reason, ready.message]).toEqual([
        'True',
        'SecretMissing',
        'secret will not be created due to CreationPolicy=Merge',
      ]);
    });
    await scene.createExternal('deleting', {
      refreshInterval: '1s',
      target: { name: 'deleting', deletionPolicy: 'Delete' },
    });
    await scene.external('deleting', 'a');
    await scene.kv('DELETE', `metadata/${scene.remoteKey('db')}`);
    await eventually(async () => {
      const ready = await scene.readyOf('external', 'deleting');
      expect([ready.status, ready.reason, ready.message]).toEqual([
        'True',
        'SecretDeleted',
        'secret deleted due to DeletionPolicy=Delete',
      ]);
      expect(await scene.get('secret', 'deleting')).toBeUndefined();
    });
  });

  it('takes over no Secret of another ExternalSecret', async () => {
    await scene.createExternal('first', { target: { name: 'shared' } });
    await eventually(async () => {
      expect(await scene.get('secret', 'shared')).toBeDefined();
    });
    await scene.createExternal('second', { target: { name: 'shared' } });
    await eventually(async () => {
      const ready = await scene.readyOf('external', 'second');
      expect([ready.reason, ready.message]).toEqual([
        'SecretSyncedError',
        'target is owned by another ExternalSecret',
      ]);
    });
  });
});
