import { CustomResourceDefinition } from '../kubernetes/types';
import {
  anyObject,
  anything,
  choice,
  columnOf,
  conditions,
  define,
  labelSelector,
  list,
  namespaceName,
  object,
  objectName,
  readyColumns,
  text,
  texts,
} from './schemas';

const group = 'external-secrets.io';
const categories = ['external-secrets'];
const time = { ...text, format: 'date-time' };
const storeKinds = ['SecretStore', 'ClusterSecretStore'];
const secretKey = {
  ...text,
  minLength: 1,
  maxLength: 253,
  pattern: '^[-._a-zA-Z0-9]+$',
};

const template = object({
  type: text,
  engineVersion: choice(['v2'], 'v2'),
  mergePolicy: choice(['Replace', 'Merge'], 'Replace'),
  metadata: object({
    labels: texts,
    annotations: texts,
    finalizers: list(text),
  }),
  data: texts,
  templateFrom: list(anyObject),
});

const remoteRef = object(
  {
    key: text,
    property: text,
    version: text,
    conversionStrategy: choice(['Default', 'Unicode'], 'Default'),
    decodingStrategy: choice(['Auto', 'Base64', 'Base64URL', 'None'], 'None'),
    metadataPolicy: choice(['None', 'Fetch'], 'None'),
  },
  ['key'],
);

const externalSecret = define({
  group,
  version: 'v1',
  kind: 'ExternalSecret',
  shortNames: ['es'],
  categories,
  spec: object({
    secretStoreRef: object({ name: objectName, kind: choice(storeKinds) }),
    target: {
      ...object({
        name: objectName,
        creationPolicy: choice(['Owner', 'Orphan', 'Merge', 'None'], 'Owner'),
        deletionPolicy: choice(['Delete', 'Merge', 'Retain'], 'Retain'),
        immutable: { type: 'boolean' },
        manifest: anyObject,
        template,
      }),
      default: { creationPolicy: 'Owner', deletionPolicy: 'Retain' },
    },
    refreshPolicy: choice(['CreatedOnce', 'Periodic', 'OnChange']),
    refreshInterval: { ...text, default: '1h' },
    data: list(
      object({ secretKey, remoteRef, sourceRef: anyObject }, [
        'secretKey',
        'remoteRef',
      ]),
    ),
    dataFrom: list(
      object({
        extract: remoteRef,
        find: object({
          path: text,
          name: object({ regexp: text }),
          tags: texts,
          conversionStrategy: choice(['Default', 'Unicode'], 'Default'),
          decodingStrategy: choice(
            ['Auto', 'Base64', 'Base64URL', 'None'],
            'None',
          ),
        }),
        rewrite: list(anyObject),
        sourceRef: anyObject,
      }),
    ),
  }),
  status: object({
    binding: object({ name: text }),
    conditions,
    refreshTime: { ...time, nullable: true },
    syncedResourceVersion: text,
  }),
  columns: [
    columnOf('StoreType', '.spec.secretStoreRef.kind'),
    columnOf('Store', '.spec.secretStoreRef.name'),
    columnOf('Refresh Interval', '.spec.refreshInterval'),
    ...readyColumns,
    columnOf('Last Sync', '.status.refreshTime', 'date'),
  ],
});

const pushSecret = define({
  group,
  version: 'v1alpha1',
  kind: 'PushSecret',
  shortNames: ['ps'],
  categories,
  spec: object(
    {
      refreshInterval: { ...text, default: '1h' },
      secretStoreRefs: list(
        object({
          name: objectName,
          kind: choice(storeKinds, 'SecretStore'),
          labelSelector,
        }),
      ),
      updatePolicy: choice(['Replace', 'IfNotExists'], 'Replace'),
      deletionPolicy: choice(['Delete', 'None'], 'None'),
      selector: {
        ...object({
          secret: object({ name: objectName, selector: labelSelector }),
          generatorRef: anyObject,
        }),
        minProperties: 1,
        maxProperties: 1,
      },
      data: list(
        object(
          {
            match: object(
              {
                secretKey: text,
                remoteRef: object({ remoteKey: text, property: text }, [
                  'remoteKey',
                ]),
              },
              ['remoteRef'],
            ),
            metadata: anything,
            conversionStrategy: choice(['None', 'ReverseUnicode'], 'None'),
          },
          ['match'],
        ),
      ),
      dataTo: list(anyObject),
      template,
    },
    ['secretStoreRefs', 'selector'],
  ),
  status: object({
    conditions,
    refreshTime: { ...time, nullable: true },
    syncedResourceVersion: text,
    syncedPushSecrets: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: anyObject,
      },
    },
  }),
  columns: readyColumns,
});

const storeSpec = object(
  {
    controller: text,
    provider: { ...anyObject, minProperties: 1, maxProperties: 1 },
    refreshInterval: { type: 'integer' },
    retrySettings: object({
      maxRetries: { type: 'integer', format: 'int32' },
      retryInterval: text,
    }),
    conditions: list(
      object({
        namespaceSelector: labelSelector,
        namespaces: list(namespaceName),
        namespaceRegexes: list(text),
      }),
    ),
  },
  ['provider'],
);
const storeStatus = object({ conditions, capabilities: text });
const storeColumns = [
  ...readyColumns,
  columnOf('Capabilities', '.status.capabilities'),
];

/**
 * The resources that the External Secrets controller works with, as far as it
 * does here.
 *
 * @see https://external-secrets.io
 * @public
 */
export const externalSecretsDefinitions: CustomResourceDefinition[] = [
  externalSecret,
  pushSecret,
  define({
    group,
    version: 'v1',
    kind: 'SecretStore',
    shortNames: ['ss'],
    categories,
    spec: storeSpec,
    status: storeStatus,
    columns: storeColumns,
  }),
  define({
    group,
    version: 'v1',
    kind: 'ClusterSecretStore',
    cluster: true,
    shortNames: ['css'],
    categories,
    spec: storeSpec,
    status: storeStatus,
    columns: storeColumns,
  }),
];
