import { StatusCause } from '../../storage/StatusError';
import { KubernetesObject } from '../../storage/types';
import { isJsonMap, setField } from '../../storage/jsonValue';
import { invalidValue, required, tooLong } from '../validation/causes';
import { decodeBytes, decodeText, decodeTexts } from '../validation/decoding';
import { configKeyProblems } from '../validation/names';
import { immutableCauses, replace } from './configMap';

const sizeLimit = 1024 * 1024;
const redacted = '<secret contents redacted>';

/** Decodes `data`, takes `stringData` over into it and gives a type. @internal */
export function prepareSecret(object: KubernetesObject): void {
  const data = decodeBytes(object, 'Secret.data', object.data) ?? {};
  const texts = decodeTexts(object, 'Secret.stringData', object.stringData);
  for (const [key, text] of Object.entries(texts ?? {})) {
    setField(data, key, Buffer.from(text).toString('base64'));
  }
  delete object.stringData;
  replace(object, 'data', data);
  object.type = decodeText(object, 'Secret.type', object.type) || 'Opaque';
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
  const text = Buffer.from(data[key], 'base64').toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    return value === null || isJsonMap(value)
      ? []
      : [
          invalidValue(
            `data[${key}]`,
            redacted,
            'json: cannot unmarshal into Go value of type map[string]interface {}',
          ),
        ];
  } catch {
    // The parser's own message would quote the value.
    return [
      invalidValue(`data[${key}]`, redacted, 'unexpected end of JSON input'),
    ];
  }
}
