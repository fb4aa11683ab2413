import {
  explainSecretKey,
  explainSecretName,
} from '@strongroom/backstage-plugin-secrets-common';
import { KubernetesObject } from '@strongroom/backstage-plugin-secrets-node';
import { WorkloadRow, WorkloadUse } from './types';

interface ValueSource {
  valueFrom?: { secretKeyRef?: { name?: string; key?: string } };
}

/** What we read of OpenChoreo's `Workload`, `openchoreo.dev/v1alpha1`. */
export interface Workload extends KubernetesObject {
  spec?: {
    owner?: { projectName?: string; componentName?: string };
    container?: { env?: ValueSource[]; files?: ValueSource[] };
  };
}

/** Keeps of a workload whose it is and which secrets it names, and nothing of its settings. */
export function projectWorkload({ metadata, spec }: Workload): WorkloadRow {
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    project: spec?.owner?.projectName,
    component: spec?.owner?.componentName,
    uses: [
      ...usesOf(spec?.container?.env, 'env'),
      ...usesOf(spec?.container?.files, 'file'),
    ],
  };
}

function usesOf(
  sources: ValueSource[] | undefined,
  via: WorkloadUse['via'],
): WorkloadUse[] {
  const uses: WorkloadUse[] = [];
  for (const source of sources ?? []) {
    const { name, key } = source.valueFrom?.secretKeyRef ?? {};
    if (name && explainSecretName(name) === undefined) {
      const known = key && explainSecretKey(key) === undefined;
      uses.push({ name, key: known ? key : undefined, via });
    }
  }
  return uses;
}
