import { ErrorCode, ErrorResponse, FieldProblem } from '../types';

/**
 * An answer that is not a success.
 * `code` is ours and closed; it is `Internal` when the answer did not come from the secrets backend.
 * @public
 */
export class SecretsApiError extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly details: FieldProblem[];
  readonly correlationId?: string;

  private constructor(status: number, error: ErrorResponse['error']) {
    super(error.message);
    this.name = error.name;
    this.status = status;
    this.code = error.code;
    this.details = error.details ?? [];
    this.correlationId = error.correlationId;
  }

  /** Reads the error out of an answer, whatever its body is. */
  static async fromResponse(response: Response): Promise<SecretsApiError> {
    const body = await response.json().catch(() => undefined);
    if (isErrorResponse(body)) {
      return new SecretsApiError(response.status, body.error);
    }
    return new SecretsApiError(response.status, {
      name: 'Error',
      message: `The portal's backend answered ${response.status}.`,
      code: 'Internal',
    });
  }
}

function isErrorResponse(body: unknown): body is ErrorResponse {
  const error = (body as Partial<ErrorResponse> | undefined)?.error;
  return typeof error?.message === 'string' && typeof error.code === 'string';
}
