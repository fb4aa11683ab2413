import { isDeepStrictEqual } from 'node:util';

/**
 * The merge patch that turns one object into another.
 *
 * @returns `undefined` when they are equal
 * @see https://www.rfc-editor.org/rfc/rfc7386
 * @internal
 */
export function mergePatchBetween(
  before: unknown,
  after: unknown,
): unknown | undefined {
  if (isDeepStrictEqual(before, after)) {
    return undefined;
  }
  if (!isObject(before) || !isObject(after)) {
    return after;
  }
  const patch = new Map<string, unknown>();
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!Object.hasOwn(after, key)) {
      patch.set(key, null);
    } else if (!isDeepStrictEqual(before[key], after[key])) {
      patch.set(key, mergePatchBetween(before[key], after[key]));
    }
  }
  return Object.fromEntries(patch);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
