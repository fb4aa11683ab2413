import { StatusCause } from '../../storage/StatusError';
import { KubernetesObject } from '../../storage/types';
import {
  CustomResourceDefinition,
  DefinitionVersion,
  StructuralSchema,
} from '../types';
import { customTypes } from './customTypes';
import { invalidValue, required } from '../validation/causes';

/** Holds a definition until its objects are gone. @internal */
export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io';

/** @internal */
export interface DefinitionCondition {
  type: 'NamesAccepted' | 'Established' | 'Terminating';
  status: 'True';
  reason: string;
  message: string;
  lastTransitionTime: string;
}

/** Sets a condition, in place; one that was true already keeps its time. @internal */
export function setDefinitionCondition(
  definition: KubernetesObject,
  condition: DefinitionCondition,
): void {
  const conditions: DefinitionCondition[] = definition.status.conditions ?? [];
  const at = conditions.findIndex(({ type }) => type === condition.type);
  if (at < 0) {
    definition.status.conditions = [...conditions, condition];
  } else {
    const { lastTransitionTime } = conditions[at];
    conditions[at] = { ...condition, lastTransitionTime };
  }
}

/** A definition goes when its objects are gone. @internal */
export function markDefinition(
  definition: KubernetesObject,
  timestamp: string,
): void {
  const { metadata } = definition;
  metadata.finalizers = [...(metadata.finalizers ?? []), cleanupFinalizer];
  setDefinitionCondition(definition, {
    type: 'Terminating',
    status: 'True',
    reason: 'InstanceDeletionPending',
    message:
      'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
    lastTransitionTime: timestamp,
  });
}

/** Accepts the names of a definition and lets it be served, in place. @internal */
export function establishDefinition(
  definition: KubernetesObject,
  timestamp: string,
): void {
  definition.status.acceptedNames = definition.spec.names;
  setDefinitionCondition(definition, {
    type: 'NamesAccepted',
    status: 'True',
    reason: 'NoConflicts',
    message: 'no conflicts found',
    lastTransitionTime: timestamp,
  });
  setDefinitionCondition(definition, {
    type: 'Established',
    status: 'True',
    reason: 'InitialNamesAccepted',
    message: 'the initial names have been accepted',
    lastTransitionTime: timestamp,
  });
}

/** Fills in what a definition may leave out. @internal */
export function prepareDefinition(object: KubernetesObject): void {
  const { names } = object.spec ?? {};
  if (!names?.kind) {
    return;
  }
  names.singular ??= names.kind.toLowerCase();
  names.listKind ??= `${names.kind}List`;
  object.spec.conversion ??= { strategy: 'None' };
}

/** A new definition has no names yet. @internal */
export function completeDefinition(
  object: KubernetesObject,
  before: KubernetesObject | undefined,
): void {
  const { versions } = object.spec ?? {};
  if (before || !Array.isArray(versions)) {
    return;
  }
  object.status = {
    acceptedNames: { kind: '', plural: '' },
    conditions: null,
    storedVersions: versions
      .filter((version: DefinitionVersion) => version.storage)
      .map((version: DefinitionVersion) => version.name),
  };
}

/** How the lists of a definition are owned. @internal */
export const definitionSchema: StructuralSchema = {
  properties: {
    status: {
      properties: {
        conditions: {
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['type'],
        },
      },
    },
  },
};

/** @internal */
export function validateDefinition(object: KubernetesObject): StatusCause[] {
  const { group, names, scope, versions } = object.spec ?? {};
  const listed: DefinitionVersion[] = Array.isArray(versions) ? versions : [];
  const causes: StatusCause[] = [];
  if (!group) {
    causes.push(required('spec.group'));
  }
  if (!names?.plural) {
    causes.push(required('spec.names.plural'));
  }
  if (!names?.kind) {
    causes.push(required('spec.names.kind'));
  }
  if (scope !== 'Namespaced' && scope !== 'Cluster') {
    causes.push(required('spec.scope'));
  }
  if (
    group &&
    names?.plural &&
    object.metadata.name !== `${names.plural}.${group}`
  ) {
    causes.push(
      invalidValue(
        'metadata.name',
        object.metadata.name,
        'must be spec.names.plural+"."+spec.group',
      ),
    );
  }
  const stored = listed.filter(version => version.storage);
  if (stored.length !== 1) {
    causes.push(
      invalidValue(
        'spec.versions',
        listed.map(version => version.name),
        'must have exactly one version marked as storage version',
      ),
    );
  }
  if (!causes.length) {
    try {
      customTypes(object as unknown as CustomResourceDefinition);
    } catch (error) {
      causes.push(
        invalidValue('spec.versions', object.metadata.name, `${error}`),
      );
    }
  }
  return causes;
}
