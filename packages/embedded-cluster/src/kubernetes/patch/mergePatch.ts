import { isJsonMap, setField } from '../../storage/jsonValue';

/**
 * Applies a JSON merge patch and returns the result; fields called `__proto__`
 * are fields like others.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7386
 * @internal
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonMap(patch)) {
    return patch;
  }
  const result = isJsonMap(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[field];
    } else {
      const before = Object.hasOwn(result, field) ? result[field] : undefined;
      setField(result, field, mergePatch(before, value));
    }
  }
  return result;
}
