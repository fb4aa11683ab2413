import { equalJson, getField, isJsonMap } from '../../storage/jsonValue';
import { StatusCause } from '../../storage/StatusError';
import { StructuralSchema } from '../types';
import { fieldSchema } from './prune';

/** Items that a set, or a list of maps with keys, has twice. @internal */
export function listDuplicates(
  value: unknown,
  schema: StructuralSchema,
  path: string = '',
): StatusCause[] {
  if (Array.isArray(value)) {
    const { items = {} } = schema;
    return [
      ...duplicatesOf(value, schema, path),
      ...value.flatMap((item, at) =>
        listDuplicates(item, items, `${path}[${at}]`),
      ),
    ];
  }
  if (!isJsonMap(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([field, part]) => {
    const known = fieldSchema(schema, field);
    const child = path ? `${path}.${field}` : field;
    return known ? listDuplicates(part, known, child) : [];
  });
}

function duplicatesOf(
  list: unknown[],
  schema: StructuralSchema,
  path: string,
): StatusCause[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') {
    return [];
  }
  const names = (schema['x-kubernetes-list-map-keys'] ?? []) as string[];
  const seen: unknown[] = [];
  const causes: StatusCause[] = [];
  for (const [at, item] of list.entries()) {
    const key = type === 'set' ? item : keysOf(item, names);
    if (seen.some(other => equalJson(other, key))) {
      causes.push({
        reason: 'FieldValueDuplicate',
        message: `Duplicate value: ${JSON.stringify(key)}`,
        field: `${path}[${at}]`,
      });
    }
    seen.push(key);
  }
  return causes;
}

function keysOf(item: unknown, names: string[]): object {
  const keys = [...names].sort().map(name => [name, getField(item, name)]);
  return Object.fromEntries(keys);
}
