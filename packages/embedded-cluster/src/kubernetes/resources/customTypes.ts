import { CustomResourceDefinition, PrinterColumn } from '../types';
import { applyDefaults } from '../schema/applyDefaults';
import { compileJsonPath } from '../schema/jsonPath';
import { listDuplicates } from '../schema/listDuplicates';
import { prune } from '../schema/prune';
import { SchemaValidator } from '../schema/SchemaValidator';
import { KubernetesObject } from '../../storage/types';
import { ageColumn, ageOf, nameColumn } from './columns';
import { ResourceType, TableColumn } from './ResourceType';

/** The resource types that a definition brings, one for each served version. @internal */
export function customTypes(
  definition: CustomResourceDefinition,
): ResourceType[] {
  const { group, names, scope, versions } = definition.spec;
  const stored = versions.find(version => version.storage) ?? versions[0];
  return versions
    .filter(version => version.served)
    .map(version => {
      const schema = {
        ...version.schema?.openAPIV3Schema,
        'x-kubernetes-embedded-resource': true,
      };
      const validator = SchemaValidator.create(schema);
      const statusValidator = SchemaValidator.create(
        schema.properties?.status ?? {},
      );
      const declared = version.additionalPrinterColumns ?? [];
      const columns = declared.map(toColumn);
      return {
        group,
        version: version.name,
        storageVersion: stored.name,
        resource: names.plural,
        singular: names.singular ?? names.kind.toLowerCase(),
        kind: names.kind,
        listKind: names.listKind ?? `${names.kind}List`,
        shortNames: names.shortNames ?? [],
        categories: names.categories ?? [],
        namespaced: scope === 'Namespaced',
        hasStatus: version.subresources?.status !== undefined,
        tracksGeneration: true,
        unconditionalUpdate: false,
        custom: true,
        nameRule: 'subdomain' as const,
        qualifiedFinalizers: false,
        metadataChecks: 1,
        registryPath: `${group}/${names.plural}`,
        answersDeleted: false,
        withoutOwned: false,
        columns: [nameColumn, ...(columns.length ? columns : [ageColumn])],
        selectableFields: (version.selectableFields ?? []).map(field =>
          field.jsonPath.replace(/^\./, ''),
        ),
        schema: version.schema?.openAPIV3Schema,
        creationRefusal: definition.metadata.deletionTimestamp
          ? 'create not allowed while custom resource definition is terminating'
          : undefined,
        prepare: (object: KubernetesObject) => {
          const dropped = prune(object, schema).sort();
          applyDefaults(object, schema);
          return dropped;
        },
        validate: (
          object: KubernetesObject,
          _before: KubernetesObject | undefined,
          subresource?: string,
        ) =>
          subresource === 'status'
            ? statusValidator.validateIn('status', object.status)
            : [
                ...validator.validate(object),
                ...listDuplicates(object, schema),
              ],
      };
    });
}

function toColumn(declared: PrinterColumn): TableColumn {
  const read = compileJsonPath(declared.jsonPath);
  return {
    name: declared.name,
    type: declared.type,
    format: declared.format ?? '',
    description: declared.description ?? '',
    priority: declared.priority ?? 0,
    value: (object, now) => toCell(read(object), declared.type, now),
  };
}

function toCell(value: unknown, type: PrinterColumn['type'], now: Date) {
  if (value === undefined || value === null) {
    return type === 'date' ? '<unknown>' : undefined;
  }
  switch (type) {
    case 'date':
      return ageOf(value, now);
    case 'integer':
    case 'number':
      return typeof value === 'number' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}
