/** A namespace to create. */
export function namespace(name: string) {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

/** A Secret to create, its values given as text. */
export function secret(
  name: string,
  values: Record<string, string> = {},
  fields: object = {},
) {
  const data = Object.entries(values).map(([key, value]) => [
    key,
    Buffer.from(value).toString('base64'),
  ]);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    data: Object.fromEntries(data),
    ...fields,
  };
}

/** A custom resource to create: a reference with one key. */
export function reference(
  name: string,
  metadata: object = {},
  spec: object = {},
) {
  return {
    apiVersion: 'openchoreo.dev/v1alpha1',
    kind: 'SecretReference',
    metadata: { name, ...metadata },
    spec: {
      template: { type: 'Opaque' },
      data: [
        {
          secretKey: 'a',
          remoteRef: { key: `secret/acme/generic/${name}`, property: 'a' },
        },
      ],
      ...spec,
    },
  };
}

export const secrets = '/api/v1/namespaces/acme/secrets';
export const references =
  '/apis/openchoreo.dev/v1alpha1/namespaces/acme/secretreferences';
