import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { Route } from '../client/Route';
import { toGatewayError } from './toGatewayError';

/** The gateway gives a call up after 30 seconds, whoever still waits. */
export const GATEWAY_LIMIT_MS = 30_000;

/**
 * Through the gateway: paths with `..` are not sent, because it refuses them, and changes are polled for, because it
 * hands no answer on before its end. How long a poll lasts is how late a change may be seen.
 */
export const gatewayRoute: Route = {
  checkPath(call, path) {
    if (path.split('?', 1)[0].includes('..')) {
      throw new StoreError(
        'Invalid',
        `A name with two dots in a row cannot be asked for through the gateway of cluster ${call.cluster}.`,
      );
    }
  },
  toError: toGatewayError,
  polls: { seconds: 5, answerMs: GATEWAY_LIMIT_MS - 1_000 },
};
