import { SecretSummary } from '@strongroom/backstage-plugin-secrets-common';
import { formatPlane } from '../../presentation';
import { useNamespaces, usePlanesOfMany } from '../../queries';

/**
 * Planes to filter by: those of the listed namespace or, over all namespaces, those of every namespace that has
 * secrets. As that is a request for each, nothing is asked before it is `wanted`.
 * @internal
 */
export function useOfferedPlanes(
  namespace: string | undefined,
  rows: SecretSummary[],
  chosen: string | undefined,
  wanted: boolean,
): string[] {
  const { data: visible = [] } = useNamespaces();
  const filled = visible.filter(({ counts }) => counts.total > 0);
  const asked = namespace ? [namespace] : filled.map(({ name }) => name);
  const planes = usePlanesOfMany(wanted ? asked : []);
  const names = new Set(planes.map(formatPlane));
  for (const { targetPlane } of rows) {
    // A plane that is gone still stands in references.
    if (targetPlane) {
      names.add(formatPlane(targetPlane));
    }
  }
  if (chosen) {
    names.add(chosen);
  }
  return Array.from(names).sort();
}
