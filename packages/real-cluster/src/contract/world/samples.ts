/** Metadata alone, which carries no value. */
export const metadataOnly =
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

export const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Collection of a core kind in a namespace. */
export const core = (namespace: string, plural: string) =>
  `/api/v1/namespaces/${namespace}/${plural}`;

/** Collection of secret references in a namespace. */
export const references = (namespace: string) =>
  `/apis/openchoreo.dev/v1alpha1/namespaces/${namespace}/secretreferences`;

/** A Secret to create, its values given as text. */
export function secret(
  name: string,
  values: Record<string, string> = {},
  fields: object = {},
) {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    data: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, base64(value)]),
    ),
    ...fields,
  };
}

/** A reference to create, with one key. */
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

/** The `Status` of a refusal, with its fields. */
export const failure = (fields: object) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  ...fields,
});

/** What a refusal found wrong. */
export const causes = ({ body }: { body: any }) => body.details.causes;

/** Names of what a list holds, in its order. */
export const names = (list: any): string[] =>
  list.items.map((item: any) => item.metadata.name);
