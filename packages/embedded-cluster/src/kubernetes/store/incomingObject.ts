import { KubernetesObject } from '../../storage/types';
import { isJsonMap } from '../../storage/jsonValue';
import { badRequest } from '../errors';
import { apiVersionOf, ResourceType } from '../resources/ResourceType';
import { decodeMetadata } from '../validation/decoding';

/**
 * Checks that a value is an object of the type at all, and gives it the fields
 * that every object has. Changes the value in place.
 *
 * @throws StatusError BadRequest
 * @internal
 */
export function readIncoming(
  value: unknown,
  type: ResourceType,
  namespace: string | undefined,
  name: string | undefined,
): KubernetesObject {
  if (!isJsonMap(value)) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${type.kind}): it is no JSON object`,
    );
  }
  const apiVersion = apiVersionOf(type.group, type.version);
  const object = value as unknown as KubernetesObject;
  if (object.kind !== undefined && object.kind !== type.kind) {
    throw badRequest(
      `${object.kind} in version "${type.version}" cannot be handled as a ${type.kind}: the kind in the data (${object.kind}) does not match the expected kind (${type.kind})`,
    );
  }
  if (object.apiVersion !== undefined && object.apiVersion !== apiVersion) {
    throw badRequest(
      `the API version in the data (${object.apiVersion}) does not match the expected API version (${apiVersion})`,
    );
  }
  object.apiVersion = apiVersion;
  object.kind = type.kind;
  object.metadata ??= {};
  if (!isJsonMap(object.metadata)) {
    throw badRequest(
      `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: json: cannot unmarshal into Go struct field .metadata of type v1.ObjectMeta`,
    );
  }
  decodeMetadata(object);
  const { metadata } = object;
  if (type.namespaced) {
    metadata.namespace ??= namespace;
    if (namespace && metadata.namespace !== namespace) {
      throw badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    }
    if (!metadata.namespace) {
      throw badRequest('an empty namespace may not be set during creation');
    }
  } else {
    delete metadata.namespace;
  }
  metadata.name ??= name;
  if (name !== undefined && metadata.name !== name) {
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
  }
  return object;
}
