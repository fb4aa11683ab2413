import {
  EmbeddedCluster,
  KubernetesObject,
} from '@strongroom/embedded-cluster';

const OWNERS = {
  payments: 'group:default/team-payments',
  frontend: 'group:default/team-frontend',
  shared: 'group:default/platform',
};

const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };
const SECRETS = { group: '', version: 'v1', resource: 'secrets' };
const STORES = {
  group: 'external-secrets.io',
  version: 'v1',
  resource: 'clustersecretstores',
};

/** Tenant namespaces, planes, and a store in each cluster. */
export function layTestFoundations(cluster: EmbeddedCluster): void {
  const { store } = cluster.clusters['control-plane'];
  for (const [name, owner] of Object.entries(OWNERS)) {
    store.create(NAMESPACES, tenant(name, owner));
  }
  for (const kubernetes of Object.values(cluster.clusters)) {
    kubernetes.store.create(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'external-secrets' },
    });
    kubernetes.store.create(SECRETS, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'token', namespace: 'external-secrets' },
      stringData: { token: cluster.kv!.token },
    } as KubernetesObject);
    kubernetes.store.create(STORES, vaultStore(cluster.kv!.address));
  }
  for (const kind of ['ClusterDataPlane', 'ClusterWorkflowPlane']) {
    store.create(
      {
        group: 'openchoreo.dev',
        version: 'v1alpha1',
        resource: `${kind.toLowerCase()}s`,
      },
      {
        apiVersion: 'openchoreo.dev/v1alpha1',
        kind,
        metadata: { name: 'default' },
        spec: { secretStoreRef: { name: 'default' } },
      } as KubernetesObject,
    );
  }
}

/** A tenant namespace of the control plane. */
export function tenant(name: string, owner?: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { 'openchoreo.dev/control-plane': 'true' },
      annotations: owner ? { 'backstage.io/owner': owner } : {},
    },
  };
}

function vaultStore(server: string): KubernetesObject {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name: 'default' },
    spec: {
      provider: {
        vault: {
          server,
          path: 'secret',
          version: 'v2',
          auth: {
            tokenSecretRef: {
              name: 'token',
              namespace: 'external-secrets',
              key: 'token',
            },
          },
        },
      },
    },
  } as KubernetesObject;
}
