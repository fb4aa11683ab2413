import { ServerResponse } from 'node:http';
import { StatusError } from '../../storage/StatusError';
import { UnknownPathError } from '../errors';
import { HttpAnswer } from './types';

/** The answer to a request that failed. @internal */
export function failure(error: unknown): HttpAnswer {
  if (error instanceof UnknownPathError) {
    return {
      code: error.code,
      contentType: 'text/plain; charset=utf-8',
      body: `${error.message}\n`,
    };
  }
  const status =
    error instanceof StatusError
      ? error
      : new StatusError(
          500,
          'InternalError',
          `Internal error occurred: ${error}`,
        );
  const { retryAfterSeconds } = status.details ?? {};
  return {
    code: status.code,
    contentType: 'application/json',
    body: JSON.stringify(status.toStatus()),
    headers: retryAfterSeconds
      ? { 'Retry-After': String(retryAfterSeconds) }
      : {},
  };
}

/** @internal */
export function send(response: ServerResponse, answer: HttpAnswer): void {
  response.writeHead(answer.code, {
    'Cache-Control': 'no-cache, private',
    ...answer.headers,
    'Content-Type': answer.contentType,
    'Content-Length': Buffer.byteLength(answer.body),
  });
  response.end(answer.body);
}
