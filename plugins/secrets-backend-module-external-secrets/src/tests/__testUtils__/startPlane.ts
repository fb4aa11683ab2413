import { mockServices } from '@backstage/backend-test-utils';
import {
  SecretStore,
  StoredSecretRef,
} from '@strongroom/backstage-plugin-secrets-node';
import { StoreDriverHarness } from '@strongroom/backstage-plugin-secrets-node/testUtils';
import {
  EmbeddedCluster,
  EmbeddedKubernetes,
  ExternalSecretsVersion,
  startEmbeddedCluster,
} from '@strongroom/embedded-cluster';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- the client is no API of the backend, and no other exists
import { DefaultKubernetesClient } from '../../../../secrets-backend/src/clusters/client/DefaultKubernetesClient';
import { ExternalSecretsDriver } from '../../ExternalSecretsDriver';
import { adminRequest } from './adminRequest';
import { BreakableClient } from './BreakableClient';
import { hurriedClock } from './hurriedClock';

/** A plane of its own: API server, External Secrets and a store, with a driver connected to it. */
export interface TestPlane extends StoreDriverHarness {
  cluster: EmbeddedKubernetes;
  embedded: EmbeddedCluster;
  breakable: BreakableClient;
  /** The store of another plane on the same cluster. */
  connect(storeName: string | undefined): SecretStore;
  /** Paths of the plane's objects of a secret. */
  paths(ref: StoredSecretRef): Record<'secret' | 'pushSecret', string>;
}

const STORE = 'default';

/** Starts a plane whose `ClusterSecretStore` is ready. */
export async function startPlane(
  esoVersion: ExternalSecretsVersion,
): Promise<TestPlane> {
  const folder = mkdtempSync(join(tmpdir(), 'plane-'));
  const kubeconfigPath = join(folder, 'kubeconfig');
  const embedded = await startEmbeddedCluster({
    clusters: ['plane'],
    kubeconfigPath,
    esoVersion,
    clock: hurriedClock(),
    externalSecrets: { storeRequeueIntervalMs: 2_000 },
  });
  const cluster = embedded.clusters.plane;
  const kv = embedded.kv!;
  await createStore(cluster, kv.address, kv.token);

  const client = DefaultKubernetesClient.create(
    {
      name: 'plane',
      access: { type: 'kubeconfig', path: kubeconfigPath },
      timeoutMs: 5_000,
    },
    { logger: mockServices.logger.mock() },
  );
  const breakable = BreakableClient.create(client, cluster.faults);
  const driver = ExternalSecretsDriver.create();
  const connect = (storeName: string | undefined) =>
    driver.connect({
      plane: { ref: { kind: 'ClusterDataPlane', name: 'default' }, storeName },
      kubernetes: breakable.client,
      logger: mockServices.logger.mock(),
      managedBy: 'openchoreo-api',
    });

  return {
    cluster,
    embedded,
    driver,
    breakable,
    connect,
    paths: pathsOf,
    store: connect(STORE),
    calls: breakable,
    readValues: remoteKey => readValues(kv.address, kv.token, remoteKey),
    readTraces: ref => readTraces(cluster, ref),
    async placeForeign(ref) {
      const namespace = `openchoreo-kv-${ref.namespace}`;
      await adminRequest(cluster, 'POST', '/api/v1/namespaces', {
        body: { metadata: { name: namespace } },
      }).catch(() => {});
      await adminRequest(
        cluster,
        'POST',
        `/api/v1/namespaces/${namespace}/secrets`,
        { body: { metadata: { name: ref.name }, data: { a: 'MQ==' } } },
      );
    },
    async changeForeign(ref) {
      await adminRequest(cluster, 'PATCH', pathsOf(ref).secret, {
        body: { data: { password: 'Y2hhbmdlZA==' } },
        contentType: 'application/merge-patch+json',
      });
    },
    stopStore: async () => kv.seal(),
    startStore: async () => kv.unseal(),
    async stop() {
      client.close();
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the `ClusterSecretStore` of the plane, with the token it logs in with. */
async function createStore(
  cluster: EmbeddedKubernetes,
  server: string,
  token: string,
): Promise<void> {
  await adminRequest(cluster, 'POST', '/api/v1/namespaces', {
    body: { metadata: { name: 'external-secrets' } },
  });
  await adminRequest(
    cluster,
    'POST',
    '/api/v1/namespaces/external-secrets/secrets',
    {
      body: {
        metadata: { name: 'store-token' },
        data: { token: Buffer.from(token).toString('base64') },
      },
    },
  );
  await adminRequest(
    cluster,
    'POST',
    '/apis/external-secrets.io/v1/clustersecretstores',
    {
      body: {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ClusterSecretStore',
        metadata: { name: STORE },
        spec: {
          provider: {
            vault: {
              server,
              path: 'secret',
              version: 'v2',
              auth: {
                tokenSecretRef: {
                  name: 'store-token',
                  namespace: 'external-secrets',
                  key: 'token',
                },
              },
            },
          },
        },
      },
    },
  );
}

function pathsOf({ namespace, name }: StoredSecretRef) {
  const within = `namespaces/openchoreo-kv-${namespace}`;
  return {
    secret: `/api/v1/${within}/secrets/${name}`,
    pushSecret: `/apis/external-secrets.io/v1alpha1/${within}/pushsecrets/${name}`,
  };
}

async function readTraces(
  cluster: EmbeddedKubernetes,
  ref: StoredSecretRef,
): Promise<string[]> {
  const objects = await Promise.all(
    Object.values(pathsOf(ref)).map(path => adminRequest(cluster, 'GET', path)),
  );
  return objects
    .filter(object => object)
    .map(({ kind, metadata, data, type, spec }) => {
      const { uid, labels, annotations } = metadata;
      return JSON.stringify({
        kind,
        uid,
        labels,
        annotations,
        data,
        type,
        spec,
      });
    });
}

/** The mount is named `secret`, and so begins every path. */
async function readValues(
  address: string,
  token: string,
  remoteKey: string,
): Promise<Map<string, Buffer> | undefined> {
  const path = remoteKey.replace(/^secret\//, 'secret/data/');
  const response = await fetch(`${address}/v1/${path}`, {
    headers: { 'X-Vault-Token': token },
  });
  if (response.status === 404) {
    return undefined;
  }
  const { data } = (await response.json()) as {
    data: { data: Record<string, string> };
  };
  return new Map(
    Object.entries(data.data).map(([key, text]) => [
      key,
      Buffer.from(text, 'utf8'),
    ]),
  );
}
