import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { isLegalName } from './isLegalName';
import {
  CallerIdentity,
  ClusterIdentity,
  ImpersonationTemplates,
} from './types';

/**
 * The name under which a cluster sees a caller, and his groups. Nothing is shortened, replaced or left out: another name
 * might be somebody else's.
 * @throws StoreError `Denied`, of the caller, when a name cannot be sent
 */
export function clusterIdentityOf(
  cluster: string,
  caller: CallerIdentity,
  templates: ImpersonationTemplates,
): ClusterIdentity {
  const identity =
    caller.type === 'service'
      ? {
          user: templates.service.replaceAll('{subject}', () => caller.subject),
          groups: [],
        }
      : {
          user: fill(templates.user, caller.entityRef),
          groups: caller.groups.map(group => fill(templates.group, group)),
        };
  if (![identity.user, ...identity.groups].every(isLegalName)) {
    throw new StoreError(
      'Denied',
      `The caller has a name or a group that cluster ${cluster} cannot be told.`,
      { deniedCaller: true },
    );
  }
  return identity;
}

/**
 * Entity refs mean the same in any case, names of a cluster do not: they are sent in lower case. What is no entity ref
 * gives no name.
 */
function fill(template: string, ref: string): string {
  const parts = partsOf(ref);
  return parts ? template.replace(/\{(\w+)\}/g, (_, key) => parts[key]) : '';
}

function partsOf(ref: string): Record<string, string> | undefined {
  try {
    const canonical = stringifyEntityRef(parseEntityRef(ref));
    return { ref: canonical, ...parseEntityRef(canonical) };
  } catch {
    return undefined;
  }
}
