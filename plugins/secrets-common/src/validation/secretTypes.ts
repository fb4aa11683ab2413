import { SecretType } from '../types';

/**
 * Keys that a secret of the type must have. Kubernetes is content with a user name alone in basic-auth; OpenChoreo is
 * not, and nobody can log in with one.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
 * @public
 */
export const REQUIRED_KEYS: Readonly<Record<SecretType, readonly string[]>> = {
  Opaque: [],
  'kubernetes.io/basic-auth': ['password'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

/** Keys that readers of the type know as well, and that a form offers. @public */
export const OPTIONAL_KEYS: Readonly<Record<SecretType, readonly string[]>> = {
  Opaque: [],
  'kubernetes.io/basic-auth': ['username'],
  'kubernetes.io/ssh-auth': ['known_hosts'],
  'kubernetes.io/dockerconfigjson': [],
  'kubernetes.io/tls': ['ca.crt'],
};

/** What stands for the type in the path of a value in its store. @public */
export const STORE_SEGMENTS: Readonly<Record<SecretType, string>> = {
  Opaque: 'generic',
  'kubernetes.io/basic-auth': 'basic-auth',
  'kubernetes.io/ssh-auth': 'ssh-auth',
  'kubernetes.io/dockerconfigjson': 'registry',
  'kubernetes.io/tls': 'tls',
};
