import { ApiRequest } from '../../faults';

const namespaceSubresources = new Set(['status', 'finalize']);

/** Reads from method and path what a client wants. @public */
export function parseRequest(
  method: string,
  path: string,
  query: URLSearchParams,
): ApiRequest {
  const none = {
    group: '',
    version: '',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
    path,
  };
  const parts = path.split('/').filter(Boolean).map(decode);
  const core = parts[0] === 'api';
  if ((!core && parts[0] !== 'apis') || parts.length < (core ? 3 : 4)) {
    return { ...none, verb: method.toLowerCase() };
  }
  const [group, version] = core ? ['', parts[1]] : [parts[1], parts[2]];
  const target = readTarget(parts.slice(core ? 2 : 3));
  return {
    ...none,
    group,
    version,
    ...target,
    verb: verbOf(method, target.name, query),
  };
}

/** Whether a query parameter says yes. @internal */
export function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1';
}

function readTarget(parts: string[]) {
  const inNamespace =
    parts[0] === 'namespaces' &&
    parts.length > 2 &&
    !(parts.length === 3 && namespaceSubresources.has(parts[2]));
  const [resource, name = '', ...rest] = inNamespace ? parts.slice(2) : parts;
  return {
    namespace: inNamespace ? parts[1] : '',
    resource,
    name,
    subresource: rest.join('/'),
  };
}

function verbOf(method: string, name: string, query: URLSearchParams): string {
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (name) {
        return 'get';
      }
      return isTrue(query.get('watch')) ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name ? 'delete' : 'deletecollection';
    default:
      return method.toLowerCase();
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
