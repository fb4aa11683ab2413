import type { LoggedRequest } from '@strongroom/embedded-cluster';
import { asGiven, isGiven, mediaWords, parseBody } from './words';

/**
 * What a request asks of a KV store, without a path or a value: method, section of the mount or endpoint of the server,
 * options and status.
 * @see https://openbao.org/api-docs/secret/kv/kv-v2/
 */
export function kvShape(request: LoggedRequest): string {
  const body = parseBody(request.body);
  const cas = asGiven(body.options).cas;
  return [
    request.verb,
    endpoint(request),
    ...Object.keys(request.query).sort(),
    ...(isGiven(cas) ? [cas === 0 ? 'cas=0' : 'cas'] : []),
    ...(isGiven(body.metadata_cas) ? ['metadata_cas'] : []),
    ...mediaWords(request),
    `-> ${request.status}`,
  ].join(' ');
}

function endpoint({ resource, name, namespace }: LoggedRequest): string {
  if (namespace) {
    return `${resource}/*`;
  }
  const path = `${resource}/${name}`;
  return path
    .replace(/^auth\/(?!token\/).*\/login$/, 'auth/*/login')
    .replace(/^(sys\/internal\/ui\/mounts)\/.*/, '$1/*')
    .replace(/^(?!auth\/|sys\/).*/, '*');
}
