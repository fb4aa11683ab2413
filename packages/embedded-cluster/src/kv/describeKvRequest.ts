import { ApiRequest } from '../faults';

/**
 * What a request to the store wants, in the terms that faults match and the request log tells.
 *
 * @param method - `LIST` for a listing, however it was asked for
 * @param path - behind `/v1/`, decoded
 * @param mount - the mount that the path lies in, without slashes at the ends
 * @public
 */
export function describeKvRequest(
  method: string,
  path: string,
  mount: string | undefined,
): ApiRequest {
  const rest = mount === undefined ? path : path.slice(mount.length + 1);
  const [head, ...tail] = rest.split('/');
  return {
    verb: method.toLowerCase(),
    group: '',
    version: 'v1',
    resource: head,
    subresource: '',
    namespace: mount ?? '',
    name: tail.join('/'),
    path: `/v1/${path}`,
  };
}
