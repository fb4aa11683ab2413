import { KubernetesObject } from '../../storage/types';
import { BuiltInKind } from './BuiltInKind';
import { column } from './columns';

const workload = {
  hasStatus: true,
  tracksGeneration: true,
  categories: ['all'],
};

/** Kinds that run Pods, though nothing runs them here. @internal */
export const workloadKinds: BuiltInKind[] = [
  {
    group: 'apps',
    kind: 'Deployment',
    shortNames: ['deploy'],
    ...workload,
    columns: [
      column('Ready', readyOfReplicas),
      column('Up-to-date', object => object.status?.updatedReplicas ?? 0),
      column('Available', object => object.status?.availableReplicas ?? 0),
    ],
  },
  {
    group: 'apps',
    kind: 'StatefulSet',
    shortNames: ['sts'],
    ...workload,
    columns: [column('Ready', readyOfReplicas)],
  },
  {
    group: 'apps',
    kind: 'DaemonSet',
    shortNames: ['ds'],
    ...workload,
    columns: [
      column('Desired', object => object.status?.desiredNumberScheduled ?? 0),
      column('Ready', object => object.status?.numberReady ?? 0),
    ],
  },
  {
    group: 'apps',
    kind: 'ReplicaSet',
    shortNames: ['rs'],
    ...workload,
    columns: [
      column('Desired', object => object.spec?.replicas ?? 1),
      column('Ready', object => object.status?.readyReplicas ?? 0),
    ],
  },
  {
    group: 'batch',
    kind: 'Job',
    ...workload,
    defaultPropagation: 'Orphan',
    columns: [
      column(
        'Completions',
        object =>
          `${object.status?.succeeded ?? 0}/${object.spec?.completions ?? 1}`,
      ),
    ],
  },
  {
    group: 'batch',
    kind: 'CronJob',
    shortNames: ['cj'],
    ...workload,
    columns: [
      column('Schedule', object => object.spec?.schedule),
      column('Suspend', object => (object.spec?.suspend ? 'True' : 'False')),
    ],
  },
];

function readyOfReplicas(object: KubernetesObject): string {
  return `${object.status?.readyReplicas ?? 0}/${object.spec?.replicas ?? 1}`;
}
