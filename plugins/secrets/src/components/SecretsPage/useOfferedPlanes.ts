import { useRef } from 'react';
import { SecretSummary } from '@strongroom/backstage-plugin-secrets-common';
import { formatPlane } from '../../presentation';
import { usePlanes } from '../../queries';

/**
 * Planes to filter by: those of the listed namespace, or, over many namespaces, those that were met in its rows.
 * Asking every namespace for its planes would cost a request each.
 * @internal
 */
export function useOfferedPlanes(
  namespace: string | undefined,
  rows: SecretSummary[],
  chosen: string | undefined,
): string[] {
  const planes = usePlanes(namespace);
  const met = useRef(new Set<string>());
  for (const { targetPlane } of rows) {
    if (targetPlane) {
      met.current.add(formatPlane(targetPlane));
    }
  }
  const names = namespace
    ? (planes.data ?? []).map(formatPlane)
    : Array.from(met.current);
  return Array.from(new Set(chosen ? [...names, chosen] : names)).sort();
}
