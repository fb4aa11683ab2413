import { StoredObject } from '../../storage/StoredObject';
import { KubernetesObject } from '../../storage/types';
import { apiVersionOf, ResourceType } from '../resources/ResourceType';

/** How every kept object of a version begins. */
function head(type: ResourceType, version: string): string {
  return `{"apiVersion":${JSON.stringify(apiVersionOf(type.group, version))}`;
}

/** The text of an object as it is kept: in the stored version, `apiVersion` and `kind` first. @internal */
export function serialize(
  object: KubernetesObject,
  type: ResourceType,
  revision: number,
): string {
  const { apiVersion, kind, metadata, ...rest } = object;
  return JSON.stringify({
    apiVersion: apiVersionOf(type.group, type.storageVersion),
    kind: type.kind,
    metadata: { ...metadata, resourceVersion: String(revision) },
    ...rest,
  });
}

/** The text of an object in the version that was asked for. @internal */
export function textOf(stored: StoredObject, type: ResourceType): string {
  return type.version === type.storageVersion
    ? stored.json
    : head(type, type.version) +
        stored.json.slice(head(type, type.storageVersion).length);
}

/** The text of an item of a list; only custom resources carry their kind there. @internal */
export function itemText(stored: StoredObject, type: ResourceType): string {
  if (type.custom) {
    return textOf(stored, type);
  }
  const kindPart = `${head(type, type.storageVersion)},"kind":"${type.kind}",`;
  return `{${stored.json.slice(kindPart.length)}`;
}

/** A copy of an object in the version that was asked for. @internal */
export function objectOf(
  stored: StoredObject,
  type: ResourceType,
): KubernetesObject {
  const object = stored.parse();
  object.apiVersion = apiVersionOf(type.group, type.version);
  return object;
}
