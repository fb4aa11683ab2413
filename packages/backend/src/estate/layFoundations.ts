import {
  EmbeddedCluster,
  EmbeddedKubernetes,
} from '@strongroom/embedded-cluster';
import { ensure } from './ensure';
import { RESOURCES } from './resources';

/** The tenants of the demo, with the group that owns each. */
const NAMESPACES = {
  payments: 'group:default/team-payments',
  frontend: 'group:default/team-frontend',
  shared: 'group:default/platform',
};

/**
 * Makes what every installation has before its first secret: tenant namespaces, planes, and a store in each cluster that
 * reaches the KV store. What is already there is left as it is.
 */
export async function layFoundations(cluster: EmbeddedCluster): Promise<void> {
  const controlPlane = cluster.clusters['control-plane'];
  for (const [name, owner] of Object.entries(NAMESPACES)) {
    ensure(controlPlane.store, RESOURCES.namespaces, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name,
        labels: { 'openchoreo.dev/control-plane': 'true' },
        annotations: { 'backstage.io/owner': owner },
      },
    });
  }
  for (const kubernetes of Object.values(cluster.clusters)) {
    ensureStore(kubernetes, cluster.kv!);
  }
  for (const kind of ['ClusterDataPlane', 'ClusterWorkflowPlane'] as const) {
    ensure(controlPlane.store, RESOURCES[kind], {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind,
      metadata: { name: 'default' },
      spec: { secretStoreRef: { name: 'default' } },
    });
  }
}

function ensureStore(
  { store }: EmbeddedKubernetes,
  kv: { address: string; token: string },
): void {
  ensure(store, RESOURCES.namespaces, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'external-secrets' },
  });
  ensure(store, RESOURCES.secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'openbao-token', namespace: 'external-secrets' },
    stringData: { token: kv.token },
  });
  ensure(store, RESOURCES.clustersecretstores, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name: 'default' },
    spec: {
      provider: {
        vault: {
          server: kv.address,
          path: 'secret',
          version: 'v2',
          auth: {
            tokenSecretRef: {
              name: 'openbao-token',
              namespace: 'external-secrets',
              key: 'token',
            },
          },
        },
      },
    },
  });
}
