/** @internal */
export type JsonMap = Record<string, unknown>;

/** Whether a value is a JSON object. @internal */
export function isJsonMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets a field even when it is called `__proto__`. @internal */
export function setField(target: object, field: string, value: unknown): void {
  Object.defineProperty(target, field, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/** Reads a field of the object's own, never of its prototype. @internal */
export function getField(source: unknown, field: string): unknown {
  return isJsonMap(source) && Object.hasOwn(source, field)
    ? source[field]
    : undefined;
}

/** A deep copy; a value that is no JSON loses what JSON cannot say. @internal */
export function cloneJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** Equality of JSON values, whatever the order of fields. @internal */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) {
    return true;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return (
      a.length === b.length && a.every((item, at) => equalJson(item, b[at]))
    );
  }
  if (isJsonMap(a) && isJsonMap(b)) {
    const fields = Object.keys(a);
    return (
      fields.length === Object.keys(b).length &&
      fields.every(
        field => Object.hasOwn(b, field) && equalJson(a[field], b[field]),
      )
    );
  }
  return false;
}
