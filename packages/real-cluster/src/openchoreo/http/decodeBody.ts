import { BodyError } from './BodyError';

/** Fields of a request, and what they have to be. */
export type RequestShape = Record<string, 'string' | 'strings' | 'object'>;

/**
 * Reads a body as a Go program with typed fields does: unknown fields are passed over, an absent or null text is empty,
 * bytes that are no UTF-8 become replacement characters, the last of equal keys counts.
 * @param name - of the request's type, which errors name
 * @throws BodyError in the words of Go's decoder
 */
export function decodeBody(
  body: Buffer,
  name: string,
  shape: RequestShape,
): Record<string, any> {
  const text = body.toString('utf8');
  const parsed = parse(text);
  const fields: Record<string, any> = {};
  for (const [field, kind] of Object.entries(shape)) {
    const value = parsed[field];
    if (kind === 'string') {
      fields[field] = readString(value, `${name}.${field}`);
    } else if (kind === 'strings') {
      fields[field] = new Map(
        Object.entries(value ?? {}).map(([key, item]) => [
          key,
          readString(item, `${name}.${field}`),
        ]),
      );
    } else {
      fields[field] = value ?? {};
    }
  }
  return fields;
}

function parse(text: string): Record<string, any> {
  if (text.trim() === '') {
    throw new BodyError('EOF');
  }
  try {
    return JSON.parse(text);
  } catch {
    const key = /^\s*\{\s*([^"}\s])/.exec(text);
    throw new BodyError(
      key
        ? `invalid character '${key[1]}' looking for beginning of object key string`
        : `invalid character '${
            text.trim()[0]
          }' looking for beginning of value`,
    );
  }
}

function readString(value: unknown, field: string): string {
  if (value === undefined || value === null) {
    return '';
  }
  if (typeof value !== 'string') {
    throw new BodyError(
      `json: cannot unmarshal ${goKind(
        value,
      )} into Go struct field ${field} of type string`,
    );
  }
  return value;
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
