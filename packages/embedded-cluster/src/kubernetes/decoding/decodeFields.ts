import { isJsonMap, setField } from '../../storage/jsonValue';
import { DecodeError, wrongType } from './DecodeError';

/**
 * A map from text to text; `null` counts as empty, in whole and in parts.
 *
 * @param field - as messages name it, for instance `ConfigMap.data`
 * @throws DecodeError for other types
 * @internal
 */
export function decodeTexts(
  field: string,
  value: unknown,
): Record<string, string> | undefined {
  const map = decodeMap(field, value, 'map[string]string');
  for (const [key, text] of Object.entries(map ?? {})) {
    setField(map!, key, decodeText(field, text, 'string') ?? '');
  }
  return map as Record<string, string> | undefined;
}

/**
 * A map from text to bytes in base64, which comes back in its standard form.
 *
 * @throws DecodeError
 * @internal
 */
export function decodeBytes(
  field: string,
  value: unknown,
): Record<string, string> | undefined {
  const map = decodeMap(field, value, 'map[string][]uint8');
  for (const [key, given] of Object.entries(map ?? {})) {
    const text = decodeText(field, given, '[]uint8') ?? '';
    const compact = text.replace(/[\r\n]/g, '');
    const bad = firstBadByte(compact);
    if (bad !== undefined) {
      throw new DecodeError(`illegal base64 data at input byte ${bad}`);
    }
    setField(map!, key, Buffer.from(compact, 'base64').toString('base64'));
  }
  return map as Record<string, string> | undefined;
}

/** A text that may be absent. @throws DecodeError @internal */
export function decodeText(
  field: string,
  value: unknown,
  goType: string,
): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== 'string') {
    throw wrongType(value, `Go struct field ${field} of type ${goType}`);
  }
  return value;
}

/** Yes or no, when it is said. @throws DecodeError @internal */
export function decodeFlag(field: string, value: unknown): boolean | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== 'boolean') {
    throw wrongType(value, `Go struct field ${field} of type bool`);
  }
  return value;
}

/** Sets a field, or drops it when there is nothing in it. @internal */
export function setOrDrop<T extends object>(
  object: T,
  field: keyof T,
  value: unknown,
): void {
  const isEmpty =
    typeof value === 'object' && value !== null && !Object.keys(value).length;
  if (value === undefined || value === '' || isEmpty) {
    delete object[field];
  } else {
    object[field] = value as T[keyof T];
  }
}

function decodeMap(field: string, value: unknown, goType: string) {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (!isJsonMap(value)) {
    throw wrongType(value, `Go struct field ${field} of type ${goType}`);
  }
  return value;
}

/** Where text stops being padded standard base64. */
function firstBadByte(text: string): number | undefined {
  const body = text.match(/^[A-Za-z0-9+/]*/)![0].length;
  const padding = text.slice(body);
  const expected = ['', undefined, '==', '='][body % 4];
  if (padding === expected) {
    return undefined;
  }
  return padding.startsWith('=') || !padding
    ? Math.min(text.length, body + (expected?.length ?? 0))
    : body;
}
