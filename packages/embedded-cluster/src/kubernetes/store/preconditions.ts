import { KubernetesObject } from '../../storage/types';
import { conflict, invalid } from '../errors';
import { ResourceType } from '../resources/ResourceType';
import { invalidValue } from '../validation/causes';

/** @internal */
export interface Preconditions {
  uid?: string;
  resourceVersion?: string;
}

/** Whether an update is meant for the object as it is now; another `uid` in a patch is judged as a change. @throws StatusError Conflict, Invalid @internal */
export function checkVersion(
  type: ResourceType,
  object: KubernetesObject,
  before: KubernetesObject,
  isPatch: boolean,
): void {
  const name = before.metadata.name!;
  const { resourceVersion, uid } = object.metadata;
  if (uid && !isPatch && uid !== before.metadata.uid) {
    const { namespace } = before.metadata;
    const key = ['/registry', type.registryPath, namespace, name]
      .filter(Boolean)
      .join('/');
    throw conflict(
      type,
      name,
      `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`,
    );
  }
  if (!resourceVersion || resourceVersion === '0') {
    if (!type.unconditionalUpdate) {
      throw invalid({ group: type.group, kind: type.resource }, name, [
        invalidValue(
          'metadata.resourceVersion',
          0,
          'must be specified for an update',
        ),
      ]);
    }
  } else if (resourceVersion !== before.metadata.resourceVersion) {
    throw conflict(type, name);
  }
}

/** Whether a deletion is meant for the object as it is now. @throws StatusError Conflict @internal */
export function checkPreconditions(
  type: ResourceType,
  object: KubernetesObject,
  { uid, resourceVersion }: Preconditions,
): void {
  const named = { group: type.group, resource: type.kind };
  const { metadata } = object;
  if (uid && uid !== metadata.uid) {
    throw conflict(
      named,
      metadata.name!,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    throw conflict(
      named,
      metadata.name!,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  }
}
