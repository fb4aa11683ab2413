import { ManagedFieldsEntry, KubernetesObject } from '../../storage/types';
import { equalJson, getField, isJsonMap } from '../../storage/jsonValue';
import { StructuralSchema } from '../types';
import { OwnedPart, partsOf } from './ownedParts';

type FieldSet = { [field: string]: FieldSet };

/** Who writes, and what kind of write it is. @internal */
export interface Writer {
  manager: string;
  apiVersion: string;
  subresource: string;
  time: string;
}

/** How the fields of a type are owned. @internal */
export interface TrackedType {
  /** Tells which lists and maps have parts of their own. */
  schema?: StructuralSchema;
  /** Parts that are always there, so that nobody owns them as such; by default `metadata` alone. */
  structs?: object;
}

const trackedMetadata: StructuralSchema = {
  properties: {
    labels: {},
    annotations: {},
    generateName: {},
    finalizers: { 'x-kubernetes-list-type': 'set' },
    ownerReferences: {
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['uid'],
      items: { 'x-kubernetes-map-type': 'atomic' },
    },
  },
};

/**
 * Who owns which field after a write of the kind Update: what the writer added or
 * changed becomes its own and nobody else's, what went away is nobody's.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 * @internal
 */
export function trackFields(
  type: TrackedType,
  before: KubernetesObject | undefined,
  after: KubernetesObject,
  writer: Writer,
): ManagedFieldsEntry[] {
  const old = trackedPart(type, before);
  const now = trackedPart(type, after);
  const changed = changedFields(old, now, false) ?? {};
  const removed = removedFields(old, now) ?? {};
  const entries: ManagedFieldsEntry[] = [];
  let own: FieldSet = {};
  let time = writer.time;
  for (const entry of before?.metadata.managedFields ?? []) {
    const left = without(entry.fieldsV1 as FieldSet, removed);
    if (isWrittenBy(entry, writer)) {
      own = left;
      // A write that only takes away leaves the time as it was.
      time = Object.keys(changed).length ? writer.time : entry.time ?? time;
    } else {
      const rest = without(left, changed);
      if (Object.keys(rest).length) {
        entries.push({ ...entry, fieldsV1: rest });
      }
    }
  }
  const fields = union(own, changed);
  if (Object.keys(fields).length) {
    entries.push({
      manager: writer.manager,
      operation: 'Update',
      apiVersion: writer.apiVersion,
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: fields,
      ...(writer.subresource ? { subresource: writer.subresource } : {}),
    });
  }
  return entries.sort(inOrder);
}

/**
 * The entries to go on from: those that a client sends count, and a list that is empty, or has
 * one empty entry, takes all away.
 *
 * @internal
 */
export function entriesToKeep(
  given: ManagedFieldsEntry[] | undefined,
  present: ManagedFieldsEntry[] | undefined,
): ManagedFieldsEntry[] | undefined {
  if (!given) {
    return present;
  }
  const isReset =
    !given.length || (given.length === 1 && !Object.keys(given[0]).length);
  if (isReset) {
    return undefined;
  }
  return given.every(isEntry) ? given : present;
}

function isEntry(entry: ManagedFieldsEntry): boolean {
  return (
    ['Update', 'Apply'].includes(entry.operation) &&
    entry.fieldsType === 'FieldsV1' &&
    isJsonMap(entry.fieldsV1)
  );
}

/** As the server sorts them: by whole seconds, then by names. */
function inOrder(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  const keysOf = (entry: ManagedFieldsEntry) => [
    entry.time ?? '',
    entry.manager ?? '',
    entry.apiVersion ?? '',
    entry.subresource ?? '',
  ];
  const others = keysOf(b);
  for (const [index, key] of keysOf(a).entries()) {
    if (key !== others[index]) {
      return key < others[index] ? -1 : 1;
    }
  }
  return 0;
}

function isWrittenBy(entry: ManagedFieldsEntry, writer: Writer): boolean {
  return (
    entry.manager === writer.manager &&
    entry.operation === 'Update' &&
    entry.apiVersion === writer.apiVersion &&
    (entry.subresource ?? '') === writer.subresource
  );
}

function trackedPart(
  { schema = {}, structs = {} }: TrackedType,
  object: KubernetesObject | undefined,
): OwnedPart {
  const { apiVersion, kind, metadata, ...rest } = object ?? { metadata: {} };
  const tracked = Object.entries(metadata).filter(([field]) =>
    Object.hasOwn(trackedMetadata.properties!, field),
  );
  return {
    value: withStructs(
      { ...rest, metadata: Object.fromEntries(tracked) },
      structs,
    ),
    schema: {
      ...schema,
      properties: { ...schema.properties, metadata: trackedMetadata },
    },
  };
}

function withStructs(value: unknown, structs: object): unknown {
  const result: Record<string, unknown> = isJsonMap(value) ? { ...value } : {};
  for (const [field, inner] of Object.entries(structs)) {
    const present = getField(result, field);
    if (present === undefined || isJsonMap(present)) {
      result[field] = withStructs(present, inner);
    }
  }
  return result;
}

/** @param isOwned - whether the part as such belongs to somebody when it is new */
function changedFields(
  before: OwnedPart | undefined,
  after: OwnedPart,
  isOwned: boolean,
): FieldSet | undefined {
  const parts = partsOf(after);
  if (!parts.size) {
    return equalJson(before?.value, after.value) ? undefined : {};
  }
  const result: FieldSet = {};
  if (isOwned && typeof before?.value !== 'object') {
    result['.'] = {};
  }
  const old = before && partsOf(before);
  for (const [name, part] of parts) {
    const child = changedFields(old?.get(name), part, true);
    if (child) {
      result[name] = child;
    }
  }
  return Object.keys(result).length ? result : undefined;
}

function removedFields(
  before: OwnedPart,
  after: OwnedPart | undefined,
): FieldSet | undefined {
  const result: FieldSet = {};
  const left = after && partsOf(after);
  for (const [name, part] of partsOf(before)) {
    const same = left?.get(name);
    if (!same) {
      result[name] = {};
    } else {
      const child = removedFields(part, same);
      if (child) {
        result[name] = child;
      }
    }
  }
  return Object.keys(result).length ? result : undefined;
}

function without(fields: FieldSet, taken: FieldSet): FieldSet {
  const result: FieldSet = {};
  for (const [field, children] of Object.entries(fields)) {
    const takenChildren = taken[field];
    if (!takenChildren) {
      result[field] = children;
    } else if (Object.keys(takenChildren).length) {
      const left = without(itself(children), takenChildren);
      if (Object.keys(left).length) {
        result[field] = onlyItself(left) ? {} : left;
      }
    }
  }
  return result;
}

/** A field that is owned without anything in it is written as empty, else as a point beside its children. */
function itself(fields: FieldSet): FieldSet {
  return Object.keys(fields).length ? fields : { '.': {} };
}

function onlyItself(fields: FieldSet): boolean {
  return Object.keys(fields).every(field => field === '.');
}

function union(a: FieldSet, b: FieldSet): FieldSet {
  const result: FieldSet = { ...a };
  for (const [field, children] of Object.entries(b)) {
    const mine = result[field] ?? children;
    result[field] =
      onlyItself(mine) && onlyItself(children)
        ? children
        : union(itself(mine), itself(children));
  }
  return Object.fromEntries(
    Object.entries(result).sort(([x], [y]) => (x < y ? -1 : 1)),
  );
}
