import { ObjectMeta } from '@strongroom/backstage-plugin-secrets-node';

/**
 * Keys of labels and annotations that say an object comes from Git.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
export const DEFAULT_GITOPS_MARKERS: readonly string[] = [
  'argocd.argoproj.io/tracking-id',
  'argocd.argoproj.io/instance',
  'app.kubernetes.io/instance',
  'kustomize.toolkit.fluxcd.io/*',
  'helm.toolkit.fluxcd.io/*',
];

/** Argo CD's default instance label, which others set for other reasons too. */
const SHARED_MARKER = 'app.kubernetes.io/instance';

/**
 * Whether an object carries one of the markers, each a key or `prefix/*`. The shared instance label says nothing of an
 * object that the portal or openchoreo-api made.
 */
export function hasGitOpsMarker(
  metadata: Pick<ObjectMeta, 'labels' | 'annotations'>,
  markers: readonly string[],
  options: { managed: boolean },
): boolean {
  const keys = [
    ...Object.keys(metadata.labels ?? {}),
    ...Object.keys(metadata.annotations ?? {}),
  ];
  return keys.some(key =>
    markers.some(
      marker =>
        matchesMarker(key, marker) &&
        !(options.managed && marker === SHARED_MARKER),
    ),
  );
}

/** Whether a key is meant by a marker. */
export function matchesMarker(key: string, marker: string): boolean {
  return marker.endsWith('/*')
    ? key.startsWith(marker.slice(0, -1))
    : key === marker;
}
