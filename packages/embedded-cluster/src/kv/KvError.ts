import { JsonObject, KvResponse } from './types';

/** A refusal as the server words it. @internal */
export class KvError extends Error {
  readonly name = 'KvError';
  readonly status: number;
  readonly #body: JsonObject | undefined;

  constructor(status: number, message: string, body?: JsonObject) {
    super(message);
    this.status = status;
    this.#body = body;
  }

  /** Nothing is there: an empty list of errors, as the server answers. */
  static notFound(): KvError {
    return new KvError(404, '');
  }

  /** A failure that passed through the server's request handler, which wraps its text. */
  static wrapped(status: number, message: string): KvError {
    return new KvError(status, `1 error occurred:\n\t* ${message}\n\n`);
  }

  static unsupportedOperation(): KvError {
    return KvError.wrapped(405, 'unsupported operation');
  }

  toResponse(): KvResponse {
    return {
      status: this.status,
      body: this.#body ?? { errors: this.message ? [this.message] : [] },
    };
  }
}
