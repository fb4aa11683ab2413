import {
  ANNOTATIONS,
  canonicaliseDuration,
  LABELS,
} from '@strongroom/backstage-plugin-secrets-common';
import { DEFAULT_REFRESH_INTERVAL } from './buildReference';
import { MergePatch } from './mergePatch';
import { formatStoredAs, parseStoredAs } from './storedAs';
import { ReferenceChange, SecretReference, SecretRow } from './types';

/**
 * Merges a change into a reference as it stands: what the change does not name stays, whoever wrote it, with the pins and
 * properties of the other keys.
 *
 * @returns a JSON merge patch without the resourceVersion
 */
export function changeReference(
  present: SecretReference,
  change: ReferenceChange & { operationId: string },
): MergePatch {
  const data = present.spec?.data ?? [];
  const changed = changeEntries(data, change, {
    make: key => ({
      secretKey: key,
      remoteRef: { key: change.remoteKey, property: key },
    }),
    repin: ({ secretKey, remoteRef }, version) => ({
      secretKey,
      remoteRef: remoteRef.version ? { ...remoteRef, version } : remoteRef,
    }),
  });
  const storedAs = changeStoredAs(
    parseStoredAs(present.metadata.annotations?.[ANNOTATIONS.storedAs]),
    changed.map(({ secretKey }) => secretKey),
    change,
  );
  const interval = refreshIntervalOf(change);
  const spec = {
    ...(!isSame(changed, data) && { data: changed }),
    ...(interval && { refreshInterval: interval }),
  };
  return {
    metadata: {
      ...labelsOf(change),
      annotations: {
        ...given(ANNOTATIONS.description, change.description),
        ...given(ANNOTATIONS.owner, change.owner),
        ...given(ANNOTATIONS.expiresAt, change.expiresAt),
        [ANNOTATIONS.storedAs]: formatStoredAs(storedAs) ?? null,
        ...adoptedAnnotations(present, change),
        [ANNOTATIONS.updatedBy]: change.updatedBy,
        [ANNOTATIONS.updatedAt]: change.updatedAt,
        [ANNOTATIONS.operation]: change.operationId,
      },
    },
    ...(Object.keys(spec).length > 0 && { spec }),
  };
}

/** What a row becomes by the same change, for reads that come before the index has seen it. */
export function changeRow(
  row: SecretRow,
  change: ReferenceChange & { operationId: string },
): SecretRow {
  const remoteRefs = changeEntries(row.remoteRefs, change, {
    make: key => ({ secretKey: key, key: change.remoteKey, property: key }),
    repin: (entry, version) => (entry.version ? { ...entry, version } : entry),
  });
  const keys = [...new Set(remoteRefs.map(({ secretKey }) => secretKey))];
  const labels = Object.entries({ ...row.labels, ...change.labels });
  return {
    ...row,
    keys: keys.sort(),
    remoteRefs,
    labels: Object.fromEntries(
      labels.filter((label): label is [string, string] => label[1] !== null),
    ),
    description: merged(row.description, change.description),
    owner: merged(row.owner, change.owner),
    expiresAt: toTime(merged(row.expiresAt, change.expiresAt)),
    refreshInterval: refreshIntervalOf(change) ?? row.refreshInterval,
    storedAs: changeStoredAs(row.storedAs, keys, change),
    updatedAt: toTime(change.updatedAt),
    updatedBy: change.updatedBy,
    operationId: change.operationId,
    ...(change.adopted && {
      ...change.adopted,
      managed: true,
      source: 'portal' as const,
    }),
  };
}

function labelsOf({ labels, adopted }: ReferenceChange): MergePatch {
  const taken = adopted && {
    [LABELS.managedBy]: adopted.managedBy,
    [LABELS.category]: adopted.category,
  };
  return labels || taken ? { labels: { ...labels, ...taken } } : {};
}

function adoptedAnnotations(
  { metadata }: SecretReference,
  { adopted, updatedBy }: ReferenceChange,
): MergePatch {
  return adopted
    ? {
        [ANNOTATIONS.createdBy]:
          metadata.annotations?.[ANNOTATIONS.createdBy] ?? updatedBy,
        [ANNOTATIONS.link]: adopted.link ?? null,
      }
    : {};
}

/** Those of the other keys as they are but for pins that move on, then those of new keys. */
function changeEntries<Entry extends { secretKey: string }>(
  entries: Entry[],
  { set, remove, replace, pin }: ReferenceChange,
  {
    make,
    repin,
  }: {
    make(key: string): Entry;
    /** Where it names a version. */
    repin(entry: Entry, version: string): Entry;
  },
): Entry[] {
  const kept = entries
    .filter(({ secretKey }) =>
      replace ? set.includes(secretKey) : !remove.includes(secretKey),
    )
    .map(entry =>
      pin?.keys.includes(entry.secretKey) ? repin(entry, pin.version) : entry,
    );
  const known = new Set(kept.map(({ secretKey }) => secretKey));
  const added = set.filter(key => !known.has(key)).sort();
  return [...kept, ...added.map(make)];
}

/** What was said of a value goes with it. */
function changeStoredAs(
  storedAs: Record<string, 'base64'>,
  keys: string[],
  { set, asBase64 = [] }: ReferenceChange,
): Record<string, 'base64'> {
  const encoded = keys.filter(key =>
    set.includes(key) ? asBase64.includes(key) : Object.hasOwn(storedAs, key),
  );
  return Object.fromEntries(encoded.map(key => [key, 'base64' as const]));
}

function refreshIntervalOf({
  refreshInterval,
}: ReferenceChange): string | undefined {
  return refreshInterval === undefined
    ? undefined
    : canonicaliseDuration(refreshInterval ?? DEFAULT_REFRESH_INTERVAL);
}

function given(key: string, value: string | null | undefined): MergePatch {
  return value === undefined ? {} : { [key]: value };
}

function merged(
  present: string | undefined,
  change: string | null | undefined,
): string | undefined {
  return change === undefined ? present : change ?? undefined;
}

function toTime(text: string | undefined): string | undefined {
  return text && new Date(text).toISOString();
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
