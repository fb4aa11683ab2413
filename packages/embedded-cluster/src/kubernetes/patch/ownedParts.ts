import { getField, isJsonMap, JsonMap } from '../../storage/jsonValue';
import { fieldSchema } from '../schema/prune';
import { StructuralSchema } from '../types';

/** A value with what is known of its parts. @internal */
export interface OwnedPart {
  value: unknown;
  schema: StructuralSchema;
}

const none: Map<string, OwnedPart> = new Map();

/**
 * The parts of a value that somebody can own by themselves, sorted and named as in managed
 * fields: `f:name` of a map, `k:{"name":"a"}` of a list of maps with keys, `v:"a"` of a set.
 * What is atomic, empty or no map and no list has none.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 * @internal
 */
export function partsOf({ value, schema }: OwnedPart): Map<string, OwnedPart> {
  if (typeof value !== 'object' || value === null) {
    return none;
  }
  const parts = Array.isArray(value)
    ? partsOfList(value, schema)
    : partsOfMap(value, schema);
  return parts.length
    ? new Map(parts.sort(([a], [b]) => (a < b ? -1 : 1)))
    : none;
}

function partsOfMap(
  value: unknown,
  schema: StructuralSchema,
): [string, OwnedPart][] {
  if (!isJsonMap(value) || schema['x-kubernetes-map-type'] === 'atomic') {
    return [];
  }
  return Object.entries(value).map(([field, part]) => [
    `f:${field}`,
    { value: part, schema: fieldSchema(schema, field) ?? {} },
  ]);
}

function partsOfList(
  list: unknown[],
  schema: StructuralSchema,
): [string, OwnedPart][] {
  const { items = {} } = schema;
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      return list.map(item => [
        `v:${JSON.stringify(item)}`,
        { value: item, schema: items },
      ]);
    case 'map':
      return list.map(item => [
        `k:${JSON.stringify(keysOf(item, schema))}`,
        { value: item, schema: items },
      ]);
    default:
      return [];
  }
}

function keysOf(item: unknown, schema: StructuralSchema): JsonMap {
  const names = [...(schema['x-kubernetes-list-map-keys'] as string[])].sort();
  const keys = names.map(name => [name, getField(item, name)]);
  return Object.fromEntries(keys.filter(([, key]) => key !== undefined));
}
