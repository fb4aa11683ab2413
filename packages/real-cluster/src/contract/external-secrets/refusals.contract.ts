import { eventually } from '../world';
import { withScene } from './withScene';

const scene = withScene();

describe('a PushSecret that its store refuses', () => {
  it('says what the store refuses', async () => {
    const token = await scene.world.kv.createToken(['default']);
    const store = `denied-${scene.namespace}`;
    await scene.createStore(store, token);
    // A token without any right to the path is valid: only the login is checked.
    await eventually(async () => {
      expect(await scene.readyOf('store', store)).toMatchObject({
        status: 'True',
        reason: 'Valid',
        message: 'store validated',
      });
    });
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user'], {
      secretStoreRefs: [{ kind: 'ClusterSecretStore', name: store }],
    });
    await scene.failed(
      'db',
      `set secret failed: could not write remote ref user to target secretstore ${store}: cannot read secret data from Vault: Error making API request.\n\nURL: GET ${scene.dataUrl(
        'db',
      )}\nCode: 403. Errors:\n\n* 1 error occurred:\n\t* permission denied\n\n`,
    );

    const wrong = `wrong-${scene.namespace}`;
    await scene.createStore(wrong, 'no-token');
    await eventually(async () => {
      expect(await scene.get('store', wrong)).toMatchObject({
        status: {
          conditions: [
            {
              type: 'Ready',
              status: 'False',
              reason: 'InvalidProviderConfig',
              message: 'unable to validate store',
            },
          ],
        },
      });
    });
    await scene.createSource('late', { user: 'a' });
    await scene.createPush('late', ['user'], {
      secretStoreRefs: [{ kind: 'ClusterSecretStore', name: wrong }],
    });
    await scene.failed(
      'late',
      `set secret failed: could not write remote ref user to target secretstore ${wrong}: cannot read secret data from Vault: Error making API request.\n\nURL: GET ${scene.dataUrl(
        'late',
      )}\nCode: 403. Errors:\n\n* permission denied`,
    );
  });

  it('says that its token is not accepted when it was revoked, and goes on with a new one', async () => {
    const { token } = await scene.stores.create('brief', ['root']);
    const store = scene.stores.nameOf('brief');
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user'], scene.stores.only('brief'));
    await scene.synced('db');
    await scene.stores.revoke(token);
    await scene.setValue('db', { user: 'b' });
    await scene.trigger('db', '1');
    await scene.failed(
      'db',
      `set secret failed: could not write remote ref user to target secretstore ${store}: cannot read secret data from Vault: Error making API request.\n\nURL: GET ${scene.dataUrl(
        'db',
      )}\nCode: 403. Errors:\n\n* permission denied`,
    );
    const { reason } = await scene.storeSays(store, 'unable to validate store');
    expect(reason).toBe('InvalidProviderConfig');
    await scene.stores.giveToken(
      'brief',
      await scene.world.kv.createToken(['root']),
    );
    await scene.storeSays(store, 'store validated');
    await eventually(async () => {
      expect(await scene.valueOf('db')).toEqual({ user: 'b' });
      expect((await scene.readyOf('push', 'db')).reason).toBe('Synced');
    }, 90_000);
  });

  it('says that an entry is larger than the store takes, and leaves what was there', async () => {
    await scene.createSource('db', { a: 'x'.repeat(600_000) });
    await scene.createPush('db', ['a']);
    await scene.synced('db');
    await scene.setValue('db', { a: 'x'.repeat(1_000_000) });
    await scene.trigger('db', '1');
    await eventually(async () => {
      expect((await scene.valueOf('db')).a).toHaveLength(1_000_000);
    });
    await scene.createSource('more', { b: 'y'.repeat(100_000) });
    await scene.createPush('more', ['b'], {
      data: [
        {
          match: {
            secretKey: 'b',
            remoteRef: { remoteKey: scene.remoteKey('db'), property: 'b' },
          },
        },
      ],
    });
    const failed = await scene.failedLike(
      'more',
      /^set secret failed: could not write remote ref b to target secretstore [a-z0-9-]+: Error making API request\.\n\nURL: PUT .*\nCode: 500\. Errors:\n\n\* 1 error occurred:\n\t\* put failed due to value being too large; got \d+ bytes, max 1048576 bytes\n\n$/,
    );
    expect(failed.status.syncedPushSecrets).toEqual({
      [`ClusterSecretStore/${scene.store}`]: {},
    });
    const { a, b } = await scene.valueOf('db');
    expect([a.length, b]).toEqual([1_000_000, undefined]);
  });

  it('is denied a store whose conditions leave its namespace out', async () => {
    await scene.stores.create('closed', ['root'], {
      spec: { conditions: [{ namespaces: ['another'] }] },
    });
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user'], scene.stores.only('closed'));
    const store = scene.stores.nameOf('closed');
    await scene.failed(
      'db',
      `set secret failed: could not get secrets client for store ${store}: using cluster store "${store}" is not allowed from namespace "${scene.namespace}": denied by spec.condition`,
    );
    expect(await scene.valueOf('db')).toBeUndefined();
  });
});
