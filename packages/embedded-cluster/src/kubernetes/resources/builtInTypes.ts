import { KubernetesObject } from '../../storage/types';
import { ageColumn, ageOf, column, nameColumn } from './columns';
import { prepareConfigMap, validateConfigMap } from './configMap';
import { prepareNamespace } from './namespace';
import { ResourceType, TableColumn } from './ResourceType';
import { prepareSecret, validateSecret } from './secret';
import {
  prepareDefinition,
  validateDefinition,
} from './customResourceDefinition';

interface BuiltIn {
  group: string;
  kind: string;
  resource?: string;
  shortNames?: string[];
  categories?: string[];
  clusterScoped?: boolean;
  hasStatus?: boolean;
  tracksGeneration?: boolean;
  nameRule?: ResourceType['nameRule'];
  columns?: TableColumn[];
  selectableFields?: string[];
  unconditionalUpdate?: boolean;
  prepare?: (object: KubernetesObject, before?: KubernetesObject) => void;
  validate?: ResourceType['validate'];
}

const workload = {
  hasStatus: true,
  tracksGeneration: true,
  categories: ['all'],
};

const builtIns: BuiltIn[] = [
  {
    group: '',
    kind: 'Namespace',
    shortNames: ['ns'],
    clusterScoped: true,
    hasStatus: true,
    nameRule: 'label',
    columns: [column('Status', object => object.status?.phase)],
    selectableFields: ['status.phase'],
    prepare: prepareNamespace,
  },
  {
    group: '',
    kind: 'Secret',
    columns: [
      column('Type', object => object.type),
      column('Data', object => Object.keys(object.data ?? {}).length),
    ],
    selectableFields: ['type'],
    prepare: prepareSecret,
    validate: validateSecret,
  },
  {
    group: '',
    kind: 'ConfigMap',
    shortNames: ['cm'],
    columns: [
      column(
        'Data',
        object =>
          Object.keys(object.data ?? {}).length +
          Object.keys(object.binaryData ?? {}).length,
      ),
    ],
    prepare: prepareConfigMap,
    validate: validateConfigMap,
  },
  {
    group: '',
    kind: 'Event',
    shortNames: ['ev'],
    selectableFields: [
      'involvedObject.kind',
      'involvedObject.namespace',
      'involvedObject.name',
      'involvedObject.uid',
      'involvedObject.apiVersion',
      'involvedObject.resourceVersion',
      'involvedObject.fieldPath',
      'reason',
      'reportingComponent',
      'source',
      'type',
    ],
    columns: [
      column('Last Seen', (object, now) =>
        ageOf(
          object.lastTimestamp ?? object.eventTime ?? object.firstTimestamp,
          now,
        ),
      ),
      column('Type', object => object.type),
      column('Reason', object => object.reason),
      column(
        'Object',
        object =>
          `${String(object.involvedObject?.kind ?? '').toLowerCase()}/${
            object.involvedObject?.name ?? ''
          }`,
      ),
      column('Message', object => object.message),
    ],
  },
  {
    group: '',
    kind: 'Pod',
    shortNames: ['po'],
    categories: ['all'],
    hasStatus: true,
    tracksGeneration: true,
    selectableFields: ['spec.nodeName', 'status.phase'],
    columns: [
      column('Ready', object => {
        const states: { ready?: boolean }[] =
          object.status?.containerStatuses ?? [];
        const ready = states.filter(state => state.ready).length;
        return `${ready}/${object.spec?.containers?.length ?? 0}`;
      }),
      column('Status', object =>
        object.metadata.deletionTimestamp
          ? 'Terminating'
          : object.status?.phase ?? 'Pending',
      ),
      column('Restarts', object => {
        const states: { restartCount?: number }[] =
          object.status?.containerStatuses ?? [];
        return states.reduce(
          (sum, state) => sum + (state.restartCount ?? 0),
          0,
        );
      }),
    ],
    prepare: (object, before) => {
      if (!before) {
        object.status = { phase: 'Pending' };
      }
    },
  },
  { group: '', kind: 'ServiceAccount', shortNames: ['sa'] },
  {
    group: '',
    kind: 'Service',
    shortNames: ['svc'],
    categories: ['all'],
    hasStatus: true,
    nameRule: 'label',
    columns: [column('Type', object => object.spec?.type ?? 'ClusterIP')],
  },
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
  {
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
    clusterScoped: true,
    hasStatus: true,
    tracksGeneration: true,
    unconditionalUpdate: false,
    columns: [
      column('Created At', object => object.metadata.creationTimestamp),
    ],
    prepare: prepareDefinition,
    validate: validateDefinition,
  },
];

/** The kinds that every cluster has; all in version `v1`. @internal */
export const builtInTypes: ResourceType[] = builtIns.map(toResourceType);

function toResourceType(builtIn: BuiltIn): ResourceType {
  const singular = builtIn.kind.toLowerCase();
  return {
    group: builtIn.group,
    version: 'v1',
    storageVersion: 'v1',
    resource: builtIn.resource ?? `${singular}s`,
    singular,
    kind: builtIn.kind,
    listKind: `${builtIn.kind}List`,
    shortNames: builtIn.shortNames ?? [],
    categories: builtIn.categories ?? [],
    namespaced: !builtIn.clusterScoped,
    hasStatus: builtIn.hasStatus ?? false,
    tracksGeneration: builtIn.tracksGeneration ?? false,
    unconditionalUpdate: builtIn.unconditionalUpdate ?? true,
    custom: false,
    nameRule: builtIn.nameRule ?? 'subdomain',
    columns: columnsOf(builtIn),
    selectableFields: builtIn.selectableFields ?? [],
    prepare: (object, before) => {
      builtIn.prepare?.(object, before);
      return [];
    },
    validate: builtIn.validate ?? (() => []),
  };
}

function columnsOf({ kind, columns = [] }: BuiltIn): TableColumn[] {
  if (kind === 'Event') {
    return columns;
  }
  return kind === 'CustomResourceDefinition'
    ? [nameColumn, ...columns]
    : [nameColumn, ...columns, ageColumn];
}

function readyOfReplicas(object: KubernetesObject): string {
  return `${object.status?.readyReplicas ?? 0}/${object.spec?.replicas ?? 1}`;
}
