import { StatusCause, StatusError } from '../storage/StatusError';

/** A resource as messages name it. @internal */
export interface NamedResource {
  group: string;
  resource: string;
}

function qualified(type: NamedResource): string {
  return type.group ? `${type.resource}.${type.group}` : type.resource;
}

function details(type: NamedResource, name: string) {
  return {
    ...(name ? { name } : {}),
    ...(type.group ? { group: type.group } : {}),
    kind: type.resource,
  };
}

/** @internal */
export function notFound(type: NamedResource, name: string): StatusError {
  return new StatusError(
    404,
    'NotFound',
    `${qualified(type)} "${name}" not found`,
    details(type, name),
  );
}

/** No such subresource. @internal */
export function unknownResource(): StatusError {
  return new StatusError(
    404,
    'NotFound',
    'the server could not find the requested resource',
    {},
  );
}

/** No such path, which is not even told as a `Status`. @internal */
export class UnknownPathError extends StatusError {
  constructor() {
    super(404, 'NotFound', '404 page not found');
  }
}

/** @param isDying - the one that is there waits for its finalizers @internal */
export function alreadyExists(
  type: NamedResource,
  name: string,
  isDying: boolean = false,
): StatusError {
  const prefix = isDying ? 'object is being deleted: ' : '';
  return new StatusError(
    409,
    'AlreadyExists',
    `${prefix}${qualified(type)} "${name}" already exists`,
    details(type, name),
  );
}

/** @param why - by default that the object has been modified @internal */
export function conflict(
  type: NamedResource,
  name: string,
  why: string = 'the object has been modified; please apply your changes to the latest version and try again',
): StatusError {
  return new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(type)} "${name}": ${why}`,
    details(type, name),
  );
}

/** @internal */
export function invalid(
  type: { group: string; kind: string },
  name: string,
  causes: StatusCause[],
): StatusError {
  const kind = type.group ? `${type.kind}.${type.group}` : type.kind;
  const texts = causes.map(cause =>
    cause.field ? `${cause.field}: ${cause.message}` : cause.message,
  );
  const unique = [...new Set(texts)];
  const all = unique.length === 1 ? unique[0] : `[${unique.join(', ')}]`;
  return new StatusError(
    422,
    'Invalid',
    `${kind} "${name}" is invalid: ${all}`,
    {
      ...(name ? { name } : {}),
      ...(type.group ? { group: type.group } : {}),
      kind: type.kind,
      causes,
    },
  );
}

/**
 * A patch that makes something unreadable of an object.
 *
 * @param patched - all of it is quoted, as the real server does, be it a Secret
 * @internal
 */
export function undecodablePatch(patched: string, why: string): StatusError {
  const field = 'patch';
  const message = `Invalid value: ${JSON.stringify(patched)}: ${why}`;
  return new StatusError(
    422,
    'Invalid',
    ` "" is invalid: ${field}: ${message}`,
    {
      causes: [{ reason: 'FieldValueInvalid', message, field }],
    },
  );
}

/** @internal */
export function forbidden(
  type: NamedResource,
  name: string,
  why: string,
  causes?: StatusCause[],
): StatusError {
  const what = name ? `${qualified(type)} "${name}"` : qualified(type);
  return new StatusError(403, 'Forbidden', `${what} is forbidden: ${why}`, {
    ...details(type, name),
    ...(causes ? { causes } : {}),
  });
}

/** @internal */
export function unauthorized(): StatusError {
  return new StatusError(401, 'Unauthorized', 'Unauthorized');
}

/** @internal */
export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

/** @internal */
export function methodNotAllowed(): StatusError {
  return new StatusError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

/** @internal */
export function unsupportedMediaType(accepted: string[]): StatusError {
  return new StatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(
      ', ',
    )}`,
  );
}

/** A patch of a kind that there is not. @internal */
export function unsupportedPatch(isCustom: boolean): StatusError {
  return isCustom
    ? unsupportedMediaType([
        'application/json-patch+json',
        'application/merge-patch+json',
        'application/apply-patch+yaml',
      ])
    : new StatusError(
        415,
        'UnsupportedMediaType',
        '415: Unsupported Media Type',
        {},
      );
}

/** @internal */
export function notAcceptable(available: string[]): StatusError {
  return new StatusError(
    406,
    'NotAcceptable',
    `406: Not Acceptable\n\nAvailable representations: ${available.join(', ')}`,
    {},
  );
}

/** @internal */
export function tooLarge(limit: number): StatusError {
  return new StatusError(
    413,
    'RequestEntityTooLarge',
    `Request entity too large: limit is ${limit}`,
  );
}

/** A watch from a version that is forgotten. @internal */
export function tooOld(requested: number, oldest: number): StatusError {
  return new StatusError(
    410,
    'Expired',
    `too old resource version: ${requested} (${oldest})`,
  );
}

/** @param freshToken - continues from the same key with what is there now @internal */
export function continueExpired(freshToken: string): StatusError {
  return new StatusError(
    410,
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list. Objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    undefined,
    freshToken,
  );
}

/** @internal */
export function listExpired(): StatusError {
  return new StatusError(
    410,
    'Expired',
    'The resourceVersion for the provided list is too old.',
  );
}

/** A version that the server has not reached yet. @internal */
export function tooLargeVersion(
  requested: number,
  current: number,
): StatusError {
  return new StatusError(
    504,
    'Timeout',
    `Timeout: Too large resource version: ${requested}, current: ${current}`,
    {
      causes: [
        {
          reason: 'ResourceVersionTooLarge',
          message: 'Too large resource version',
        },
      ],
      retryAfterSeconds: 1,
    },
  );
}
