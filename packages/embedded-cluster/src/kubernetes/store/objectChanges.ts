import { randomUUID } from 'node:crypto';
import { KubernetesObject } from '../../storage/types';
import { cloneJson, equalJson } from '../../storage/jsonValue';
import { ResourceType } from '../resources/ResourceType';

/** Gives a new object what the server alone decides. @internal */
export function setInitialFields(
  type: ResourceType,
  object: KubernetesObject,
  timestamp: string,
): void {
  const { metadata } = object;
  metadata.uid = randomUUID();
  metadata.creationTimestamp = timestamp;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.managedFields;
  delete metadata.generation;
  if (type.tracksGeneration) {
    metadata.generation = 1;
  }
  if (type.hasStatus) {
    delete object.status;
  }
}

/** Takes over what a client cannot change. @internal */
export function keepSystemFields(
  object: KubernetesObject,
  before: KubernetesObject,
): void {
  for (const field of [
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'generation',
    'managedFields',
    'resourceVersion',
    'generateName',
  ] as const) {
    copyField(before.metadata, object.metadata, field);
  }
}

/** Makes a field the same, absent included. @internal */
export function copyField<T extends object>(
  from: T,
  to: T,
  field: keyof T,
): void {
  if (from[field] === undefined) {
    delete to[field];
  } else {
    to[field] = from[field];
  }
}

/** The present object with nothing but the status of the new one. @internal */
export function withStatusOf(
  before: KubernetesObject,
  object: KubernetesObject,
): KubernetesObject {
  const result = cloneJson(before);
  copyField(object, result, 'status');
  return result;
}

/** Whether a change counts for `metadata.generation`. @internal */
export function specChanged(
  type: ResourceType,
  before: KubernetesObject,
  after: KubernetesObject,
): boolean {
  return !equalJson(counted(type, before), counted(type, after));
}

/** What `metadata.generation` counts changes of. */
function counted(type: ResourceType, object: KubernetesObject): object {
  const { metadata, ...rest } = object;
  if (type.hasStatus) {
    delete rest.status;
  }
  return rest;
}

/** What has to differ for an update to be one. @internal */
export function withoutTracking(object: KubernetesObject): object {
  const { managedFields, ...metadata } = object.metadata;
  return { ...object, metadata };
}
