import { linkOf } from './linkPlace';
import { PushSecret } from './types';

/** Beginning of the plane's namespaces that hold the secrets of one tenant namespace. */
export const PLANE_NAMESPACE_PREFIX = 'openchoreo-kv-';

const LEGACY_GIT_PREFIX = 'workflows-';
const OWNER_NAMESPACE_LABEL = 'openchoreo.dev/owner-namespace';

/** Whose secret a PushSecret is, told from where it stands or, for a link, from what it says. */
export interface Tenancy {
  namespace: string;
  /** Name of the secret. */
  name: string;
  /** It carries a Secret that somebody else keeps. */
  linked: boolean;
  /** A git secret of OpenChoreo's older kind. */
  legacyGit: boolean;
}

/** Namespace of the plane in which the secrets of a tenant namespace stand. */
export function planeNamespace(namespace: string): string {
  return `${PLANE_NAMESPACE_PREFIX}${namespace}`;
}

/** The tenant of a PushSecret; `undefined` when it is no tenant's. */
export function tenancyOf(
  metadata: PushSecret['metadata'],
): Tenancy | undefined {
  const { namespace = '', name, labels } = metadata;
  if (namespace.startsWith(PLANE_NAMESPACE_PREFIX)) {
    const tenant = namespace.slice(PLANE_NAMESPACE_PREFIX.length);
    return tenant
      ? { namespace: tenant, name, linked: false, legacyGit: false }
      : undefined;
  }
  const link = linkOf(metadata);
  if (link) {
    return { ...link, linked: true, legacyGit: false };
  }
  const owner = labels?.[OWNER_NAMESPACE_LABEL];
  return owner && namespace === `${LEGACY_GIT_PREFIX}${owner}`
    ? { namespace: owner, name, linked: false, legacyGit: true }
    : undefined;
}
