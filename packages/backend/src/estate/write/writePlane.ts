import { ResourceStore } from '@strongroom/embedded-cluster';
import { EstatePlane } from '../types';
import { ensure } from './ensure';

/** Writes a plane into the control plane; its id is the name of its cluster in the configuration. */
export function writePlane(
  controlPlane: ResourceStore,
  { kind, name, namespace, cluster, store }: EstatePlane,
): void {
  ensure(
    controlPlane,
    kind,
    {
      metadata: { name, namespace },
      spec: {
        planeID: cluster,
        ...(store && { secretStoreRef: { name: store } }),
      },
    },
    'kubectl-create',
  );
}
