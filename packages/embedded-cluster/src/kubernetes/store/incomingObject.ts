import { KubernetesObject } from '../../storage/types';
import { isJsonMap, JsonMap } from '../../storage/jsonValue';
import { kindProblem } from '../decoding/decodeBody';
import { DecodeError, wrongType } from '../decoding/DecodeError';
import { decodeMetadata } from '../decoding/decodeMetadata';
import { badRequest, invalid } from '../errors';
import { apiVersionOf, ResourceType } from '../resources/ResourceType';
import { invalidValue } from '../validation/causes';

/** @internal */
export interface IncomingObject {
  object: KubernetesObject;
  /** Paths of fields that nobody knows; they are dropped. */
  unknown: string[];
}

/**
 * Reads a value as an object of a type and gives it the fields that every object
 * has, in place. A kind that is not said is the type's.
 *
 * @throws DecodeError for wrong types, StatusError Invalid for another kind of custom resource
 * @internal
 */
export function readObject(value: unknown, type: ResourceType): IncomingObject {
  if (!isJsonMap(value)) {
    throw wrongType(value, `Go value of type ${type.version}.${type.kind}`);
  }
  checkKind(value, type);
  const object = value as unknown as KubernetesObject;
  object.metadata ??= {};
  const { metadata } = object;
  const target = type.custom
    ? 'Go value of type v1.ObjectMeta'
    : `Go struct field ${type.kind}.metadata of type v1.ObjectMeta`;
  if (!isJsonMap(metadata)) {
    throw wrongType(metadata, target);
  }
  const parent = type.custom ? 'ObjectMeta' : 'ObjectMeta.metadata';
  const unknown = decodeMetadata(object, parent);
  type.decode?.(object);
  return { object, unknown };
}

/**
 * Gives an object the place that a request names, unless it names another one.
 *
 * @param name - absent: any
 * @throws StatusError BadRequest
 * @internal
 */
export function putInPlace(
  { metadata }: KubernetesObject,
  type: ResourceType,
  namespace: string | undefined,
  name?: string,
): void {
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
  if (name === undefined) {
    return;
  }
  if (!metadata.name) {
    throw badRequest(
      `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
    );
  }
  if (metadata.name !== name) {
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
  }
}

function checkKind(object: JsonMap, type: ResourceType): void {
  const expected = apiVersionOf(type.group, type.version);
  object.apiVersion ??= expected;
  object.kind ??= type.kind;
  const apiVersion = String(object.apiVersion);
  const kind = String(object.kind);
  if (!type.custom) {
    const problem = kindProblem(apiVersion, kind, type);
    if (problem) {
      throw new DecodeError(problem);
    }
    return;
  }
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  const { name = '' } = isJsonMap(object.metadata) ? object.metadata : {};
  const refuse = (field: string, given: string, wanted: string) =>
    invalid({ group, kind }, String(name), [
      invalidValue(field, given, `must be ${wanted}`),
    ]);
  if (kind !== type.kind) {
    throw refuse('kind', kind, type.kind);
  }
  if (apiVersion !== expected) {
    throw refuse('apiVersion', apiVersion, expected);
  }
}
