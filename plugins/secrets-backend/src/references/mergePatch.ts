/** Part of an object that is to change: `null` takes a field away, an object is merged, anything else replaces. */
export type MergePatch = { [field: string]: unknown };

/**
 * What a JSON merge patch makes of an object, as the API server does it.
 * @see https://www.rfc-editor.org/rfc/rfc7386
 */
export function applyMergePatch<T extends object>(
  target: T,
  patch: MergePatch,
): T {
  const merged: MergePatch = { ...(target as MergePatch) };
  for (const [field, change] of Object.entries(patch)) {
    if (change === null || change === undefined) {
      delete merged[field];
    } else if (isObject(change)) {
      const present = merged[field];
      set(
        merged,
        field,
        applyMergePatch(isObject(present) ? present : {}, change),
      );
    } else {
      set(merged, field, change);
    }
  }
  return merged as T;
}

/** A field may have the name of something that every object inherits. */
function set(target: MergePatch, field: string, value: unknown): void {
  Object.defineProperty(target, field, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

function isObject(value: unknown): value is MergePatch {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
