/** Something that cannot be read as what it should be; the message is that of the real server's JSON library. @internal */
export class DecodeError extends Error {
  readonly name = 'DecodeError';
}

/** How messages name the type of a JSON value. @internal */
export function jsonTypeName(value: unknown): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'object':
      return value === null ? 'null' : 'object';
    default:
      return typeof value;
  }
}

/** @param goType - for instance `Go struct field Secret.type of type v1.SecretType` @internal */
export function wrongType(value: unknown, goType: string): DecodeError {
  return new DecodeError(
    `json: cannot unmarshal ${jsonTypeName(value)} into ${goType}`,
  );
}
