import { StatusCause } from '../../storage/StatusError';
import { KubernetesObject } from '../../storage/types';
import { equalJson } from '../../storage/jsonValue';
import {
  decodeBytes,
  decodeFlag,
  decodeTexts,
  setOrDrop,
} from '../decoding/decodeFields';
import { forbiddenField, invalidValue, tooLong } from '../validation/causes';
import { configKeyProblems } from '../validation/names';

const sizeLimit = 1024 * 1024;

/** @throws DecodeError @internal */
export function decodeConfigMap(object: KubernetesObject): void {
  setOrDrop(object, 'data', decodeTexts('ConfigMap.data', object.data));
  setOrDrop(
    object,
    'binaryData',
    decodeBytes('ConfigMap.binaryData', object.binaryData),
  );
  setOrDrop(
    object,
    'immutable',
    decodeFlag('ConfigMap.immutable', object.immutable),
  );
}

/** @internal */
export function validateConfigMap(
  object: KubernetesObject,
  before: KubernetesObject | undefined,
): StatusCause[] {
  const causes: StatusCause[] = [];
  let size = 0;
  for (const field of ['data', 'binaryData']) {
    const entries: [string, string][] = Object.entries(object[field] ?? {});
    for (const [key, value] of entries) {
      for (const problem of configKeyProblems(key)) {
        causes.push(invalidValue(`${field}[${key}]`, key, problem));
      }
      size += Buffer.byteLength(value, field === 'data' ? 'utf8' : 'base64');
    }
  }
  if (size > sizeLimit) {
    causes.push(tooLong('', sizeLimit));
  }
  return [
    ...causes,
    ...immutableCauses(object, before, ['data', 'binaryData']),
  ];
}

/** What changed although the object was declared immutable. @internal */
export function immutableCauses(
  object: KubernetesObject,
  before: KubernetesObject | undefined,
  fields: string[],
): StatusCause[] {
  if (before?.immutable !== true) {
    return [];
  }
  const message = 'field is immutable when `immutable` is set';
  const causes: StatusCause[] = [];
  if (object.immutable !== true) {
    causes.push(forbiddenField('immutable', message));
  }
  for (const field of fields) {
    if (!equalJson(object[field] ?? {}, before[field] ?? {})) {
      causes.push(forbiddenField(field, message));
    }
  }
  return causes;
}
