import { createHash } from 'node:crypto';
import {
  ANNOTATIONS,
  canonicaliseDuration,
  LABELS,
  PLANE_KINDS,
  PlaneKind,
  PlaneRef,
  SECRET_CATEGORIES,
  SecretCategory,
  SecretSource,
} from '@strongroom/backstage-plugin-secrets-common';
import { hasGitOpsMarker } from './gitOpsMarkers';
import { Interner } from './Interner';
import { OPENCHOREO_API, STRONGROOM } from './readReferenceSettings';
import { shownLabels } from './reservedLabels';
import { parseStoredAs } from './storedAs';
import {
  LinkKind,
  ReferenceSettings,
  SecretReference,
  SecretRow,
} from './types';

const LINK_KINDS: readonly LinkKind[] = ['path', 'secret'];

/** Labels of the git secrets that older versions of OpenChoreo made. */
const LEGACY_LABELS = {
  type: 'kubernetes.io/secret-type',
  planeKind: 'openchoreo.dev/workflow-plane-kind',
  planeName: 'openchoreo.dev/workflow-plane-name',
} as const;

/**
 * Reduces a reference to what is kept of it. Never throws: what the schema of the API server lets through but makes no
 * sense here is left out.
 */
export function projectReference(
  object: SecretReference,
  settings: ReferenceSettings,
  interner?: Interner,
): SecretRow {
  const { metadata, spec } = object;
  const labels = metadata.labels ?? {};
  const annotations = metadata.annotations ?? {};
  const legacyGit = isLegacyGit(labels);
  const source = sourceOf(object, settings, legacyGit);
  const entries = (spec?.data ?? []).filter(entry => entry.secretKey);
  const path = entries[0]?.remoteRef?.key ?? '';
  const legacyType = legacyGit && labels[LEGACY_LABELS.type];
  return {
    namespace: share(interner, metadata.namespace ?? ''),
    name: metadata.name,
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    type: share(
      interner,
      spec?.template?.type ??
        (legacyType ? `kubernetes.io/${legacyType}` : 'Opaque'),
    ),
    category: categoryOf(labels[LABELS.category]),
    targetPlane: share(interner, planeOf(object, legacyGit)),
    keys: share(
      interner,
      [...new Set(entries.map(entry => entry.secretKey))].sort(),
    ),
    labels: share(interner, shownLabels(labels)),
    description: annotations[ANNOTATIONS.description],
    owner: share(interner, annotations[ANNOTATIONS.owner]),
    expiresAt: toTime(annotations[ANNOTATIONS.expiresAt]),
    createdAt: toTime(metadata.creationTimestamp) ?? '',
    updatedAt: toTime(annotations[ANNOTATIONS.updatedAt]),
    updatedBy: share(interner, annotations[ANNOTATIONS.updatedBy]),
    managed: source === 'portal' || source === 'openchoreo-api',
    source,
    managedBy: share(interner, labels[LABELS.managedBy]),
    remoteRefs: entries.map(({ secretKey, remoteRef }) => ({
      secretKey: share(interner, secretKey),
      // The entries of a secret have one path as a rule: then it is kept once.
      key: remoteRef?.key === path ? path : remoteRef?.key ?? '',
      property: share(interner, remoteRef?.property),
      version: remoteRef?.version,
    })),
    storedAs: share(interner, parseStoredAs(annotations[ANNOTATIONS.storedAs])),
    refreshInterval: share(
      interner,
      spec?.refreshInterval && canonicaliseDuration(spec.refreshInterval),
    ),
    templateVersion: share(
      interner,
      templateVersionOf(spec?.template?.metadata),
    ),
    operationId: annotations[ANNOTATIONS.operation],
    legacyGit,
    link: linkKindOf(annotations[ANNOTATIONS.link]),
  };
}

function linkKindOf(annotation: string | undefined): LinkKind | undefined {
  return LINK_KINDS.find(kind => kind === annotation);
}

/**
 * Who made a reference. What Git keeps is Git's, whatever else it carries: a change of ours would be taken back by the
 * next reconciliation.
 */
function sourceOf(
  { metadata }: SecretReference,
  settings: ReferenceSettings,
  legacyGit: boolean,
): SecretSource {
  const managedBy = metadata.labels?.[LABELS.managedBy];
  const ours = managedBy === STRONGROOM || managedBy === settings.managedBy;
  const managed = legacyGit || ours || managedBy === OPENCHOREO_API;
  if (hasGitOpsMarker(metadata, settings.gitOps, { managed })) {
    return 'gitops';
  }
  if (!managed) {
    return 'manual';
  }
  if (managedBy === OPENCHOREO_API || legacyGit) {
    return metadata.annotations?.[ANNOTATIONS.createdBy]
      ? 'portal'
      : 'openchoreo-api';
  }
  return 'portal';
}

function isLegacyGit(labels: Record<string, string>): boolean {
  return (
    labels[LABELS.managedBy] === undefined &&
    Boolean(
      labels[LEGACY_LABELS.type] &&
        labels[LEGACY_LABELS.planeKind] &&
        labels[LEGACY_LABELS.planeName],
    )
  );
}

function planeOf(
  { metadata, spec }: SecretReference,
  legacyGit: boolean,
): PlaneRef | undefined {
  const kind = legacyGit
    ? metadata.labels?.[LEGACY_LABELS.planeKind]
    : spec?.targetPlane?.kind;
  const name = legacyGit
    ? metadata.labels?.[LEGACY_LABELS.planeName]
    : spec?.targetPlane?.name;
  return name && PLANE_KINDS.includes(kind as PlaneKind)
    ? { kind: kind as PlaneKind, name }
    : undefined;
}

function categoryOf(label: string | undefined): SecretCategory {
  return SECRET_CATEGORIES.find(category => category === label) ?? 'generic';
}

function templateVersionOf(
  metadata: NonNullable<
    NonNullable<SecretReference['spec']>['template']
  >['metadata'],
): string | undefined {
  const entries = [metadata?.labels ?? {}, metadata?.annotations ?? {}].map(
    map => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return entries.flat().length === 0
    ? undefined
    : createHash('sha256')
        .update(JSON.stringify(entries))
        .digest('base64url')
        .slice(0, 22);
}

function toTime(text: string | undefined): string | undefined {
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function share<T>(interner: Interner | undefined, value: T): T {
  if (!interner || value === undefined) {
    return value;
  }
  return typeof value === 'string'
    ? (interner.text(value) as T)
    : (interner.value(value as object) as T);
}
