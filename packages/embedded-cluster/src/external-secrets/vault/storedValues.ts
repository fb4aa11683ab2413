import { isDeepStrictEqual } from 'node:util';
import { SecretBytes } from '../types';
import { VaultError } from './VaultError';

/** An object in the store. @internal */
export type Values = Record<string, unknown>;

/** What is pushed for a key, or for the whole Secret; as in a Go string in JSON, bytes that are not UTF-8 become U+FFFD. @internal */
export function pushedValue(secret: SecretBytes, secretKey: string): string {
  if (secretKey) {
    return (secret.get(secretKey) ?? Buffer.alloc(0)).toString('utf8');
  }
  const texts = [...secret].map(([key, bytes]) => [
    key,
    bytes.toString('utf8'),
  ]);
  return JSON.stringify(Object.fromEntries(texts));
}

/** The object with one property set; `undefined` when the store has that value already. @internal */
export function withProperty(
  existing: Values | undefined,
  property: string,
  value: string,
): Values | undefined {
  const all = new Map(Object.entries(existing ?? {}));
  const current = all.get(property);
  if (all.has(property) && typeof current !== 'string') {
    throw new VaultError(`error converting ${property} to string`);
  }
  if (current === value) {
    return undefined;
  }
  all.set(property, value);
  return Object.fromEntries(all);
}

/** The pushed value as an object; `undefined` when the store has it already. @internal */
export function wholeValue(
  existing: Values | undefined,
  value: string,
): Values | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    parsed = undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new VaultError(
      existing
        ? 'error unmarshalling incoming secret value: invalid character'
        : 'error unmarshalling vault secret: invalid character',
    );
  }
  return existing && isDeepStrictEqual({ ...existing }, { ...parsed })
    ? undefined
    : (parsed as Values);
}

/** A key by its name, else by dots into nested objects. @internal */
export function propertyOf(values: Values, property: string): unknown {
  if (Object.hasOwn(values, property)) {
    return values[property];
  }
  let found: unknown = values;
  for (const step of property.split('.')) {
    if (
      typeof found !== 'object' ||
      found === null ||
      !Object.hasOwn(found, step)
    ) {
      return undefined;
    }
    found = (found as Values)[step];
  }
  return found;
}

/** A value of the store as bytes of a Secret. @internal */
export function bytesOf(value: unknown): Buffer {
  if (typeof value === 'string') {
    return Buffer.from(value, 'utf8');
  }
  return value === null || value === undefined
    ? Buffer.alloc(0)
    : Buffer.from(goJson(value));
}

/** JSON as Go writes it: keys sorted, `<`, `>` and `&` escaped. @internal */
export function goJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  );
  return text.replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
