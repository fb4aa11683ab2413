import {
  StoreError,
  StoreErrorCode,
} from '@strongroom/backstage-plugin-secrets-node';
import { BaoAnswer, BaoRequest } from './types';

interface Meaning {
  code: StoreErrorCode;
  words: string;
  /** Whether a write may have had its effect nevertheless. */
  mayHaveHappened?: boolean;
}

/**
 * Says what a refusal means, in our words: its text is compared with what the server is known to say and never passed
 * on, because it may quote the request.
 * @see https://openbao.org/api-docs/#http-status-codes
 */
export function toStoreError(
  request: BaoRequest,
  answer: BaoAnswer,
): StoreError {
  const { code, words, mayHaveHappened } = meaningOf(request, answer);
  return new StoreError(
    code,
    `The store would not ${request.purpose}: ${words}.`,
    {
      outcomeUnknown: request.method !== 'GET' && mayHaveHappened,
      retryAfterMs: answer.retryAfterMs,
    },
  );
}

/** An answer that cannot be what was asked for. */
export function brokenAnswer(request: BaoRequest): StoreError {
  return new StoreError(
    'Unavailable',
    `The answer of the store could not be understood when asked to ${request.purpose}.`,
    { outcomeUnknown: request.method !== 'GET' },
  );
}

/** Whether a 403 speaks of the token itself, which a fresh login may help against, and not of what its policies allow. */
export function refusesToken({ status, body }: BaoAnswer): boolean {
  const texts = errorsOf(body) ?? [];
  return (
    status === 403 &&
    texts.some(
      text =>
        text === 'permission denied' ||
        text === 'bad token' ||
        text.includes('invalid token'),
    )
  );
}

/** The texts of an error answer; `undefined` when it is none of this server's. */
export function errorsOf(body: unknown): string[] | undefined {
  const errors = (body as { errors?: unknown } | undefined)?.errors;
  return Array.isArray(errors) ? errors.map(String) : undefined;
}

/**
 * Whether a 404 is that of a mount that has nothing there: an empty list of errors, the metadata of a version that is
 * deleted or destroyed (bare for a patch), or no word at all for a patch.
 */
function tellsOfAbsence(method: string, body: unknown): boolean {
  if (errorsOf(body)) {
    return errorsOf(body)?.length === 0;
  }
  if (body === undefined) {
    return method === 'PATCH';
  }
  const { data } = (body ?? {}) as {
    data?: { metadata?: unknown; version?: unknown } | null;
  };
  return (
    (typeof data?.metadata === 'object' && data.metadata !== null) ||
    (method === 'PATCH' && typeof data?.version === 'number')
  );
}

function meaningOf({ method }: BaoRequest, answer: BaoAnswer): Meaning {
  const { status, body } = answer;
  const said = (text: string) =>
    (errorsOf(body) ?? []).some(error => error.includes(text));
  switch (status) {
    case 400:
      return said('check-and-set parameter did not match') ||
        said('check-and-set parameter does not match')
        ? { code: 'Conflict', words: 'it has changed meanwhile' }
        : { code: 'Invalid', words: 'it does not accept the request' };
    case 403:
      return refusesToken(answer)
        ? { code: 'Unauthenticated', words: 'our token is not accepted' }
        : { code: 'Denied', words: 'our policies do not allow it' };
    case 404:
      return tellsOfAbsence(method, body)
        ? { code: 'NotFound', words: 'nothing is there' }
        : { code: 'Unavailable', words: 'it has no such mount' };
    case 405:
    case 415:
    case 501:
      return { code: 'Unsupported', words: 'it cannot do that' };
    case 412:
    case 429:
      return { code: 'RateLimited', words: 'it asks to come back later' };
    case 413:
      return { code: 'TooLarge', words: 'it is too large' };
    case 408:
    case 504:
      return {
        code: 'Timeout',
        words: 'it took too long',
        mayHaveHappened: true,
      };
    case 472:
    case 473:
      return { code: 'Unavailable', words: 'this server is on standby' };
    default:
      return meaningOfFailure(status, said);
  }
}

function meaningOfFailure(
  status: number,
  said: (text: string) => boolean,
): Meaning {
  if (status >= 300 && status < 400) {
    return {
      code: 'Unavailable',
      words: 'it refers to another address, which is not followed',
    };
  }
  if (said('value being too large')) {
    return { code: 'TooLarge', words: 'it is too large' };
  }
  if (status === 503 && said('sealed')) {
    return { code: 'Unavailable', words: 'it is sealed' };
  }
  return {
    code: 'Unavailable',
    words: 'it cannot answer now',
    mayHaveHappened: true,
  };
}
