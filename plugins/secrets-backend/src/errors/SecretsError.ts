import { CustomErrorBase } from '@backstage/errors';
import {
  ErrorCode,
  FieldProblem,
} from '@strongroom/backstage-plugin-secrets-common';

/** Most fields that an answer names: whoever has more to correct than that begins with these. */
export const MOST_DETAILS = 50;

/** Status and class name of every code, as the HTTP contract lists them. */
const CODES: Record<ErrorCode, { status: number; name: string }> = {
  InvalidRequest: { status: 400, name: 'InputError' },
  InvalidSecret: { status: 400, name: 'InputError' },
  NotAuthenticated: { status: 401, name: 'AuthenticationError' },
  NotAllowed: { status: 403, name: 'NotAllowedError' },
  FeatureDisabled: { status: 403, name: 'NotAllowedError' },
  NamespaceNotFound: { status: 404, name: 'NotFoundError' },
  SecretNotFound: { status: 404, name: 'NotFoundError' },
  PlaneNotFound: { status: 404, name: 'NotFoundError' },
  SecretAlreadyExists: { status: 409, name: 'ConflictError' },
  NotOwned: { status: 409, name: 'ConflictError' },
  OperationInProgress: { status: 409, name: 'ConflictError' },
  PlaneHasNoStore: { status: 409, name: 'ConflictError' },
  VersionConflict: { status: 412, name: 'PreconditionFailedError' },
  VersionRequired: { status: 428, name: 'PreconditionRequiredError' },
  PayloadTooLarge: { status: 413, name: 'PayloadTooLargeError' },
  UnsupportedMediaType: { status: 415, name: 'UnsupportedMediaTypeError' },
  IdempotencyMismatch: { status: 422, name: 'UnprocessableError' },
  Unsupported: { status: 422, name: 'UnprocessableError' },
  RateLimited: { status: 429, name: 'RateLimitedError' },
  Internal: { status: 500, name: 'Error' },
  StoreNotReady: { status: 502, name: 'ServiceUnavailableError' },
  PlaneUnreachable: { status: 502, name: 'ServiceUnavailableError' },
  RecordUnavailable: { status: 503, name: 'ServiceUnavailableError' },
  Timeout: { status: 504, name: 'ServiceUnavailableError' },
};

/**
 * An error of the closed set, with a message of ours: it may be shown to anyone who made the request. Never give it text
 * that came from Kubernetes, a store or a database.
 */
export class SecretsError extends CustomErrorBase {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details?: FieldProblem[];
  /** Seconds after which the same request may succeed. */
  readonly retryAfter?: number;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: FieldProblem[]; retryAfter?: number } = {},
  ) {
    super(message);
    this.code = code;
    this.status = CODES[code].status;
    this.name = CODES[code].name;
    this.details = options.details;
    this.retryAfter = options.retryAfter;
  }
}
