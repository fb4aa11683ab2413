import { cloneJson, isJsonMap } from '../../storage/jsonValue';
import { StructuralSchema } from '../types';
import { fieldSchema } from './prune';

/**
 * Sets the defaults of a schema where nothing is given, in place. A `null` where
 * none is allowed is dropped first, so that the default takes its place.
 *
 * @internal
 */
export function applyDefaults(value: unknown, schema: StructuralSchema): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      applyDefaults(item, schema.items ?? {});
    }
    return;
  }
  if (!isJsonMap(value)) {
    return;
  }
  for (const [field, known] of Object.entries(schema.properties ?? {})) {
    if (value[field] === null && !known.nullable) {
      delete value[field];
    }
    if (!Object.hasOwn(value, field) && known.default !== undefined) {
      value[field] = cloneJson(known.default);
    }
  }
  for (const [field, child] of Object.entries(value)) {
    const known = fieldSchema(schema, field);
    if (known) {
      applyDefaults(child, known);
    }
  }
}
