import { StatusCause } from '../../storage/StatusError';
import { KubernetesObject } from '../../storage/types';
import { equalJson } from '../../storage/jsonValue';
import { forbiddenField, invalidValue, tooLong } from '../validation/causes';
import { decodeBytes, decodeTexts } from '../validation/decoding';
import { configKeyProblems } from '../validation/names';

const sizeLimit = 1024 * 1024;

/** @internal */
export function prepareConfigMap(object: KubernetesObject): void {
  const texts = decodeTexts(object, 'ConfigMap.data', object.data);
  const bytes = decodeBytes(object, 'ConfigMap.binaryData', object.binaryData);
  replace(object, 'data', texts);
  replace(object, 'binaryData', bytes);
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

/** Sets a map, or drops the field when it is empty. @internal */
export function replace(
  object: KubernetesObject,
  field: string,
  map: Record<string, string> | undefined,
): void {
  if (map && Object.keys(map).length) {
    object[field] = map;
  } else {
    delete object[field];
  }
}
