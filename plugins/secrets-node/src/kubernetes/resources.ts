import { KubernetesResource } from './types';

/** Kinds of object that the backend and its drivers read or write. @public */
export const RESOURCES = {
  namespace: {
    group: '',
    version: 'v1',
    plural: 'namespaces',
    kind: 'Namespace',
    namespaced: false,
  },
  secret: {
    group: '',
    version: 'v1',
    plural: 'secrets',
    kind: 'Secret',
    namespaced: true,
  },
  pod: {
    group: '',
    version: 'v1',
    plural: 'pods',
    kind: 'Pod',
    namespaced: true,
  },
  secretReference: {
    group: 'openchoreo.dev',
    version: 'v1alpha1',
    plural: 'secretreferences',
    kind: 'SecretReference',
    namespaced: true,
  },
  pushSecret: {
    group: 'external-secrets.io',
    version: 'v1alpha1',
    plural: 'pushsecrets',
    kind: 'PushSecret',
    namespaced: true,
  },
  externalSecret: {
    group: 'external-secrets.io',
    version: 'v1',
    plural: 'externalsecrets',
    kind: 'ExternalSecret',
    namespaced: true,
  },
  clusterSecretStore: {
    group: 'external-secrets.io',
    version: 'v1',
    plural: 'clustersecretstores',
    kind: 'ClusterSecretStore',
    namespaced: false,
  },
  dataPlane: plane('dataplanes', 'DataPlane', true),
  clusterDataPlane: plane('clusterdataplanes', 'ClusterDataPlane', false),
  workflowPlane: plane('workflowplanes', 'WorkflowPlane', true),
  clusterWorkflowPlane: plane(
    'clusterworkflowplanes',
    'ClusterWorkflowPlane',
    false,
  ),
  workload: {
    group: 'openchoreo.dev',
    version: 'v1alpha1',
    plural: 'workloads',
    kind: 'Workload',
    namespaced: true,
  },
} satisfies Record<string, KubernetesResource>;

function plane(
  plural: string,
  kind: string,
  namespaced: boolean,
): KubernetesResource {
  return {
    group: 'openchoreo.dev',
    version: 'v1alpha1',
    plural,
    kind,
    namespaced,
  };
}
