import { KubernetesObject } from '@strongroom/embedded-cluster';
import { PUSH_SECRETS, REFERENCES, referenceOf, SECRETS } from './estate';
import { TestPortal } from './startPortal';

/**
 * A secret of `payments`, complete, whose path in the store is of another form than the one for new secrets. The tenant's
 * namespace has to be in the plane already.
 */
export function layOtherForm(
  { cluster }: Pick<TestPortal, 'cluster'>,
  planeCluster: string,
  name: string,
  targetPlane: { kind: string; name: string },
): void {
  const remoteKey = `secret/payments/team/${name}`;
  const metadata = { namespace: 'openchoreo-kv-payments', name };
  const { store } = cluster.clusters[planeCluster];
  store.create(SECRETS, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    type: 'Opaque',
    stringData: { token: 'value' },
  } as KubernetesObject);
  store.create(PUSH_SECRETS, {
    apiVersion: 'external-secrets.io/v1alpha1',
    kind: 'PushSecret',
    metadata,
    spec: {
      updatePolicy: 'Replace',
      deletionPolicy: 'Delete',
      refreshInterval: '1h0m0s',
      secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'default' }],
      selector: { secret: { name } },
      data: [
        {
          match: {
            secretKey: 'token',
            remoteRef: { remoteKey, property: 'token' },
          },
        },
      ],
    },
  } as KubernetesObject);
  const reference = referenceOf('payments', name, {
    path: remoteKey,
    labels: { 'openchoreo.dev/managed-by': 'openchoreo-api' },
  }) as KubernetesObject & { spec: object };
  cluster.clusters['control-plane'].store.create(REFERENCES, {
    ...reference,
    spec: { ...reference.spec, targetPlane },
  } as KubernetesObject);
}
