import { EstateCluster } from '../EstateCluster';
import { EstateKeyUse, EstateWorkload } from '../types';

/** Writes a Workload of OpenChoreo that takes environment and files from secrets. */
export async function writeWorkload(
  controlPlane: EstateCluster,
  workload: EstateWorkload,
): Promise<void> {
  const { namespace, project, component, image } = workload;
  await controlPlane.ensure(
    'Workload',
    {
      metadata: { namespace, name: `${component}-workload` },
      spec: {
        owner: { projectName: project, componentName: component },
        container: {
          image,
          env: workload.env?.map(use => ({ key: use.as, ...sourceOf(use) })),
          files: workload.files?.map(use => ({
            key: use.as,
            mountPath: '/etc/credentials',
            ...sourceOf(use),
          })),
        },
      },
    },
    'openchoreo-api',
  );
}

function sourceOf({ secret, key }: EstateKeyUse) {
  return { valueFrom: { secretKeyRef: { name: secret, key } } };
}
