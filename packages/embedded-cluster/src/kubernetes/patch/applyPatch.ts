import { KubernetesObject } from '../../storage/types';
import { StatusError } from '../../storage/StatusError';
import { cloneJson, isJsonMap, JsonMap } from '../../storage/jsonValue';
import { badRequest, invalid } from '../errors';
import { ResourceType } from '../resources/ResourceType';
import { invalidValue } from '../validation/causes';
import { jsonPatch, PatchError, PatchOperation } from './jsonPatch';
import { mergePatch } from './mergePatch';

/**
 * Applies a patch of either kind to an object.
 *
 * @throws StatusError BadRequest for a patch that is none, Invalid for one that does not fit or means another object
 * @internal
 */
export function applyPatch(
  type: ResourceType,
  present: KubernetesObject,
  kind: 'merge' | 'json',
  patch: unknown,
): unknown {
  const patched = patchedBy(type, present, kind, patch);
  const { uid } = (isJsonMap(patched) && asMap(patched.metadata)) || {};
  if (uid !== undefined && uid !== present.metadata.uid) {
    throw invalid(type, present.metadata.name!, [
      invalidValue('metadata.uid', uid, 'field is immutable'),
    ]);
  }
  return patched;
}

function asMap(value: unknown): JsonMap | undefined {
  return isJsonMap(value) ? value : undefined;
}

function patchedBy(
  type: ResourceType,
  present: KubernetesObject,
  kind: 'merge' | 'json',
  patch: unknown,
): unknown {
  if (kind === 'merge') {
    if (!isJsonMap(patch)) {
      throw badRequest('error decoding patch: it is no JSON object');
    }
    return mergePatch(present, cloneJson(patch));
  }
  if (!Array.isArray(patch) || !patch.every(isJsonMap)) {
    throw badRequest('error decoding patch: it is no list of operations');
  }
  try {
    return jsonPatch(present, patch as unknown as PatchOperation[]);
  } catch (error) {
    if (error instanceof PatchError) {
      throw new StatusError(
        422,
        'Invalid',
        `the server rejected our request due to an error in our request: ${error.message}`,
        { name: present.metadata.name, group: type.group, kind: type.resource },
      );
    }
    throw error;
  }
}
