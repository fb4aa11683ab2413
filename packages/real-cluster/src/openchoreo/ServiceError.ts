/** A refusal in the words of openchoreo-api; everything else is an internal error there. */
export class ServiceError extends Error {
  readonly status: number;
  readonly code: string;

  private constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static invalid(message: string): ServiceError {
    return new ServiceError(400, 'BAD_REQUEST', message);
  }

  static forbidden(): ServiceError {
    return new ServiceError(
      403,
      'FORBIDDEN',
      'You do not have permission to perform this operation',
    );
  }

  static notFound(what: string): ServiceError {
    return new ServiceError(404, 'NOT_FOUND', `${what} not found`);
  }

  static exists(what: string): ServiceError {
    return new ServiceError(409, 'CONFLICT', `${what} already exists`);
  }

  static planeNotFound(): ServiceError {
    return new ServiceError(
      422,
      'UNPROCESSABLE_CONTENT',
      'target plane not found',
    );
  }

  static noStore(): ServiceError {
    return ServiceError.invalid(
      'secret store is not configured on the target plane',
    );
  }

  static internal(): ServiceError {
    return new ServiceError(500, 'INTERNAL_ERROR', 'Internal server error');
  }
}
