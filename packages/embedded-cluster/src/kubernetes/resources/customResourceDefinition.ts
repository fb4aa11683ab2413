import { StatusCause } from '../../storage/StatusError';
import { KubernetesObject } from '../../storage/types';
import { CustomResourceDefinition, DefinitionVersion } from '../types';
import { customTypes } from './customTypes';
import { invalidValue, required } from '../validation/causes';

/** Fills in what a definition may leave out, and accepts its names at once. @internal */
export function prepareDefinition(
  object: KubernetesObject,
  before: KubernetesObject | undefined,
): void {
  const { names } = object.spec ?? {};
  if (!names?.kind) {
    return;
  }
  names.singular ??= names.kind.toLowerCase();
  names.listKind ??= `${names.kind}List`;
  object.spec.conversion ??= { strategy: 'None' };
  if (before) {
    return;
  }
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'True',
    reason,
    message,
    lastTransitionTime: object.metadata.creationTimestamp,
  });
  object.status = {
    acceptedNames: names,
    conditions: [
      condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
      condition(
        'Established',
        'InitialNamesAccepted',
        'the initial names have been accepted',
      ),
    ],
    storedVersions: (Array.isArray(object.spec.versions)
      ? object.spec.versions
      : []
    )
      .filter((version: { storage?: boolean }) => version.storage)
      .map((version: { name: string }) => version.name),
  };
}

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
