import { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { FaultEffect } from '../../faults';
import { StatusError } from '../../storage/StatusError';
import { failure, send } from './answers';
import { HttpAnswer } from './types';

/** An error that a fault answers with. @public */
export type StatusFault = Extract<FaultEffect, { type: 'status' }>;

/**
 * Does what the armed faults want.
 *
 * @param statusAnswer - the words of a server for an error, by default those of the Kubernetes API
 * @returns whether the request ends here
 * @public
 */
export async function interfere(
  effects: FaultEffect[],
  request: { body: Buffer },
  message: IncomingMessage,
  response: ServerResponse,
  statusAnswer: (effect: StatusFault, body: Buffer) => HttpAnswer = statusFault,
): Promise<boolean> {
  for (const effect of effects) {
    switch (effect.type) {
      case 'latency':
        await delay(effect.milliseconds, undefined, { ref: false });
        break;
      case 'refuse':
        message.socket.destroy();
        return true;
      case 'hang':
        return true;
      case 'garbage':
        send(response, {
          code: 200,
          contentType: 'application/json',
          body: effect.bytes ?? '\u0000\u0001not json',
        });
        return true;
      case 'status':
        send(response, statusAnswer(effect, request.body));
        return true;
      default:
        break;
    }
  }
  return false;
}

/** An injected error as a `Status`. @public */
export function statusFault(effect: StatusFault, body: Buffer): HttpAnswer {
  const echo = effect.echoBody ? body.toString('utf8') : '';
  const message = effect.message ?? 'an injected failure';
  return failure(
    new StatusError(
      effect.code,
      effect.reason ?? '',
      echo ? `${message}: ${echo}` : message,
      {
        ...(echo ? { causes: [{ message: echo }] } : {}),
        ...(effect.retryAfter ? { retryAfterSeconds: effect.retryAfter } : {}),
      },
    ),
  );
}
