import { StatusCause } from '../../storage/StatusError';
import { KubernetesObject } from '../../storage/types';
import { isJsonMap, setField } from '../../storage/jsonValue';
import { DecodeError, wrongType } from '../decoding/DecodeError';
import {
  decodeBytes,
  decodeFlag,
  decodeText,
  decodeTexts,
  setOrDrop,
} from '../decoding/decodeFields';
import { parseJson } from '../decoding/JsonParser';
import { invalidValue, required, tooLong } from '../validation/causes';
import { configKeyProblems } from '../validation/names';
import { immutableCauses } from './configMap';

const sizeLimit = 1024 * 1024;
const redacted = '<secret contents redacted>';

/** @throws DecodeError @internal */
export function decodeSecret(object: KubernetesObject): void {
  setOrDrop(object, 'data', decodeBytes('Secret.data', object.data));
  setOrDrop(
    object,
    'stringData',
    decodeTexts('Secret.stringData', object.stringData),
  );
  setOrDrop(
    object,
    'type',
    decodeText('Secret.type', object.type, 'v1.SecretType'),
  );
  setOrDrop(
    object,
    'immutable',
    decodeFlag('Secret.immutable', object.immutable),
  );
}

/** Takes `stringData` over into `data` and gives a type. @internal */
export function prepareSecret(object: KubernetesObject): void {
  const data = object.data ?? {};
  for (const [key, text] of Object.entries(object.stringData ?? {})) {
    setField(data, key, Buffer.from(text as string).toString('base64'));
  }
  delete object.stringData;
  setOrDrop(object, 'data', data);
  object.type ??= 'Opaque';
}

/**
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
 * @internal
 */
export function validateSecret(
  object: KubernetesObject,
  before: KubernetesObject | undefined,
): StatusCause[] {
  const causes: StatusCause[] = [];
  const data: Record<string, string> = object.data ?? {};
  let size = 0;
  for (const [key, value] of Object.entries(data)) {
    for (const problem of configKeyProblems(key)) {
      causes.push(invalidValue(`data[${key}]`, key, problem));
    }
    size += Buffer.byteLength(value, 'base64');
  }
  if (size > sizeLimit) {
    causes.push(tooLong('data', sizeLimit));
  }
  causes.push(...typeCauses(object, data));
  if (before && before.type !== object.type) {
    causes.push(invalidValue('type', object.type, 'field is immutable'));
  }
  return [...causes, ...immutableCauses(object, before, ['data'])];
}

function typeCauses(
  object: KubernetesObject,
  data: Record<string, string>,
): StatusCause[] {
  switch (object.type) {
    case 'kubernetes.io/service-account-token':
      return object.metadata.annotations?.['kubernetes.io/service-account.name']
        ? []
        : [
            required(
              'metadata.annotations[kubernetes.io/service-account.name]',
            ),
          ];
    case 'kubernetes.io/dockercfg':
      return dockerCauses(data, '.dockercfg');
    case 'kubernetes.io/dockerconfigjson':
      return dockerCauses(data, '.dockerconfigjson');
    case 'kubernetes.io/basic-auth':
      return Object.hasOwn(data, 'username') || Object.hasOwn(data, 'password')
        ? []
        : missing(data, ['username', 'password']);
    case 'kubernetes.io/ssh-auth':
      // An empty key counts as none, unlike with the other types.
      return data['ssh-privatekey'] ? [] : missing({}, ['ssh-privatekey']);
    case 'kubernetes.io/tls':
      return missing(data, ['tls.crt', 'tls.key']);
    default:
      return [];
  }
}

function missing(data: Record<string, string>, keys: string[]): StatusCause[] {
  return keys
    .filter(key => !Object.hasOwn(data, key))
    .map(key => required(`data[${key}]`));
}

function dockerCauses(
  data: Record<string, string>,
  key: string,
): StatusCause[] {
  if (!Object.hasOwn(data, key)) {
    return missing(data, [key]);
  }
  const problem = mapProblem(Buffer.from(data[key], 'base64').toString());
  return problem ? [invalidValue(`data[${key}]`, redacted, problem)] : [];
}

/** Why a text is no JSON object; the words name one character of it at most. */
function mapProblem(text: string): string | undefined {
  try {
    const { value } = parseJson(text);
    return value === null || isJsonMap(value)
      ? undefined
      : wrongType(value, 'Go value of type map[string]interface {}').message;
  } catch (error) {
    if (error instanceof DecodeError) {
      return error.message;
    }
    throw error;
  }
}
