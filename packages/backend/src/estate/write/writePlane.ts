import { EstateCluster } from '../EstateCluster';
import { EstatePlane } from '../types';

/** Writes a plane into the control plane; its id is the name of its cluster in the configuration. */
export async function writePlane(
  controlPlane: EstateCluster,
  { kind, name, namespace, cluster, store }: EstatePlane,
): Promise<void> {
  await controlPlane.ensure(
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
