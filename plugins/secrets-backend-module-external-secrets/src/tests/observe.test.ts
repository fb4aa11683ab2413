import {
  ObservedSecret,
  SecretStore,
  SecretValue,
  StoredSecretIntent,
} from '@strongroom/backstage-plugin-secrets-node';
import { ExternalSecretsVersion } from '@strongroom/embedded-cluster';
import { adminRequest } from './__testUtils__/adminRequest';
import { startEmbeddedPlane } from './__testUtils__/startEmbeddedPlane';
import { TestPlane } from './__testUtils__/startPlane';

function listen(store: SecretStore) {
  const secrets = new Map<string, ObservedSecret>();
  let listed = 0;
  const subscription = store.observe({
    onUpsert: secret =>
      secrets.set(`${secret.namespace}/${secret.name}`, secret),
    onDelete: ref => secrets.delete(`${ref.namespace}/${ref.name}`),
    onReachable: () => {},
    onListed: () => {
      listed += 1;
    },
  });
  return { secrets, listed: () => listed, close: () => subscription.close() };
}

async function until(so: () => boolean) {
  for (let left = 300; left > 0 && !so(); left -= 1) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  expect(so()).toBe(true);
}

function pushSecret(name: string, remoteKey: string, labels = {}) {
  return {
    apiVersion: 'external-secrets.io/v1alpha1',
    kind: 'PushSecret',
    metadata: { name, labels },
    spec: {
      deletionPolicy: 'None',
      refreshInterval: '1h0m0s',
      secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'default' }],
      selector: { secret: { name } },
      data: [
        { match: { secretKey: 'a', remoteRef: { remoteKey, property: 'a' } } },
      ],
    },
  };
}

async function place(
  { cluster }: TestPlane,
  namespace: string,
  object: ReturnType<typeof pushSecret>,
) {
  await adminRequest(cluster, 'POST', '/api/v1/namespaces', {
    body: { metadata: { name: namespace } },
  }).catch(() => {});
  await adminRequest(
    cluster,
    'POST',
    `/apis/external-secrets.io/v1alpha1/namespaces/${namespace}/pushsecrets`,
    { body: object },
  );
}

describe.each<ExternalSecretsVersion>(['2.x', '0.20'])(
  'observing a cluster with External Secrets %s',
  version => {
    let plane: TestPlane;

    beforeAll(async () => {
      plane = await startEmbeddedPlane(version);
    }, 60_000);
    afterAll(() => plane?.stop());

    it('watches once for all planes, and no more when nobody listens', async () => {
      const { requestLog } = plane.cluster;
      requestLog.clear();
      const lists = () =>
        requestLog.count({ resource: 'pushsecrets', verb: 'list' });
      const planes = [plane.store, plane.connect('other'), plane.store];
      const listeners = planes.map(listen);
      await until(() => listeners.every(({ listed }) => listed() === 1));
      expect(lists()).toBe(1);
      for (const listener of listeners) {
        listener.close();
        listener.close();
      }
      const again = listen(plane.store);
      await until(() => again.listed() === 1);
      expect(lists()).toBe(2);
      again.close();
    });

    it('tells whose secret it is, and lets an older git secret give way to one of the same name', async () => {
      const listener = listen(plane.store);
      const { secrets } = listener;
      const owner = { 'openchoreo.dev/owner-namespace': 'acme' };
      const git = pushSecret('gs1', 'secret/acme/git/gs1', owner);
      await place(plane, 'workflows-acme', git);
      await place(plane, 'workflows-acme', pushSecret('no-owner', 'x'));
      await place(plane, 'elsewhere', pushSecret('gs2', 'y', owner));
      await until(() => secrets.has('acme/gs1'));
      expect(secrets.get('acme/gs1')?.remoteKeys).toEqual([
        'secret/acme/git/gs1',
      ]);

      const mine = pushSecret('gs1', 'secret/acme/generic/gs1');
      await place(plane, 'openchoreo-kv-acme', mine);
      const remoteKey = () => secrets.get('acme/gs1')?.remoteKeys[0];
      await until(() => remoteKey() === 'secret/acme/generic/gs1');
      await adminRequest(
        plane.cluster,
        'DELETE',
        '/apis/external-secrets.io/v1alpha1/namespaces/openchoreo-kv-acme/pushsecrets/gs1',
      );
      await until(() => remoteKey() === 'secret/acme/git/gs1');
      expect([...secrets.keys()]).toEqual(['acme/gs1']);
      listener.close();
    });

    it('tells that the Secret to push is gone, in the words of either version', async () => {
      const intent: StoredSecretIntent = {
        namespace: 'acme',
        name: 'db',
        remoteKey: 'secret/acme/generic/db',
        type: 'Opaque',
        keys: ['a'],
        operationId: 'op',
        labels: {},
      };
      const values = new Map([['a', SecretValue.fromUtf8('1')]]);
      const { signal } = new AbortController();
      const listener = listen(plane.store);
      const state = () => listener.secrets.get('acme/db')?.push.state;
      for (const step of plane.store.create(intent)) {
        await step.run({ signal, values });
      }
      await until(() => state() === 'Synced');

      const paths = plane.paths(intent);
      await adminRequest(plane.cluster, 'DELETE', paths.secret);
      expect((await plane.store.describe(intent))?.push.state).toBe(
        'SourceMissing',
      );
      await adminRequest(plane.cluster, 'PATCH', paths.pushSecret, {
        body: { metadata: { annotations: { poke: '1' } } },
        contentType: 'application/merge-patch+json',
      });
      await until(() => state() === 'SourceMissing');
      listener.close();
    });
  },
);
