import { goJson } from '../http';
import { filler, plane } from './cases/words';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const group = '/apis/openchoreo.dev/v1alpha1';

/** An object to put there, and the collection it belongs to. */
export interface Seed {
  collection: string;
  object: any;
}

/** An object as `kubectl apply` leaves it: with the text that was applied in an annotation. */
function applied(collection: string, object: any): Seed {
  const bare = {
    ...object,
    metadata: { annotations: {}, ...object.metadata },
  };
  const annotations = { [lastApplied]: goJson(bare) };
  return {
    collection,
    object: { ...object, metadata: { ...object.metadata, annotations } },
  };
}

const namespace = (name: string, labels?: Record<string, string>) =>
  applied('/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, ...(labels && { labels }) },
  });

/** As long as the certificate that was recorded, and with as many lines. */
const certificate = `${`${filler(53)}\n`.repeat(11)}m`;

function planeSeed(
  kind: string,
  name: string,
  spec: object,
  owner?: string,
): Seed {
  const plural = `${kind.toLowerCase()}s`;
  return applied(
    owner ? `${group}/namespaces/${owner}/${plural}` : `${group}/${plural}`,
    {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind,
      metadata: { name, ...(owner && { namespace: owner }) },
      spec: { clusterAgent: { clientCA: { value: certificate } }, ...spec },
    },
  );
}

const store = { secretStoreRef: { name: 'default' } };

/** Namespaces and planes that stand before anything is asked. */
export const estate: Seed[] = [
  namespace('acme', { 'openchoreo.dev/control-plane': 'true' }),
  namespace(`n${'x'.repeat(48)}`),
  planeSeed('ClusterDataPlane', 'default', { planeID: 'default', ...store }),
  planeSeed('ClusterDataPlane', 'nostore', { planeID: 'default' }),
  planeSeed('ClusterDataPlane', 'offline', { planeID: 'offline', ...store }),
  planeSeed('ClusterWorkflowPlane', 'default', {
    planeID: 'default',
    ...store,
  }),
  planeSeed('DataPlane', 'acme-dp', { planeID: 'default', ...store }, 'acme'),
  planeSeed(
    'WorkflowPlane',
    'acme-wp',
    { planeID: 'default', ...store },
    'acme',
  ),
];

function referenceSeed(
  name: string,
  planeName: string,
  { key, labels }: { key: string; labels?: Record<string, string> },
): Seed {
  return applied(`${group}/namespaces/acme/secretreferences`, {
    apiVersion: 'openchoreo.dev/v1alpha1',
    kind: 'SecretReference',
    metadata: { ...(labels && { labels }), name, namespace: 'acme' },
    spec: {
      data: [{ remoteRef: { key, property: 'a' }, secretKey: 'a' }],
      targetPlane: { ...plane, name: planeName },
      template: { type: 'Opaque' },
    },
  });
}

const marked = { 'openchoreo.dev/managed-by': 'openchoreo-api' };

function secretSeed(name: string): Seed {
  return {
    collection:
      '/api/v1/namespaces/openchoreo-kv-acme/secrets?fieldManager=kubectl-create',
    object: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name },
      type: 'Opaque',
      data: { other: Buffer.from('keep').toString('base64') },
    },
  };
}

/** References and Secrets of other writers, put there before the cases about them. */
export const strangers: Seed[] = [
  referenceSeed('gitops-ref', 'default', { key: 'secret/acme/generic/x' }),
  referenceSeed('forged-ref', 'default', {
    key: 'secret/other/generic/x',
    labels: marked,
  }),
  ...[
    ['lostplane-ref', 'zzz'],
    ['offline-ref', 'offline'],
    ['nostore-ref', 'nostore'],
  ].map(([name, planeName]) =>
    referenceSeed(name, planeName, {
      key: `secret/acme/generic/${name}`,
      labels: marked,
    }),
  ),
  secretSeed('foreign'),
  secretSeed('foreign2'),
];
