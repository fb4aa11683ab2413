import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/**
 * Reads owners from an annotation: one entity ref or several, joined by commas. A bare name is a group, and all are
 * lower case as the catalog compares them. What is no entity ref owns nothing.
 */
export function parseOwners(annotation: string | undefined): string[] {
  const owners = new Set<string>();
  for (const text of (annotation ?? '').split(',')) {
    const owner = text.trim() && normaliseOwner(text.trim());
    if (owner) {
      owners.add(owner);
    }
  }
  return [...owners];
}

function normaliseOwner(text: string): string | undefined {
  try {
    return stringifyEntityRef(
      parseEntityRef(text, {
        defaultKind: 'Group',
        defaultNamespace: 'default',
      }),
    );
  } catch {
    return undefined;
  }
}
