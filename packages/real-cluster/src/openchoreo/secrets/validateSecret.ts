import { ServiceError } from '../ServiceError';

/** Keys that a type demands. */
const required = new Map<string, string[]>([
  ['Opaque', []],
  ['kubernetes.io/basic-auth', ['password']],
  ['kubernetes.io/ssh-auth', ['ssh-privatekey']],
  ['kubernetes.io/dockerconfigjson', ['.dockerconfigjson']],
  ['kubernetes.io/tls', ['tls.crt', 'tls.key']],
]);
const labelName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Checks type and data, in the order in which openchoreo-api says what is wrong. @throws ServiceError */
export function validateData(type: string, data: Map<string, string>): void {
  const keys = required.get(type);
  if (!keys) {
    throw ServiceError.invalid(`unsupported secretType: ${type}`);
  }
  if (data.size === 0) {
    throw ServiceError.invalid('data must contain at least one entry');
  }
  for (const [key, value] of data) {
    if (key === '') {
      throw ServiceError.invalid('data keys must not be empty');
    }
    if (value === '') {
      throw ServiceError.invalid(`data["${key}"] must not be empty`);
    }
  }
  for (const key of keys) {
    if (!data.has(key)) {
      throw ServiceError.invalid(
        `data["${key}"] is required for secretType ${type}`,
      );
    }
  }
}

/** Checks the names of labels. @throws ServiceError in the words of Kubernetes */
export function validateLabels(labels: Map<string, string>): void {
  for (const key of labels.keys()) {
    const name = key.slice(key.indexOf('/') + 1);
    if (!labelName.test(name)) {
      throw ServiceError.invalid(
        `invalid label key "${key}": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
      );
    }
  }
}
