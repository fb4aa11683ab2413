import { LoggerService } from '@backstage/backend-plugin-api';
import { ErrorRequestHandler } from 'express';
import { sendJson } from './sendJson';
import { toErrorResponse, toSecretsError } from './toErrorResponse';

/** What the OpenAPI validator throws for a path or method that it does not know. */
interface RouteError {
  status?: number;
  headers?: { Allow?: string };
}

/** Answers with the error of the contract; of anything else the log gets class and place alone. */
export function answerErrors(logger: LoggerService): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const known = toSecretsError(error);
    const { correlationId } = response.locals;
    if (known.code === 'Internal') {
      // the text of an unknown error may quote what it was given: its class and place are enough to find it
      logger.error('A request failed', {
        correlationId,
        error: String((error as Error)?.name),
        at: firstFrame(error),
      });
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (known.retryAfter !== undefined) {
      response.setHeader('Retry-After', String(known.retryAfter));
    }
    const allowed = allowedMethods(error);
    if (allowed) {
      response.setHeader('Allow', allowed);
    }
    const status = noSuchRoute(error) ?? known.status;
    const body = toErrorResponse(known, {
      method: request.method,
      correlationId,
    });
    body.response.statusCode = status;
    sendJson(response, status, body);
  };
}

function noSuchRoute({ status }: RouteError): number | undefined {
  return status === 404 || status === 405 ? status : undefined;
}

function allowedMethods({ status, headers }: RouteError): string | undefined {
  const methods = status === 405 ? headers?.Allow : undefined;
  return methods?.replace(/\bGET\b/, 'GET, HEAD');
}

/** Where an error was thrown; its message stands before that in the stack, and may look like a frame itself. */
function firstFrame(error: unknown): string {
  const { stack = '', message = '' } = (error ?? {}) as Partial<Error>;
  const frames = stack.slice(stack.indexOf(message) + message.length);
  return stack.includes(message) ? /\n\s+at (.+)/.exec(frames)?.[1] ?? '' : '';
}
