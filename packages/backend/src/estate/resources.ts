import { GroupVersionResource } from '@strongroom/embedded-cluster';

function openChoreo(resource: string): GroupVersionResource {
  return { group: 'openchoreo.dev', version: 'v1alpha1', resource };
}

/** Kinds of object that the estate is made of. */
export const RESOURCES = {
  namespaces: { group: '', version: 'v1', resource: 'namespaces' },
  secrets: { group: '', version: 'v1', resource: 'secrets' },
  clustersecretstores: {
    group: 'external-secrets.io',
    version: 'v1',
    resource: 'clustersecretstores',
  },
  ClusterDataPlane: openChoreo('clusterdataplanes'),
  ClusterWorkflowPlane: openChoreo('clusterworkflowplanes'),
} satisfies Record<string, GroupVersionResource>;
