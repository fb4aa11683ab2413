import {
  AuthenticationError,
  NotAllowedError,
  isError,
} from '@backstage/errors';
import {
  ErrorResponse,
  FieldProblem,
} from '@strongroom/backstage-plugin-secrets-common';
import { isStoreError } from '@strongroom/backstage-plugin-secrets-node';
import { fromStoreError, MOST_DETAILS, SecretsError } from '../errors';

/** What express, its body parser and the OpenAPI validator throw. */
interface HttpError {
  status?: number;
  type?: string;
  errors?: Array<{ path?: string; message?: string }>;
}

/**
 * Puts any error into the closed set of the contract. What is not ours becomes `Internal` with a fixed text: a message
 * from elsewhere might quote what it was given.
 */
export function toSecretsError(error: unknown): SecretsError {
  if (error instanceof SecretsError) {
    return error;
  }
  if (isStoreError(error)) {
    return fromStoreError(error);
  }
  if (isError(error) && error.name === AuthenticationError.name) {
    return new SecretsError(
      'NotAuthenticated',
      'Sign in first: a valid Backstage token is needed.',
    );
  }
  if (isError(error) && error.name === NotAllowedError.name) {
    return new SecretsError(
      'NotAllowed',
      'Only users and services may do this.',
    );
  }
  return fromHttpError(error as HttpError);
}

/** Body of the answer to a request that was not carried out. */
export function toErrorResponse(
  error: SecretsError,
  request: { method: string; correlationId: string },
): ErrorResponse {
  return {
    error: {
      name: error.name,
      message: error.message,
      code: error.code,
      correlationId: request.correlationId,
      ...(error.details && { details: error.details.slice(0, MOST_DETAILS) }),
    },
    request: { method: request.method },
    response: { statusCode: error.status },
  };
}

function fromHttpError(error: HttpError): SecretsError {
  switch (error.status) {
    case 400:
      return new SecretsError(
        'InvalidRequest',
        'The request does not follow the contract.',
        { details: error.errors?.map(toFieldProblem) },
      );
    case 404:
      return new SecretsError('InvalidRequest', 'There is no such route.');
    case 405:
      return new SecretsError(
        'InvalidRequest',
        'This route does not take that method.',
      );
    case 415:
      return new SecretsError(
        'UnsupportedMediaType',
        'The body must be uncompressed application/json.',
      );
    default:
      return new SecretsError(
        'Internal',
        'Something went wrong in the portal. The correlation id helps its operators to find out what.',
      );
  }
}

/** Turns the validator's `/body/data/tls.crt/value` into `data.tls.crt`. */
function toFieldProblem(problem: {
  path?: string;
  message?: string;
}): FieldProblem {
  const segments = (problem.path ?? '')
    .split('/')
    .filter(Boolean)
    .map(segment => segment.replace(/~1/g, '/').replace(/~0/g, '~'));
  const [place, ...rest] = segments;
  if (rest[0] === 'data' && rest.at(-1) === 'value') {
    rest.pop();
  }
  return {
    field: rest.join('.') || place || 'body',
    message: problem.message ?? 'is not valid',
  };
}
