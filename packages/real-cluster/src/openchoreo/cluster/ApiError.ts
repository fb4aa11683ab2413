/** An API server refused. */
export class ApiError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Whether there is no such object. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}
