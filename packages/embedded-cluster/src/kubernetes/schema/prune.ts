import { isJsonMap } from '../../storage/jsonValue';
import { StructuralSchema } from '../types';

/**
 * Drops fields that the schema does not know, in place.
 *
 * @returns paths of what was dropped, for instance `spec.foo`
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning
 * @internal
 */
export function prune(
  value: unknown,
  schema: StructuralSchema,
  path: string = '',
): string[] {
  const dropped: string[] = [];
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) {
      dropped.push(...prune(item, schema.items ?? {}, `${path}[${at}]`));
    }
    return dropped;
  }
  if (!isJsonMap(value)) {
    return dropped;
  }
  for (const field of Object.keys(value)) {
    const child = path ? `${path}.${field}` : field;
    // What every object has is described by the server, whatever the schema says.
    if (schema['x-kubernetes-embedded-resource'] && isEnvelope(field)) {
      continue;
    }
    const known = fieldSchema(schema, field);
    if (known) {
      dropped.push(...prune(value[field], known, child));
    } else if (!schema['x-kubernetes-preserve-unknown-fields']) {
      delete value[field];
      dropped.push(child);
    }
  }
  return dropped;
}

function isEnvelope(field: string): boolean {
  return field === 'apiVersion' || field === 'kind' || field === 'metadata';
}

/** The schema of a field, `undefined` when it is not described. @internal */
export function fieldSchema(
  schema: StructuralSchema,
  field: string,
): StructuralSchema | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, field)) {
    return schema.properties[field];
  }
  const { additionalProperties } = schema;
  if (additionalProperties === true) {
    return { 'x-kubernetes-preserve-unknown-fields': true };
  }
  return additionalProperties || undefined;
}
