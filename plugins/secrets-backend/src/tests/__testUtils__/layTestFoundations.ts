import { KubernetesObject } from '@strongroom/embedded-cluster';
import { TestKv, TestWorld } from '@strongroom/real-cluster';
import { FRONTEND, PAYMENTS, RUN, SHARED, TENANT_LABEL } from './tenants';

const OWNERS = {
  [PAYMENTS]: 'group:default/team-payments',
  [FRONTEND]: 'group:default/team-frontend',
  [SHARED]: 'group:default/platform',
};

const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };
const SECRETS = { group: '', version: 'v1', resource: 'secrets' };
const STORES = {
  group: 'external-secrets.io',
  version: 'v1',
  resource: 'clustersecretstores',
};

/** Tenant namespaces of this file; planes, and a store in each cluster, which files that share clusters share as well. */
export async function layTestFoundations(world: TestWorld): Promise<void> {
  const { objects } = world.clusters['control-plane'];
  for (const [name, owner] of Object.entries(OWNERS)) {
    await objects.create(NAMESPACES, tenant(name, owner));
  }
  for (const cluster of Object.values(world.clusters)) {
    await cluster.objects.ensure(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'external-secrets' },
    });
    await cluster.objects.ensure(SECRETS, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'token', namespace: 'external-secrets' },
      stringData: { token: world.kv.token },
    });
    await cluster.objects.ensure(STORES, vaultStore(world.kv));
  }
  for (const kind of ['ClusterDataPlane', 'ClusterWorkflowPlane']) {
    await objects.ensure(
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
      },
    );
  }
}

/** Lets the store of each cluster outlive this world's proxies, so that what is being deleted comes to its end. */
export async function leaveTestFoundations(world: TestWorld): Promise<void> {
  for (const cluster of Object.values(world.clusters)) {
    await cluster.objects.ensure(STORES, vaultStore(world.kv.direct));
  }
}

/** A tenant namespace of the control plane. */
export function tenant(name: string, owner?: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { 'openchoreo.dev/control-plane': 'true', [TENANT_LABEL]: RUN },
      annotations: owner ? { 'backstage.io/owner': owner } : {},
    },
  };
}

function vaultStore({
  address,
  caData,
}: Pick<TestKv, 'address'> & { caData?: string }): KubernetesObject {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name: 'default' },
    spec: {
      provider: {
        vault: {
          server: address,
          // null takes away what another file has set
          caBundle: caData ?? null,
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
  };
}
