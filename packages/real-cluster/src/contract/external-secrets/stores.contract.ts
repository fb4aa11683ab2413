import { withScene } from './withScene';

const scene = withScene();
describe('a ClusterSecretStore', () => {
  it('says that it is valid, and what it can do', async () => {
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

  it('is valid with a token that may do nothing, and not with one that is none', async () => {
    await scene.stores.create('powerless', ['default']);
    const wrong = scene.stores.nameOf('wrong');
    await scene.createStore(wrong, 'no-token');
    const { lastTransitionTime, ...ready } = await scene.storeSays(
      wrong,
      'unable to validate store',
    );
    expect(ready).toEqual({
      type: 'Ready',
      status: 'False',
      reason: 'InvalidProviderConfig',
      message: 'unable to validate store',
    });
    expect((await scene.get('store', wrong)).status.capabilities).toBe(
      undefined,
    );
    expect(await scene.eventsOf(wrong)).toContainEqual(
      expect.stringMatching(
        /^Warning InvalidProviderConfig: .*Code: 403\. Errors:\n\n\* permission denied$/s,
      ),
    );
  });

  it('cannot be opened without the Secret that holds its token, and is valid as soon as it is there', async () => {
    const name = scene.stores.nameOf('keyless');
    await scene.createStore(name, scene.world.kv.token);
    await scene.world.api.delete(scene.path('secret', `${name}-token`));
    const { reason } = await scene.storeSays(name, 'unable to create client');
    expect(reason).toBe('InvalidProviderConfig');
    expect(await scene.eventsOf(name)).toContain(
      `Warning InvalidProviderConfig: cannot get Kubernetes secret "${name}-token" from namespace "${scene.namespace}": secrets "${name}-token" not found`,
    );
    await scene.createSource(`${name}-token`, { token: scene.world.kv.token });
    await scene.storeSays(name, 'store validated');
  });

  it('cannot be made without a provider', async () => {
    const refused = await scene.world.api.post(
      scene.path('store', '').slice(0, -1),
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ClusterSecretStore',
        metadata: { name: scene.stores.nameOf('empty') },
        spec: { provider: {} },
      },
    );
    expect([refused.code, refused.body.reason]).toEqual([422, 'Invalid']);
  });
});
