import { KubernetesObject } from '../../storage/types';
import { BuiltInKind } from './BuiltInKind';
import { ageColumn, nameColumn } from './columns';
import { coreKinds } from './coreKinds';
import { ResourceType, TableColumn } from './ResourceType';
import { workloadKinds } from './workloadKinds';

/** The kinds that every cluster has; all in version `v1`. @internal */
export const builtInTypes: ResourceType[] = [
  ...coreKinds,
  ...workloadKinds,
].map(toResourceType);

function toResourceType(builtIn: BuiltInKind): ResourceType {
  const singular = builtIn.kind.toLowerCase();
  const resource = builtIn.resource ?? `${singular}s`;
  return {
    group: builtIn.group,
    version: 'v1',
    storageVersion: 'v1',
    resource,
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
    qualifiedFinalizers: builtIn.group !== 'apiextensions.k8s.io',
    metadataChecks: builtIn.group === '' ? 2 : 1,
    registryPath: builtIn.registryPath ?? resource,
    answersDeleted: builtIn.answersDeleted ?? false,
    withoutOwned: builtIn.withoutOwned ?? false,
    defaultPropagation: builtIn.defaultPropagation,
    markForDeletion: builtIn.markForDeletion,
    isHeld: builtIn.isHeld,
    gracePeriod: builtIn.gracePeriod,
    columns: columnsOf(builtIn),
    selectableFields: builtIn.selectableFields ?? [],
    decode: builtIn.decode,
    prepare: (object, before) => {
      const unknown = dropUnknown(object, builtIn.fields);
      builtIn.prepare?.(object, before);
      return unknown;
    },
    complete: builtIn.complete,
    schema: builtIn.schema,
    structs: builtIn.structs,
    validate: builtIn.validate ?? (() => []),
  };
}

function columnsOf({ kind, columns = [] }: BuiltInKind): TableColumn[] {
  if (kind === 'Event') {
    return columns;
  }
  return kind === 'CustomResourceDefinition'
    ? [nameColumn, ...columns]
    : [nameColumn, ...columns, ageColumn];
}

function dropUnknown(
  object: KubernetesObject,
  fields: string[] | undefined,
): string[] {
  const known = ['apiVersion', 'kind', 'metadata', ...(fields ?? [])];
  const unknown = fields
    ? Object.keys(object).filter(field => !known.includes(field))
    : [];
  for (const field of unknown) {
    delete object[field];
  }
  return unknown;
}
