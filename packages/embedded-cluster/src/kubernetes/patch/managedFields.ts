import { ManagedFieldsEntry, KubernetesObject } from '../../storage/types';
import {
  equalJson,
  getField,
  isJsonMap,
  JsonMap,
} from '../../storage/jsonValue';

type FieldSet = { [field: string]: FieldSet };

/** Who writes, and what kind of write it is. @internal */
export interface Writer {
  manager: string;
  apiVersion: string;
  subresource: string;
  time: string;
}

const trackedMetadata = new Set([
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
  'generateName',
]);

/**
 * Who owns which field after a write of the kind Update: what the writer added or
 * changed becomes its own and nobody else's, what went away is nobody's. Lists
 * count as one field.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 * @internal
 */
export function trackFields(
  before: KubernetesObject | undefined,
  after: KubernetesObject,
  writer: Writer,
): ManagedFieldsEntry[] {
  const old = before ? trackedPart(before) : {};
  const now = trackedPart(after);
  const changed = changedFields(old, now, 0) ?? {};
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

function trackedPart(object: KubernetesObject): JsonMap {
  const { apiVersion, kind, metadata, ...rest } = object;
  const tracked = Object.entries(metadata).filter(([field]) =>
    trackedMetadata.has(field),
  );
  return { ...rest, metadata: Object.fromEntries(tracked) };
}

function changedFields(
  before: unknown,
  after: unknown,
  depth: number,
  inMetadata: boolean = false,
): FieldSet | undefined {
  if (!isJsonMap(after) || !Object.keys(after).length) {
    return equalJson(before, after) ? undefined : {};
  }
  const result: FieldSet = {};
  // The object itself and its metadata are no maps that somebody could own.
  if (!isJsonMap(before) && depth > 0 && !inMetadata) {
    result['.'] = {};
  }
  for (const field of Object.keys(after).sort()) {
    const isMetadata = depth === 0 && field === 'metadata';
    const child = changedFields(
      getField(before, field),
      after[field],
      depth + 1,
      isMetadata,
    );
    if (child && !(isMetadata && !Object.keys(child).length)) {
      result[`f:${field}`] = child;
    }
  }
  return Object.keys(result).length ? result : undefined;
}

function removedFields(before: unknown, after: unknown): FieldSet | undefined {
  if (!isJsonMap(before)) {
    return undefined;
  }
  const result: FieldSet = {};
  for (const field of Object.keys(before)) {
    if (!isJsonMap(after) || !Object.hasOwn(after, field)) {
      result[`f:${field}`] = {};
    } else {
      const child = removedFields(before[field], after[field]);
      if (child) {
        result[`f:${field}`] = child;
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
