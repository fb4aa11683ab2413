import type { LoggedRequest } from '@strongroom/embedded-cluster';
import { asGiven, isGiven, mediaWords, parseBody } from './words';

/** Options whose value changes what is done; of the others it matters only that they are given. */
const valuesThatMatter = new Set([
  'watch',
  'allowWatchBookmarks',
  'sendInitialEvents',
  'resourceVersionMatch',
  'propagationPolicy',
  'dryRun',
  'fieldValidation',
]);

/**
 * What a request asks of an API server, without a name or a value: verb, kind, options, media types and status.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export function kubernetesShape(request: LoggedRequest): string {
  const { verb, group, resource, subresource, namespace, path } = request;
  const collection = verb === 'list' || verb === 'watch';
  // No list and no watch says that an object is absent: the kind is.
  const kind =
    collection && request.status === 404
      ? 'a kind that is not served'
      : [group || 'core', resource, subresource].filter(Boolean).join('/');
  return [
    verb,
    resource ? kind : path,
    collection && namespace ? 'in a namespace' : '',
    ...Object.entries(request.query)
      .map(([name, value]) => optionWords(name, value))
      .sort(),
    ...bodyWords(request),
    ...mediaWords(request),
    `-> ${request.status}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function optionWords(name: string, value: string): string {
  if (name === 'resourceVersion') {
    return value === '0' ? 'resourceVersion=0' : name;
  }
  return valuesThatMatter.has(name) ? `${name}=${value}` : name;
}

function bodyWords(request: LoggedRequest): string[] {
  const body = parseBody(request.body);
  switch (request.verb) {
    case 'delete':
    case 'deletecollection': {
      const preconditions = asGiven(body.preconditions);
      return [
        ...(isGiven(body.propagationPolicy)
          ? [`propagationPolicy=${body.propagationPolicy}`]
          : []),
        ...Object.keys(preconditions)
          .filter(name => isGiven(preconditions[name]))
          .sort()
          .map(name => `if ${name}`),
      ];
    }
    case 'patch':
    case 'update':
      return isGiven(asGiven(body.metadata).resourceVersion)
        ? ['if resourceVersion']
        : [];
    default:
      return [];
  }
}
