import {
  FIELD_MANAGER,
  ForeignWrite,
  ManagedFields,
  ObjectMeta,
  programOf,
} from '@strongroom/backstage-plugin-secrets-node';

/** Top-level fields that carry what a Secret or a PushSecret says. */
const CONTENT = ['f:data', 'f:type', 'f:immutable', 'f:spec'];

/** Key names of a Secret, from its managed fields; `undefined` when nobody recorded any. */
export function secretKeysOf(metadata: ObjectMeta): string[] | undefined {
  const entries = metadata.managedFields?.filter(entry => entry.fieldsV1);
  return entries?.length ? keysIn(entries).sort() : undefined;
}

/** Names of the keys of a Secret that nobody but us has written. */
function keysOfOurs(metadata: ObjectMeta): string[] {
  const theirs = new Set(keysIn(others(metadata)));
  const entries = metadata.managedFields ?? [];
  return keysIn(entries).filter(key => !theirs.has(key));
}

/**
 * Keys of a Secret of ours that nothing pushes: another writer dropped them from what is pushed, and they stay because its
 * way of writing cannot remove them.
 */
export function leftoverKeysOf(
  metadata: ObjectMeta,
  pushed: ReadonlySet<string> | undefined,
): string[] {
  return pushed
    ? keysOfOurs(metadata)
        .filter(key => !pushed.has(key))
        .sort()
    : [];
}

/** Whether anybody but us wrote what the object says. */
export function hasForeignContent(metadata: ObjectMeta): boolean {
  return others(metadata).some(writesContent);
}

/** Whether somebody else wrote what an object of ours says after, or as soon as, we last did. */
export function isChangedByOthers(metadata: ObjectMeta): boolean {
  return lastWriteOfOthers(metadata) !== undefined;
}

/**
 * When somebody else wrote what an object of ours says, if that was after, or as soon as, we last did. One that we never
 * wrote is not ours, and what its writers do to it is no news.
 */
export function lastWriteOfOthers(metadata: ObjectMeta): string | undefined {
  return lastWritesOfOthers(metadata)
    .map(({ time = '' }) => time)
    .sort()
    .at(-1);
}

/** What others wrote to a Secret of ours after, or as soon as, we last did. */
export function foreignWritesOf(metadata: ObjectMeta): ForeignWrite[] {
  return lastWritesOfOthers(metadata).map(entry => ({
    by: programOf(entry.manager),
    keys: keysIn([entry]).sort(),
  }));
}

/**
 * Whether the managed fields show nobody but us. Status and finalizers belong to External Secrets and say nothing about
 * the content; a history that does not show even ourselves proves nothing.
 */
export function isOnlyOurs(metadata: ObjectMeta): boolean {
  const shown = metadata.managedFields?.some(
    entry => entry.manager === FIELD_MANAGER && entry.fieldsV1,
  );
  return Boolean(shown) && others(metadata).every(writesFinalizersOnly);
}

/** Whether a writer wrote more than status and finalizers. */
export function changesContent(entry: ManagedFields): boolean {
  return entry.subresource !== 'status' && !writesFinalizersOnly(entry);
}

function writesContent({ fieldsV1 }: ManagedFields): boolean {
  return CONTENT.some(field => field in (fieldsV1 ?? {}));
}

function others(metadata: ObjectMeta): ManagedFields[] {
  return (metadata.managedFields ?? []).filter(
    entry => entry.manager !== FIELD_MANAGER && entry.subresource !== 'status',
  );
}

function keysIn(entries: ManagedFields[]): string[] {
  const fields = entries.flatMap(entry =>
    Object.keys(fieldsOf(entry, 'f:data')),
  );
  const names = fields.filter(field => field.startsWith('f:'));
  return [...new Set(names.map(field => field.slice('f:'.length)))];
}

function writesFinalizersOnly(entry: ManagedFields): boolean {
  const {
    'f:metadata': metadata,
    'f:status': _,
    ...rest
  } = entry.fieldsV1 ?? {};
  return (
    Object.keys(rest).length === 0 &&
    Object.keys(metadata ?? {}).every(field => field === 'f:finalizers')
  );
}

function fieldsOf(entry: ManagedFields, field: string): object {
  const fields = entry.fieldsV1?.[field];
  return typeof fields === 'object' && fields !== null ? fields : {};
}

function lastWritesOfOthers(metadata: ObjectMeta): ManagedFields[] {
  const ours = (metadata.managedFields ?? []).filter(
    ({ manager, time }) => manager === FIELD_MANAGER && time,
  );
  const last = ours
    .map(({ time }) => time!)
    .sort()
    .at(-1);
  return last === undefined
    ? []
    : others(metadata).filter(
        entry => writesContent(entry) && (entry.time ?? '') >= last,
      );
}
