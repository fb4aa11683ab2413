import { BuiltInKind } from './BuiltInKind';
import { ageOf, column } from './columns';
import { decodeConfigMap, validateConfigMap } from './configMap';
import {
  completeDefinition,
  definitionSchema,
  markDefinition,
  prepareDefinition,
  validateDefinition,
} from './customResourceDefinition';
import {
  completeNamespace,
  isNamespaceHeld,
  markNamespace,
  prepareNamespace,
} from './namespace';
import { podGracePeriod } from './podGracePeriod';
import { decodeSecret, prepareSecret, validateSecret } from './secret';

/** Kinds of the core group, and definitions of others. @internal */
export const coreKinds: BuiltInKind[] = [
  {
    group: '',
    kind: 'Namespace',
    shortNames: ['ns'],
    clusterScoped: true,
    hasStatus: true,
    nameRule: 'label',
    columns: [column('Status', object => object.status?.phase)],
    selectableFields: ['status.phase'],
    fields: ['spec', 'status'],
    prepare: prepareNamespace,
    complete: completeNamespace,
    structs: { spec: {}, status: {} },
    markForDeletion: markNamespace,
    isHeld: isNamespaceHeld,
  },
  {
    group: '',
    kind: 'Secret',
    columns: [
      column('Type', object => object.type),
      column('Data', object => Object.keys(object.data ?? {}).length),
    ],
    selectableFields: ['type'],
    fields: ['data', 'stringData', 'type', 'immutable'],
    decode: decodeSecret,
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
    fields: ['data', 'binaryData', 'immutable'],
    decode: decodeConfigMap,
    validate: validateConfigMap,
  },
  {
    group: '',
    kind: 'Event',
    shortNames: ['ev'],
    withoutOwned: true,
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
    answersDeleted: true,
    gracePeriod: podGracePeriod,
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
    complete: (object, before) => {
      if (!before) {
        object.status = { phase: 'Pending' };
      }
    },
  },
  {
    group: '',
    kind: 'ServiceAccount',
    shortNames: ['sa'],
    answersDeleted: true,
  },
  {
    group: '',
    kind: 'Service',
    shortNames: ['svc'],
    registryPath: 'services/specs',
    answersDeleted: true,
    categories: ['all'],
    hasStatus: true,
    nameRule: 'label',
    columns: [column('Type', object => object.spec?.type ?? 'ClusterIP')],
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
    fields: ['spec', 'status'],
    registryPath: 'apiextensions.k8s.io/customresourcedefinitions',
    markForDeletion: markDefinition,
    prepare: prepareDefinition,
    complete: completeDefinition,
    schema: definitionSchema,
    structs: { spec: { names: {} }, status: { acceptedNames: {} } },
    validate: validateDefinition,
  },
];
