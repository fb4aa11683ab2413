import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import { EstateCluster } from '../EstateCluster';
import { PLANES, STORE_BEFORE } from '../data';
import { EstateSecret } from '../types';
import { keysOf } from '../values/makeValues';
import { remoteKeyOf } from './remoteKeyOf';
import { daysAgo, PlacedSecret } from './types';

const SYNC_TRIGGER = 'openchoreo.dev/sync-trigger';

/** Writes the Secret of the plane and what makes External Secrets push it, as far as the secret has them. */
export async function writePlaneObjects(
  cluster: EstateCluster,
  placed: PlacedSecret,
): Promise<void> {
  const { secret } = placed;
  const manager = secret.maker === 'portal' ? 'strongroom' : 'openchoreo-api';
  const namespace = planeNamespaceOf(placed);
  await cluster.ensure('Namespace', { metadata: { name: namespace } }, manager);
  if (secret.flaw !== 'source-missing') {
    await cluster.ensure(
      'Secret',
      {
        metadata: {
          namespace,
          name: secret.name,
          labels: ownerLabels(placed),
          annotations: marksOf(placed),
        },
        type: secret.type,
        data: Object.fromEntries(
          Object.entries(placed.values).map(([key, value]) => [
            key,
            Buffer.from(value).toString('base64'),
          ]),
        ),
      },
      manager,
    );
  }
  if (secret.flaw !== 'never-pushed') {
    await writePushSecret(cluster, placed, namespace, manager);
  }
}

/** The plane's namespace that holds the objects of a secret. */
export function planeNamespaceOf({ namespace, secret }: PlacedSecret): string {
  return secret.maker === 'older-git-api'
    ? `workflows-${namespace}`
    : `openchoreo-kv-${namespace}`;
}

async function writePushSecret(
  cluster: EstateCluster,
  placed: PlacedSecret,
  namespace: string,
  manager: string,
): Promise<void> {
  const { secret } = placed;
  const { name, maker, flaw } = secret;
  const remoteKey = remoteKeyOf(placed.namespace, secret);
  const at = daysAgo(secret.updated ?? secret.created).toISOString();
  await cluster.ensure(
    'PushSecret',
    {
      metadata: {
        namespace,
        name,
        labels: ownerLabels(placed),
        annotations: {
          ...(maker !== 'older-git-api' && {
            [SYNC_TRIGGER]: at.replace('Z', '418207Z'),
          }),
          ...marksOf(placed),
        },
      },
      spec: {
        updatePolicy: 'Replace',
        deletionPolicy: maker === 'older-git-api' ? 'None' : 'Delete',
        refreshInterval: '1h0m0s',
        secretStoreRefs: [
          {
            kind: 'ClusterSecretStore',
            ...(flaw === 'no-matching-store'
              ? { labelSelector: { matchLabels: { purpose: 'backup' } } }
              : { name: storeOf(secret) }),
          },
        ],
        selector: { secret: { name } },
        data: keysOf(secret).map(key => ({
          conversionStrategy: 'None',
          match: { secretKey: key, remoteRef: { remoteKey, property: key } },
        })),
      },
    },
    manager,
  );
}

function storeOf({ flaw, plane }: EstateSecret): string | undefined {
  return flaw === 'store-before' ? STORE_BEFORE : PLANES[plane].store;
}

function ownerLabels({
  namespace,
  secret,
}: PlacedSecret): Record<string, string> {
  return secret.maker === 'older-git-api'
    ? { 'openchoreo.dev/owner-namespace': namespace }
    : {};
}

function marksOf({
  secret,
  operationId,
}: PlacedSecret): Record<string, string> {
  return secret.maker === 'portal'
    ? { [ANNOTATIONS.operation]: operationId }
    : {};
}
