import {
  GroupVersionResource,
  KubernetesObject,
} from '@strongroom/embedded-cluster';
import { EstateObject } from './EstateCluster';

function openChoreo(resource: string): GroupVersionResource {
  return { group: 'openchoreo.dev', version: 'v1alpha1', resource };
}

function externalSecrets(
  resource: string,
  version: string,
): GroupVersionResource {
  return { group: 'external-secrets.io', version, resource };
}

function apps(resource: string): GroupVersionResource {
  return { group: 'apps', version: 'v1', resource };
}

function core(resource: string): GroupVersionResource {
  return { group: '', version: 'v1', resource };
}

/** Resources that the estate is made of, by kind. */
export const RESOURCES = {
  Namespace: core('namespaces'),
  Secret: core('secrets'),
  ConfigMap: core('configmaps'),
  ServiceAccount: core('serviceaccounts'),
  Pod: core('pods'),
  ReplicaSet: apps('replicasets'),
  ClusterSecretStore: externalSecrets('clustersecretstores', 'v1'),
  ExternalSecret: externalSecrets('externalsecrets', 'v1'),
  PushSecret: externalSecrets('pushsecrets', 'v1alpha1'),
  SecretReference: openChoreo('secretreferences'),
  Workload: openChoreo('workloads'),
  DataPlane: openChoreo('dataplanes'),
  ClusterDataPlane: openChoreo('clusterdataplanes'),
  WorkflowPlane: openChoreo('workflowplanes'),
  ClusterWorkflowPlane: openChoreo('clusterworkflowplanes'),
} satisfies Record<string, GroupVersionResource>;

/** Kinds of object that the estate is made of. */
export type EstateKind = keyof typeof RESOURCES;

/** The object as the API takes it. */
export function withKind(
  kind: EstateKind,
  object: EstateObject,
): KubernetesObject {
  const { group, version } = RESOURCES[kind];
  return {
    apiVersion: group ? `${group}/${version}` : version,
    kind,
    ...object,
  };
}
