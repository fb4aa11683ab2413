import { KvError } from './KvError';
import { parseGoDuration } from './goDuration';
import { isJsonObject } from './mergeJson';
import { JsonObject, KvRequest } from './types';

const mergePatchType = 'application/merge-patch+json';

/** The JSON object in a request's body; an empty body is an empty object. @throws KvError 400 @internal */
export function bodyOf(request: KvRequest): JsonObject {
  if (request.body.length === 0) {
    return {};
  }
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString('utf8'));
  } catch {
    throw new KvError(400, 'failed to decode JSON input: unexpected EOF');
  }
  if (!isJsonObject(body)) {
    throw new KvError(
      400,
      'failed to decode JSON input: json: cannot unmarshal into Go value of type map[string]interface {}',
    );
  }
  return body;
}

/** A whole number from JSON or a query, `undefined` when it is absent. @throws KvError 400 @internal */
export function numberField(name: string, value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') {
    return undefined;
  }
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new KvError(
      400,
      `Field validation failed: error converting input for field "${name}": '' cannot parse value as 'int': strconv.ParseInt: invalid syntax`,
    );
  }
  return number;
}

/** The version that a write is based on. @throws KvError 400 @internal */
export function casField(options: unknown): number | undefined {
  const cas = isJsonObject(options) ? options.cas : undefined;
  if (cas === undefined || cas === null) {
    return undefined;
  }
  if (cas === '' || !Number.isSafeInteger(Number(cas))) {
    throw new KvError(400, 'error parsing check-and-set parameter');
  }
  return Number(cas);
}

/** A JSON object, `null` when it is given as such. @throws KvError 400 @internal */
export function objectField(name: string, value: unknown): JsonObject | null {
  if (value !== null && !isJsonObject(value)) {
    throw new KvError(
      400,
      `error converting input for field "${name}": '' expected type 'map[string]interface {}', got unconvertible type '${typeof value}'`,
    );
  }
  return value;
}

/** A duration in seconds from a number or Go's notation. @throws KvError 400 @internal */
export function durationField(
  name: string,
  value: unknown,
): number | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  const seconds =
    typeof value === 'number' || /^\d+$/.test(String(value))
      ? Number(value)
      : parseGoDuration(String(value));
  if (seconds === undefined) {
    throw new KvError(
      400,
      `Field validation failed: error converting input for field "${name}": time: invalid duration "${value}"`,
    );
  }
  return seconds;
}

/** The `versions` of delete, undelete and destroy. @throws KvError 400 when there are none @internal */
export function versionNumbers(
  section: 'delete' | 'undelete' | 'destroy',
  body: JsonObject,
): number[] {
  const versions = Array.isArray(body.versions)
    ? body.versions
    : String(body.versions ?? '')
        .split(',')
        .filter(Boolean);
  if (versions.length === 0) {
    // The real server writes it with a small letter here.
    const first = section === 'destroy' ? 'n' : 'N';
    throw new KvError(400, `${first}o version number provided`);
  }
  return versions.map(version => numberField('versions', version) ?? 0);
}

/** `custom_metadata`: few and short strings by name. @throws KvError 400 @internal */
export function customMetadataField(value: unknown): Record<string, string> {
  const entries = Object.entries(objectField('custom_metadata', value) ?? {});
  if (entries.length > 64) {
    throw invalidCustomMetadata(
      `payload must contain at most 64 keys, provided ${entries.length}`,
    );
  }
  const texts = entries.map(([key, text]) => [key, String(text)] as const);
  for (const [key, text] of texts) {
    if (!key || key.length > 128) {
      throw invalidCustomMetadata(
        `length of key "${key}" is ${key.length} but must be 0 < len(key) <= 128`,
      );
    }
    if (!text || text.length > 512) {
      throw invalidCustomMetadata(
        `length of value for key "${key}" is ${text.length} but must be 0 < len(value) <= 512`,
      );
    }
  }
  return Object.fromEntries(texts);
}

function invalidCustomMetadata(reason: string): KvError {
  return KvError.wrapped(400, `custom_metadata validation failed: ${reason}`);
}

/** A truth value, as JSON or as text. @internal */
export function flagField(value: unknown, otherwise: boolean): boolean {
  return value === undefined ? otherwise : value === true || value === 'true';
}

/** @throws KvError 415 @internal */
export function requireMergePatch(request: KvRequest): void {
  if (request.contentType.split(';')[0].trim() !== mergePatchType) {
    throw new KvError(
      415,
      `PATCH requires Content-Type of ${mergePatchType}, provided ${request.contentType}`,
    );
  }
}
