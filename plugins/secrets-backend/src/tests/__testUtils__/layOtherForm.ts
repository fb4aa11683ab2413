import { KubernetesObject } from '@strongroom/embedded-cluster';
import { PUSH_SECRETS, REFERENCES, referenceOf, SECRETS } from './estate';
import { TestPortal } from './startPortal';
import { PAYMENTS } from './tenants';

/**
 * A secret of {@link PAYMENTS}, complete, whose path in the store is of another form than the one for new secrets. The tenant's
 * namespace has to be in the plane already.
 */
export async function layOtherForm(
  { world }: Pick<TestPortal, 'world'>,
  planeCluster: string,
  name: string,
  targetPlane: { kind: string; name: string },
): Promise<void> {
  const remoteKey = `secret/${PAYMENTS}/team/${name}`;
  const metadata = { namespace: `openchoreo-kv-${PAYMENTS}`, name };
  const { objects } = world.clusters[planeCluster];
  await objects.create(SECRETS, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    type: 'Opaque',
    stringData: { token: 'value' },
  } as KubernetesObject);
  await objects.create(PUSH_SECRETS, {
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
  const reference = referenceOf(PAYMENTS, name, {
    path: remoteKey,
    labels: { 'openchoreo.dev/managed-by': 'openchoreo-api' },
  }) as KubernetesObject & { spec: object };
  await world.clusters['control-plane'].objects.create(REFERENCES, {
    ...reference,
    spec: { ...reference.spec, targetPlane },
  } as KubernetesObject);
}
