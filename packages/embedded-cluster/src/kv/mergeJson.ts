import { JsonObject } from './types';

/** Whether a value is a JSON object. @internal */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Applies a merge patch. Keys such as `__proto__` are ordinary keys.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7386
 * @internal
 */
export function mergeJson(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) {
    return patch;
  }
  const merged = new Map(isJsonObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      merged.delete(key);
    } else {
      merged.set(key, mergeJson(merged.get(key), value));
    }
  }
  return Object.fromEntries(merged);
}

/** A copy in which every string is what a Go program can hold: lone surrogates become U+FFFD. @internal */
export function wellFormedJson(value: unknown): unknown {
  if (typeof value === 'string') {
    return Buffer.from(value, 'utf8').toString('utf8');
  }
  if (Array.isArray(value)) {
    return value.map(wellFormedJson);
  }
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        Buffer.from(key, 'utf8').toString('utf8'),
        wellFormedJson(inner),
      ]),
    );
  }
  return value;
}

/**
 * The shape of an object without its values.
 *
 * @param depth - how many levels are opened; 0 is all
 * @internal
 */
export function subkeysOf(data: JsonObject, depth: number): JsonObject {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      isJsonObject(value) && Object.keys(value).length > 0 && depth !== 1
        ? subkeysOf(value, depth === 0 ? 0 : depth - 1)
        : null,
    ]),
  );
}
