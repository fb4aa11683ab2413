import { base64, eventually } from '../world';
import { externalSecretsResourceVersion } from './driverHash';
import { withScene } from './withScene';

const scene = withScene();
const seed = (user: string) =>
  scene.kv('POST', `data/${scene.remoteKey('db')}`, { data: { user } });

beforeEach(() => seed('a'));

describe('an ExternalSecret', () => {
  it('makes its Secret and says so, word for word', async () => {
    await scene.createExternal('out');
    const external = await scene.external('out', 'a');
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
    await scene.external('out', 'a');
    await scene.merge('secret', 'out', {
      data: { USER: base64('edited'), more: 'eA==' },
    });
    await scene.external('out', 'a');
    await scene.world.api.delete(scene.path('secret', 'out'));
    await scene.external('out', 'a');
    await seed('b');
    await scene.refresh('out', '1');
    await scene.external('out', 'b');
    await scene.world.api.delete(scene.path('external', 'out'));
    await eventually(async () => {
      expect(await scene.get('external', 'out')).toBeUndefined();
      expect(await scene.get('secret', 'out')).toBeUndefined();
    }, 60_000);
  });

  it('takes all keys of an entry when told to, and a version when it names one', async () => {
    await scene.kv('POST', `data/${scene.remoteKey('db')}`, {
      data: { user: 'b', pass: 'p' },
    });
    await scene.createExternal('all', {
      data: undefined,
      dataFrom: [{ extract: { key: scene.remoteKey('db') } }],
    });
    await scene.createExternal('old', {
      data: [
        {
          secretKey: 'USER',
          remoteRef: {
            key: scene.remoteKey('db'),
            property: 'user',
            version: '1',
          },
        },
      ],
    });
    await eventually(async () => {
      expect((await scene.get('secret', 'all'))?.data).toEqual({
        user: base64('b'),
        pass: base64('p'),
      });
    });
    await scene.external('old', 'a');
  });
});
