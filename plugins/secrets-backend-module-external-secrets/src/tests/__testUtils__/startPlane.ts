import { mockServices } from '@backstage/backend-test-utils';
import {
  LinkedSource,
  SecretStore,
  SecretValues,
  StoredSecretRef,
} from '@strongroom/backstage-plugin-secrets-node';
import { StoreDriverHarness } from '@strongroom/backstage-plugin-secrets-node/testUtils';
import { FaultLayer, RequestLog } from '@strongroom/embedded-cluster';
import { HttpClient } from '@strongroom/real-cluster';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- the client is no API of the backend, and no other exists
import { DefaultKubernetesClient } from '../../../../secrets-backend/src/clusters/client/DefaultKubernetesClient';
import { ExternalSecretsDriver } from '../../ExternalSecretsDriver';
import { AdministeredCluster, adminRequest } from './adminRequest';
import { BreakableClient } from './BreakableClient';

/** The API server of a plane, embedded or real, whose calls can be broken. */
export interface PlaneCluster extends AdministeredCluster {
  name: string;
  kubeconfig(): string;
  faults: FaultLayer;
  requestLog: RequestLog;
}

/** What a plane is made of. */
export interface PlaneParts {
  cluster: PlaneCluster;
  kv: {
    token: string;
    seal(): void | Promise<void>;
    unseal(): void | Promise<void>;
  };
  /** Where External Secrets reaches the store. */
  server: { address: string; caData?: string };
  /** Of the `ClusterSecretStore`; one that nobody else has when absent. */
  storeName?: string;
  /** Ends what stands behind the plane. */
  stop(): Promise<void>;
}

/** A plane of its own: API server, External Secrets and a store, with a driver connected to it. */
export interface TestPlane extends StoreDriverHarness {
  cluster: PlaneCluster;
  breakable: BreakableClient;
  /** The store of another plane on the same cluster. */
  connect(storeName: string | undefined): SecretStore;
  /** Paths of the plane's objects of a secret. */
  paths(ref: StoredSecretRef): Record<'secret' | 'pushSecret', string>;
}

/** Makes a `ClusterSecretStore` and connects the driver to it. */
export async function startPlane(parts: PlaneParts): Promise<TestPlane> {
  const { cluster, kv, server } = parts;
  const storeName = parts.storeName ?? `plane-${randomUUID().slice(0, 8)}`;
  await createStore(cluster, storeName, { ...server, token: kv.token });

  const folder = mkdtempSync(join(tmpdir(), 'plane-'));
  const kubeconfigPath = join(folder, 'kubeconfig');
  writeFileSync(kubeconfigPath, cluster.kubeconfig(), { mode: 0o600 });
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
  const connect = (name: string | undefined) =>
    driver.connect({
      plane: {
        ref: { kind: 'ClusterDataPlane', name: 'default' },
        storeName: name,
      },
      kubernetes: breakable.client,
      logger: mockServices.logger.mock(),
      managedBy: 'openchoreo-api',
    });
  const values = HttpClient.create({
    url: server.address,
    ca: server.caData && Buffer.from(server.caData, 'base64').toString(),
    headers: { 'X-Vault-Token': kv.token },
  });

  return {
    cluster,
    driver,
    breakable,
    connect,
    paths: pathsOf,
    store: connect(storeName),
    calls: breakable,
    readValues: remoteKey => readValues(values, remoteKey),
    readTraces: ref => readTraces(cluster, ref),
    placeForeign: ({ namespace, name }, placed) =>
      placeSecret(
        cluster,
        { namespace: `openchoreo-kv-${namespace}`, name },
        placed,
      ),
    sources: {
      place: (source, placed) => placeSecret(cluster, source, placed),
      read: async ({ namespace, name }) =>
        JSON.stringify(
          await adminRequest(
            cluster,
            'GET',
            `/api/v1/namespaces/${namespace}/secrets/${name}`,
          ),
        ),
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
      values.close();
      await adminRequest(
        cluster,
        'DELETE',
        `/apis/external-secrets.io/v1/clustersecretstores/${storeName}`,
      );
      await parts.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes a Secret as somebody does by hand, with its namespace. */
async function placeSecret(
  cluster: PlaneCluster,
  { namespace, name }: LinkedSource,
  values: SecretValues | undefined,
): Promise<void> {
  const data = values
    ? Object.fromEntries(
        [...values].map(([key, value]) => [
          key,
          value.reveal().toString('base64'),
        ]),
      )
    : { a: 'MQ==' };
  await adminRequest(cluster, 'POST', '/api/v1/namespaces', {
    body: { metadata: { name: namespace } },
  }).catch(() => {});
  await adminRequest(
    cluster,
    'POST',
    `/api/v1/namespaces/${namespace}/secrets`,
    { body: { metadata: { name }, data } },
  );
}

/** Makes the `ClusterSecretStore` of the plane, with the token it logs in with. */
async function createStore(
  cluster: PlaneCluster,
  name: string,
  server: { address: string; caData?: string; token: string },
): Promise<void> {
  const namespace = `${name}-token`;
  await adminRequest(cluster, 'POST', '/api/v1/namespaces', {
    body: { metadata: { name: namespace } },
  });
  await adminRequest(
    cluster,
    'POST',
    `/api/v1/namespaces/${namespace}/secrets`,
    {
      body: {
        metadata: { name: 'token' },
        data: { token: Buffer.from(server.token).toString('base64') },
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
        metadata: { name },
        spec: {
          provider: {
            vault: {
              server: server.address,
              ...(server.caData && { caBundle: server.caData }),
              path: 'secret',
              version: 'v2',
              auth: {
                tokenSecretRef: { name: 'token', namespace, key: 'token' },
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
  cluster: PlaneCluster,
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
  store: HttpClient,
  remoteKey: string,
): Promise<Map<string, Buffer> | undefined> {
  const path = remoteKey.replace(/^secret\//, 'secret/data/');
  const { code, text } = await store.send('GET', `/v1/${path}`);
  if (code === 404) {
    return undefined;
  }
  const { data } = JSON.parse(text).data as { data: Record<string, string> };
  return new Map(
    Object.entries(data).map(([key, value]) => [
      key,
      Buffer.from(value, 'utf8'),
    ]),
  );
}
