import { STATUS_CODES } from 'node:http';
import type { StatusFault } from '../kubernetes/http/interfere';
import { HttpAnswer } from '../kubernetes/http/types';

/** An injected error in the form that the store has for its own. @public */
export function kvStatusFault(effect: StatusFault, body: Buffer): HttpAnswer {
  const message = effect.message ?? STATUS_CODES[effect.code] ?? 'failure';
  const echo = effect.echoBody ? `: ${body.toString('utf8')}` : '';
  const text = JSON.stringify({ errors: [`${message}${echo}`] });
  return {
    code: effect.code,
    contentType: 'application/json',
    body: `${text}\n`,
    headers:
      effect.retryAfter === undefined
        ? {}
        : { 'Retry-After': String(effect.retryAfter) },
  };
}
