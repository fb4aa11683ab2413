import { KubernetesObject } from '../../storage/types';
import { StatusError } from '../../storage/StatusError';
import { cloneJson, isJsonMap } from '../../storage/jsonValue';
import { DecodeError, wrongType } from '../decoding/DecodeError';
import { parseJson } from '../decoding/JsonParser';
import { badRequest } from '../errors';
import { jsonPatch, PatchError, PatchOperation } from './jsonPatch';
import { mergePatch } from './mergePatch';

/** @internal */
export type PatchKind = 'merge' | 'json';

/** Reads a patch that came as text. @throws StatusError BadRequest @internal */
export function readPatch(kind: PatchKind, text: string): unknown {
  return orBadRequest(() => {
    const { value } = parseJson(text);
    checkPatch(kind, value);
    return value;
  });
}

/**
 * Applies a patch of either kind to an object.
 *
 * @throws StatusError BadRequest for a patch that is none, Invalid for one that does not fit
 * @internal
 */
export function applyPatch(
  present: KubernetesObject,
  kind: PatchKind,
  patch: unknown,
): unknown {
  orBadRequest(() => checkPatch(kind, patch));
  if (kind === 'merge') {
    return mergePatch(present, cloneJson(patch));
  }
  try {
    return jsonPatch(present, patch as PatchOperation[]);
  } catch (error) {
    if (error instanceof PatchError) {
      throw new StatusError(
        422,
        'Invalid',
        'the server rejected our request due to an error in our request',
        {},
      );
    }
    throw error;
  }
}

function checkPatch(kind: PatchKind, patch: unknown): void {
  if (kind === 'merge') {
    if (!isJsonMap(patch)) {
      throw wrongType(patch, 'Go value of type map[string]interface {}');
    }
    return;
  }
  const operation = 'handlers.jsonPatchOp';
  if (!Array.isArray(patch)) {
    throw wrongType(patch, `Go value of type []${operation}`);
  }
  const misfit = patch.find(item => !isJsonMap(item));
  if (misfit !== undefined) {
    throw wrongType(misfit, `Go value of type ${operation}`);
  }
}

function orBadRequest<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof DecodeError
      ? badRequest(`error decoding patch: ${error.message}`)
      : error;
  }
}
