/** @public */
export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

/** @public */
export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

/** The `Status` object of a failed request. @public */
export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: { continue?: string };
  status: 'Failure' | 'Success';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code: number;
}

/**
 * A failure as the API server tells it.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/
 * @public
 */
export class StatusError extends Error {
  readonly name = 'StatusError';
  readonly code: number;
  /** CamelCase and machine readable, for instance `NotFound`; empty when the server gives none. */
  readonly reason: string;
  readonly details: StatusDetails | undefined;
  /** A token with which an expired list can be read on. */
  readonly continueToken: string | undefined;

  constructor(
    code: number,
    reason: string,
    message: string,
    details?: StatusDetails,
    continueToken?: string,
  ) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
    this.continueToken = continueToken;
  }

  toStatus(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.continueToken ? { continue: this.continueToken } : {},
      status: 'Failure',
      message: this.message,
      ...(this.reason ? { reason: this.reason } : {}),
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    };
  }
}
