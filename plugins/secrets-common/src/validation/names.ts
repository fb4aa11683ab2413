const DNS_1123_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_1123_SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SECRET_KEY = /^[-._a-zA-Z0-9]+$/;

/** Longest name of a Kubernetes object, and longest key of a Secret. @public */
export const MAX_NAME_LENGTH = 253;
/** Longest name of a namespace. @public */
export const MAX_NAMESPACE_LENGTH = 63;

/**
 * Says what is wrong with the name of a secret; `undefined` when nothing is.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
 * @public
 */
export function explainSecretName(name: string): string | undefined {
  if (name === '') {
    return 'A name is needed.';
  }
  if (name.length > MAX_NAME_LENGTH) {
    return `The name has ${name.length} characters; at most ${MAX_NAME_LENGTH} are allowed.`;
  }
  return DNS_1123_SUBDOMAIN.test(name)
    ? undefined
    : 'Use lower-case letters, digits, dashes and dots; begin and end each part with a letter or digit.';
}

/**
 * Says what is wrong with the name of a namespace; `undefined` when nothing is.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 * @public
 */
export function explainNamespaceName(name: string): string | undefined {
  if (name.length > MAX_NAMESPACE_LENGTH) {
    return `The namespace has ${name.length} characters; at most ${MAX_NAMESPACE_LENGTH} are allowed.`;
  }
  return DNS_1123_LABEL.test(name)
    ? undefined
    : 'Use lower-case letters, digits and dashes; begin and end with a letter or digit.';
}

/**
 * Says what is wrong with a key of a secret; `undefined` when nothing is.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data
 * @public
 */
export function explainSecretKey(key: string): string | undefined {
  if (key === '') {
    return 'A key is needed.';
  }
  if (key.length > MAX_NAME_LENGTH) {
    return `The key has ${key.length} characters; at most ${MAX_NAME_LENGTH} are allowed.`;
  }
  if (key === '.' || key.startsWith('..')) {
    return 'A key may not be "." and may not begin with "..".';
  }
  return SECRET_KEY.test(key)
    ? undefined
    : 'Use letters, digits, dashes, underscores and dots.';
}

/**
 * Says what is wrong with a namespace from which another is derived by a prefix, such as `openchoreo-kv-`; `undefined`
 * when nothing is.
 * @public
 */
export function explainDerivedNamespace(
  prefix: string,
  namespace: string,
): string | undefined {
  const problem = explainNamespaceName(namespace);
  if (problem) {
    return problem;
  }
  const room = MAX_NAMESPACE_LENGTH - prefix.length;
  return namespace.length <= room
    ? undefined
    : `The namespace has ${namespace.length} characters; at most ${room} are allowed here, because its values live in the namespace "${prefix}" followed by its name, and that may have ${MAX_NAMESPACE_LENGTH}.`;
}
