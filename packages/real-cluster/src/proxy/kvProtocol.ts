import { describeKvRequest, kvStatusFault } from '@strongroom/embedded-cluster';
import type { Protocol } from './types';

/** First segments of paths that lie in no mount of secrets. */
const ofTheServer = new Set(['sys', 'auth', 'identity', 'cubbyhole']);

/** Of OpenBao and Vault, with KV mounts whose path is one segment. */
export const kvProtocol: Protocol = {
  describe(method, path, query) {
    const asked = decodeURIComponent(path).replace(/^\/v1\//, '');
    const [first] = asked.split('/');
    const verb =
      method === 'GET' && query.get('list') === 'true' ? 'LIST' : method;
    return describeKvRequest(
      verb,
      asked,
      ofTheServer.has(first) ? undefined : first,
    );
  },
  statusAnswer: kvStatusFault,
};
