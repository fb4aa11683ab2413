import { EstateKeyUse, EstateWorkload } from '../types';
import { ensure } from './ensure';
import { EstateSite } from './types';

/** Writes a Workload of OpenChoreo that takes environment and files from secrets. */
export function writeWorkload(
  { controlPlane }: EstateSite,
  workload: EstateWorkload,
): void {
  const { namespace, project, component, image } = workload;
  ensure(
    controlPlane,
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
