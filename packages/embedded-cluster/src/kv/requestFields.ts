import { KvError } from './KvError';
import { parseGoDuration } from './goDuration';
import { isJsonObject } from './mergeJson';
import { JsonObject, KvRequest } from './types';

/** The JSON object in a request's body; an empty body is an empty object. @throws KvError 400 @internal */
export function bodyOf(request: KvRequest): JsonObject {
  if (request.body.length === 0) {
    return {};
  }
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString('utf8'));
  } catch {
    throw new KvError(400, 'failed to parse JSON input: invalid character');
  }
  if (!isJsonObject(body)) {
    throw new KvError(
      400,
      'failed to parse JSON input: cannot unmarshal into an object',
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
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new KvError(400, `error converting input for field "${name}"`);
  }
  return number;
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
    throw new KvError(400, `error converting input for field "${name}"`);
  }
  return seconds;
}

/** The `versions` of delete, undelete and destroy. @throws KvError 400 when there are none @internal */
export function versionNumbers(body: JsonObject): number[] {
  const versions = Array.isArray(body.versions)
    ? body.versions
    : String(body.versions ?? '')
        .split(',')
        .filter(Boolean);
  if (versions.length === 0) {
    throw new KvError(400, 'No version number provided');
  }
  return versions.map(version => numberField('versions', version) ?? 0);
}

/** `custom_metadata`: few and short strings by name. @throws KvError 400 @internal */
export function customMetadataField(value: unknown): Record<string, string> {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  if (!isJsonObject(value) || entries.length > 64) {
    throw invalidCustomMetadata(
      isJsonObject(value)
        ? 'payload must contain at most 64 keys'
        : 'payload must be an object of strings',
    );
  }
  for (const [key, text] of entries) {
    if (typeof text !== 'string') {
      throw invalidCustomMetadata(`value of key "${key}" is no string`);
    }
    if (!key || key.length > 128) {
      throw invalidCustomMetadata('length of key must be 1 to 128');
    }
    if (!text || text.length > 512) {
      throw invalidCustomMetadata(
        `length of the value of key "${key}" must be 1 to 512`,
      );
    }
  }
  return Object.fromEntries(entries) as Record<string, string>;
}

function invalidCustomMetadata(reason: string): KvError {
  return new KvError(400, `custom_metadata validation failed: ${reason}`);
}
