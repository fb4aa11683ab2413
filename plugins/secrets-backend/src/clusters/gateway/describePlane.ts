import { GatewayPlane } from './types';

/** Segment for planes whose resource lives in no namespace. */
const CLUSTER_SCOPED = '_cluster';
/** Names that arrive as they were sent: the gateway refuses `..` anywhere, and an empty segment makes a double slash. */
const USABLE = /^(?!.*\.\.)[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/** Name of a plane's cluster: the gateway's, and how it knows the plane. */
export function clusterNameOf(gateway: string, plane: GatewayPlane): string {
  return [gateway, ...segmentsOf(plane)].join('/');
}

/**
 * Path of a plane's API server on the gateway, which gives the Kubernetes paths below it.
 * @returns undefined when a name of the plane cannot be part of a path
 */
export function gatewayPathOf(plane: GatewayPlane): string | undefined {
  const [type, planeID, namespace, name] = segmentsOf(plane);
  const usable = [planeID, plane.namespace ?? 'none', name].every(text =>
    USABLE.test(text),
  );
  return usable
    ? `/api/proxy/${type}/${planeID}/${namespace}/${name}/k8s`
    : undefined;
}

function segmentsOf({ ref, namespace, planeID }: GatewayPlane): string[] {
  return [
    ref.kind.endsWith('DataPlane') ? 'dataplane' : 'workflowplane',
    planeID,
    namespace ?? CLUSTER_SCOPED,
    ref.name,
  ];
}
