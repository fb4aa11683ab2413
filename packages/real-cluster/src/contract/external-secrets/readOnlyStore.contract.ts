import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withScene } from './withScene';

const scene = withScene();
let server: Server;

beforeAll(async () => {
  // The least that a store of this provider has to answer: that its token is good.
  server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end('{"tokenType":"READ"}');
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(() => {
  server.close();
});

describe('a store of a provider that only reads', () => {
  async function createReadOnlyStore(): Promise<string> {
    const name = scene.stores.nameOf('reading');
    const { port } = server.address() as AddressInfo;
    await scene.createSource(`${name}-token`, { token: 'any' });
    await scene.create(scene.path('store', '').slice(0, -1), {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: { name },
      spec: {
        provider: {
          previder: {
            baseUri: `http://127.0.0.1:${port}`,
            auth: {
              secretRef: {
                accessToken: {
                  name: `${name}-token`,
                  namespace: scene.namespace,
                  key: 'token',
                },
              },
            },
          },
        },
      },
    });
    return name;
  }

  it('says so in its capabilities, which keeps nobody from trying to push to it', async () => {
    const name = await createReadOnlyStore();
    await scene.storeSays(name, 'store validated');
    const { status } = await scene.get('store', name);
    expect(status.capabilities).toBe('ReadOnly');
    await scene.createSource('db', { user: 'a' });
    await scene.createPush('db', ['user'], scene.stores.only('reading'));
    const failed = await scene.failed(
      'db',
      `set secret failed: could not write remote ref user to target secretstore ${name}: not implemented`,
    );
    expect(failed.status.syncedPushSecrets).toEqual({
      [`ClusterSecretStore/${name}`]: {},
    });
  });
});
