import { ServerResponse } from 'node:http';
import { stringify } from 'yaml';
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

/** An answer of a resource in the notation that the client reads. @internal */
export function answerWith(
  json: string,
  { notation }: { notation: 'json' | 'yaml' },
  code: number = 200,
  warnings: string[] = [],
): HttpAnswer {
  const headers: Record<string, string> = warnings.length
    ? {
        Warning: warnings
          .map(text => `299 - ${JSON.stringify(text)}`)
          .join(', '),
      }
    : {};
  return notation === 'yaml'
    ? {
        code,
        contentType: 'application/yaml',
        body: stringify(JSON.parse(json), {
          sortMapEntries: true,
          indentSeq: false,
          lineWidth: 0,
        }),
        headers,
      }
    : { code, contentType: 'application/json', body: json, headers };
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
