import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { Call, isWrite, toStoreError } from '../client/toStoreError';
import { HttpAnswer } from '../connection/HttpConnection';

/** What the API server itself says of a path that it does not serve, where it sends no `Status`. */
const UNKNOWN_PATH = /^404 page not found\s*$/;
/** Nothing was handed on: the agent of the plane is not connected. */
const NO_AGENT = /^proxy request failed: no agents found\b/;
/** The agent had the request for as long as it may take. */
const TUNNEL_TIMEOUT = /^proxy request failed: .*\btimeout\b/;

/**
 * Says what a refusal means that came through the gateway: the API server refuses with a `Status`, anything else is the
 * gateway's own. Of its text, too, nothing becomes part of the error.
 */
export function toGatewayError(call: Call, answer: HttpAnswer): StoreError {
  const { status, body } = answer;
  if (isStatus(body)) {
    return toStoreError(call, answer);
  }
  switch (status) {
    case 403:
      return refuse('Denied', call, 'does not let us reach it');
    case 404:
      // An absent object would be read as gone, but the API server was never asked.
      return UNKNOWN_PATH.test(body)
        ? toStoreError(call, answer)
        : refuse('Unavailable', call, 'does not know the way to it');
    case 501:
      return refuse('Unsupported', call, 'cannot hand that on');
    case 502:
      if (NO_AGENT.test(body)) {
        return refuse('Unavailable', call, 'has no connection to its agent');
      }
      return TUNNEL_TIMEOUT.test(body)
        ? refuse('Timeout', call, 'got no answer from it in time', true)
        : refuse('Unavailable', call, 'got no answer from it', true);
    default:
      return toStoreError(call, answer);
  }
}

function refuse(
  code: StoreError['code'],
  call: Call,
  words: string,
  handedOn = false,
): StoreError {
  return new StoreError(
    code,
    `The gateway of cluster ${call.cluster} ${words} (${call.verb} ${call.kind}).`,
    { outcomeUnknown: handedOn && isWrite(call) },
  );
}

function isStatus(body: string): boolean {
  try {
    return JSON.parse(body).kind === 'Status';
  } catch {
    return false;
  }
}
