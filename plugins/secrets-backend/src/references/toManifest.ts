import {
  ANNOTATIONS,
  LABELS,
} from '@strongroom/backstage-plugin-secrets-common';
import { stringify } from 'yaml';
import { DEFAULT_GITOPS_MARKERS, matchesMarker } from './gitOpsMarkers';
import { SecretReference } from './types';

/** Annotations that say what happened to this one object, and would be untrue of a copy. */
const HISTORY: readonly string[] = [
  ANNOTATIONS.operation,
  ANNOTATIONS.createdBy,
  ANNOTATIONS.updatedBy,
  ANNOTATIONS.updatedAt,
  ANNOTATIONS.link,
  'kubectl.kubernetes.io/last-applied-configuration',
];

/** Markers that the program which applies the manifest sets itself. */
const TRACKING = DEFAULT_GITOPS_MARKERS.filter(
  marker => !marker.startsWith('app.'),
);

/**
 * Writes a reference as YAML to keep in Git: what it declares, without what the API server or an operation added. The
 * `managed-by` label is left out too, as whoever applies the manifest is its writer from then on. A reference holds no
 * value, and so does this.
 */
export function toManifest(reference: SecretReference): string {
  const { metadata, spec } = reference;
  const labels = keep(
    metadata.labels,
    key => key !== LABELS.managedBy && !isTracking(key),
  );
  const annotations = keep(
    metadata.annotations,
    key => !HISTORY.includes(key) && !isTracking(key),
  );
  // Readers of Kubernetes manifests follow YAML 1.1, where a bare `on` or `1_0` is no text.
  return stringify(
    {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'SecretReference',
      metadata: {
        name: metadata.name,
        namespace: metadata.namespace,
        ...(labels && { labels }),
        ...(annotations && { annotations }),
      },
      spec,
    },
    { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false },
  );
}

function isTracking(key: string): boolean {
  return TRACKING.some(marker => matchesMarker(key, marker));
}

function keep(
  entries: Record<string, string> | undefined,
  wanted: (key: string) => boolean,
): Record<string, string> | undefined {
  const kept = Object.entries(entries ?? {}).filter(([key]) => wanted(key));
  return kept.length > 0 ? Object.fromEntries(kept.sort()) : undefined;
}
