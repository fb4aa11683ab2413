import {
  KubernetesResource,
  ObjectRef,
} from '@strongroom/backstage-plugin-secrets-node';

/**
 * Path of a collection or of one object. Names are encoded, so that none can point elsewhere.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris
 */
export function resourcePath(
  resource: KubernetesResource,
  ref: { namespace?: string; name?: string },
): string {
  const segments = resource.group
    ? ['apis', resource.group, resource.version]
    : ['api', resource.version];
  if (resource.namespaced && ref.namespace !== undefined) {
    segments.push('namespaces', ref.namespace);
  }
  segments.push(resource.plural);
  if (ref.name !== undefined) {
    segments.push(ref.name);
  }
  for (const segment of segments) {
    if (segment === '' || segment === '.' || segment === '..') {
      throw new Error(`A ${resource.kind} needs a usable name and namespace`);
    }
  }
  return `/${segments.map(encodeURIComponent).join('/')}`;
}

/** Path of one object; a namespaced kind needs its namespace. */
export function objectPath(
  resource: KubernetesResource,
  ref: ObjectRef,
): string {
  if (resource.namespaced && ref.namespace === undefined) {
    throw new Error(`A ${resource.kind} lives in a namespace`);
  }
  return resourcePath(resource, ref);
}

/** Whether a kind carries values: it is never read in full, listed or watched. */
export function carriesValues(resource: KubernetesResource): boolean {
  return (
    resource.group === '' &&
    (resource.plural.toLowerCase() === 'secrets' || resource.kind === 'Secret')
  );
}
