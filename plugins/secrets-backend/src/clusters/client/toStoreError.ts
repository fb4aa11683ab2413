import {
  StoreError,
  StoreErrorCode,
} from '@strongroom/backstage-plugin-secrets-node';
import { HttpAnswer } from '../connection/HttpConnection';

/** What was asked for, in words that may be shown. */
export interface Call {
  verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete' | 'review';
  kind: string;
  cluster: string;
}

/** The parts of a `Status` that are enumerations; its texts may quote the request. */
export interface StatusReason {
  reason?: string;
  /** A field was too long, for which the API server answers 422. */
  tooLong: boolean;
}

/**
 * Says what a refusal means, in our words: nothing of its text, which may quote values, becomes part of it.
 * @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.35/#status-v1-meta
 */
export function toStoreError(call: Call, answer: HttpAnswer): StoreError {
  const { code, words } = classify(answer.status, readReason(answer.body));
  return new StoreError(code, describe(call, words), {
    outcomeUnknown: isWrite(call) && answer.status >= 500,
    retryAfterMs: readRetryAfter(answer.headers['retry-after']),
  });
}

/** An answer that is no JSON although its status says success. */
export function brokenAnswer(call: Call): StoreError {
  return new StoreError(
    'Unavailable',
    describe(call, 'could not be understood'),
    { outcomeUnknown: isWrite(call) },
  );
}

/** Whether a call may have had an effect although its answer was lost. */
export function isWrite(call: Call): boolean {
  return !['get', 'list', 'watch', 'review'].includes(call.verb);
}

function describe(call: Call, words: string): string {
  return `The answer of cluster ${call.cluster} to ${call.verb} ${call.kind} ${words}.`;
}

function classify(
  status: number,
  { reason, tooLong }: StatusReason,
): { code: StoreErrorCode; words: string } {
  switch (status) {
    case 400:
      return { code: 'Invalid', words: 'was that the request is not valid' };
    case 401:
      return {
        code: 'Unauthenticated',
        words: 'was that our credentials are not accepted',
      };
    case 403:
      return { code: 'Denied', words: 'was that we may not' };
    case 404:
      return { code: 'NotFound', words: 'was that there is no such object' };
    case 405:
    case 406:
    case 415:
    case 501:
      return { code: 'Unsupported', words: 'was that it cannot do that' };
    case 409:
      return reason === 'AlreadyExists'
        ? { code: 'AlreadyExists', words: 'was that it exists already' }
        : { code: 'Conflict', words: 'was that it has changed meanwhile' };
    case 408:
    case 504:
      return { code: 'Timeout', words: 'was that it took too long' };
    case 410:
      return { code: 'Conflict', words: 'was that the list has expired' };
    case 413:
      return { code: 'TooLarge', words: 'was that it is too large' };
    case 422:
      return tooLong
        ? { code: 'TooLarge', words: 'was that it is too large' }
        : { code: 'Invalid', words: 'was that the object is not valid' };
    case 429:
      return { code: 'RateLimited', words: 'was to come back later' };
    default:
      return {
        code: 'Unavailable',
        words:
          status >= 300 && status < 400
            ? 'was a redirect, which is not followed'
            : 'was that it cannot answer now',
      };
  }
}

function readReason(body: string): StatusReason {
  try {
    const status = JSON.parse(body) as {
      reason?: unknown;
      details?: { causes?: Array<{ reason?: unknown; field?: unknown }> };
    };
    return {
      reason: typeof status.reason === 'string' ? status.reason : undefined,
      tooLong:
        status.details?.causes?.some(
          cause =>
            cause.reason === 'FieldValueTooLong' && cause.field === 'data',
        ) ?? false,
    };
  } catch {
    return { tooLong: false };
  }
}

/** Milliseconds of a `Retry-After` header in seconds; dates are not sent by API servers. */
function readRetryAfter(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header && Number.isFinite(seconds) && seconds >= 0
    ? seconds * 1000
    : undefined;
}
