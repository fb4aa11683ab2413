import {
  KubernetesObject,
  KubernetesResource,
  RESOURCES,
} from '@strongroom/backstage-plugin-secrets-node';
import { PlaneKind } from '@strongroom/backstage-plugin-secrets-common';

/** What we read of OpenChoreo's four kinds of plane, `openchoreo.dev/v1alpha1`. */
export interface PlaneResource extends KubernetesObject {
  spec?: {
    /** Name of the cluster agent; the name of the resource when it is absent. */
    planeID?: string;
    secretStoreRef?: { name?: string };
  };
}

/** The kinds of plane as resources of the control plane. */
export const PLANE_RESOURCES: ReadonlyArray<{
  kind: PlaneKind;
  resource: KubernetesResource;
}> = [
  { kind: 'DataPlane', resource: RESOURCES.dataPlane },
  { kind: 'ClusterDataPlane', resource: RESOURCES.clusterDataPlane },
  { kind: 'WorkflowPlane', resource: RESOURCES.workflowPlane },
  { kind: 'ClusterWorkflowPlane', resource: RESOURCES.clusterWorkflowPlane },
];
