// Generated from plugins/secrets-backend/src/schema/openapi.yaml by `npm run generate`; edit that instead.
/* eslint-disable */
/** The OpenAPI 3.1 document of the HTTP API. @internal */
export const spec: Record<string, unknown> = {
  openapi: '3.1.0',
  info: {
    title: 'Secrets',
    version: '1',
    description:
      "Manages the secrets of a portal's namespaces. Values go in and never come out: no answer of this API contains a value, its length or a hash of it.",
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/api/secrets' }],
  security: [{ backstage: [] }],
  tags: [
    { name: 'installation' },
    { name: 'namespaces' },
    { name: 'secrets' },
    { name: 'catalog' },
  ],
  paths: {
    '/health': {
      get: {
        operationId: 'getHealth',
        tags: ['installation'],
        summary: 'Whether the record and the control plane answer',
        security: [],
        responses: {
          '200': {
            description: 'Ready',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Health' },
              },
            },
          },
          '503': {
            description: 'Not ready',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Health' },
              },
            },
          },
        },
      },
    },
    '/config': {
      get: {
        operationId: 'getConfig',
        tags: ['installation'],
        summary: 'What this installation offers',
        responses: {
          '200': {
            description: 'Settings that the page follows',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/InstallationConfig' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces': {
      get: {
        operationId: 'listNamespaces',
        tags: ['namespaces'],
        summary: 'The namespaces that the caller may see',
        responses: {
          '200': {
            description: 'Namespaces by name',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/NamespaceList' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces/{namespace}/planes': {
      get: {
        operationId: 'listPlanes',
        tags: ['namespaces'],
        summary: 'The target planes usable in a namespace',
        parameters: [{ $ref: '#/components/parameters/Namespace' }],
        responses: {
          '200': {
            description: 'Planes by kind and name',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/PlaneList' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/secrets': {
      get: {
        operationId: 'listSecrets',
        tags: ['secrets'],
        summary: 'The secrets of one or many namespaces',
        parameters: [
          {
            name: 'namespace',
            in: 'query',
            description:
              'Only these namespaces; all that the caller may see when left out',
            schema: {
              type: 'array',
              maxItems: 100,
              items: { $ref: '#/components/schemas/NamespaceName' },
            },
          },
          {
            name: 'q',
            in: 'query',
            allowReserved: true,
            description:
              'Text found in name, key names, labels or plane, in any case',
            schema: { type: 'string', maxLength: 253 },
          },
          {
            name: 'type',
            in: 'query',
            allowReserved: true,
            schema: { $ref: '#/components/schemas/SecretType' },
          },
          {
            name: 'category',
            in: 'query',
            schema: { $ref: '#/components/schemas/SecretCategory' },
          },
          {
            name: 'plane',
            in: 'query',
            allowReserved: true,
            description: 'Kind and name of a plane, joined by a slash',
            schema: {
              type: 'string',
              maxLength: 320,
              pattern: '^[A-Za-z]+/[^/]+$',
            },
          },
          {
            name: 'state',
            in: 'query',
            schema: { $ref: '#/components/schemas/DeliveryStateName' },
          },
          {
            name: 'expiringWithin',
            in: 'query',
            description: 'Days until the declared expiry, at most',
            schema: { type: 'integer', minimum: 0, maximum: 3650 },
          },
          {
            name: 'orderBy',
            in: 'query',
            schema: {
              type: 'string',
              enum: [
                'name',
                'namespace',
                'type',
                'plane',
                'state',
                'updatedAt',
              ],
              default: 'name',
            },
          },
          {
            name: 'order',
            in: 'query',
            schema: { type: 'string', enum: ['asc', 'desc'], default: 'asc' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
          },
          {
            name: 'cursor',
            in: 'query',
            description: 'Where the page before ended, from its pageInfo',
            schema: { type: 'string', maxLength: 4096 },
          },
        ],
        responses: {
          '200': {
            description: 'One page of secrets',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/SecretPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces/{namespace}/secrets': {
      post: {
        operationId: 'createSecret',
        tags: ['secrets'],
        summary: 'Create a secret',
        parameters: [
          { $ref: '#/components/parameters/Namespace' },
          {
            name: 'Idempotency-Key',
            in: 'header',
            description:
              'The same key with the same body gives the same answer for a day',
            schema: {
              type: 'string',
              minLength: 1,
              maxLength: 255,
              pattern: '^[\\x21-\\x7e]+$',
            },
          },
        ],
        requestBody: { $ref: '#/components/requestBodies/SecretDraft' },
        responses: {
          '201': {
            description: 'Created; its value is on its way to the store',
            headers: {
              ETag: { schema: { type: 'string' } },
              Location: { schema: { type: 'string' } },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/SecretDetails' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces/{namespace}/secret-validations': {
      post: {
        operationId: 'validateSecret',
        tags: ['secrets'],
        summary: 'Check a secret without writing anything',
        parameters: [{ $ref: '#/components/parameters/Namespace' }],
        requestBody: { $ref: '#/components/requestBodies/SecretDraft' },
        responses: {
          '200': {
            description:
              'What a create would refuse, and what it would warn of',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/SecretValidation' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces/{namespace}/secrets/{name}': {
      parameters: [
        { $ref: '#/components/parameters/Namespace' },
        { $ref: '#/components/parameters/SecretName' },
      ],
      get: {
        operationId: 'getSecret',
        tags: ['secrets'],
        summary: 'Everything about a secret but its values',
        responses: {
          '200': {
            description: 'The secret',
            headers: { ETag: { schema: { type: 'string' } } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/SecretDetails' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      delete: {
        operationId: 'deleteSecret',
        tags: ['secrets'],
        summary: 'Delete a secret and its value',
        parameters: [
          {
            name: 'If-Match',
            in: 'header',
            description: 'ETag of the secret that is meant',
            schema: { type: 'string', maxLength: 512 },
          },
        ],
        responses: {
          '202': {
            description: 'The store has not confirmed the deletion yet',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/SecretSummary' },
              },
            },
          },
          '204': { description: 'The store has confirmed the deletion' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces/{namespace}/secrets/{name}/delivery': {
      get: {
        operationId: 'getDelivery',
        tags: ['secrets'],
        summary: 'How far the value has come',
        parameters: [
          { $ref: '#/components/parameters/Namespace' },
          { $ref: '#/components/parameters/SecretName' },
        ],
        responses: {
          '200': {
            description: 'State and steps',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Delivery' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces/{namespace}/secrets/{name}/manifest': {
      get: {
        operationId: 'getManifest',
        tags: ['secrets'],
        summary:
          'The secret reference as YAML, without status and managed fields',
        parameters: [
          { $ref: '#/components/parameters/Namespace' },
          { $ref: '#/components/parameters/SecretName' },
        ],
        responses: {
          '200': {
            description: 'A manifest that is ready for Git',
            content: { 'application/yaml': { schema: { type: 'string' } } },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/entities/{kind}/{namespace}/{name}/secrets': {
      get: {
        operationId: 'listEntitySecrets',
        tags: ['catalog'],
        summary: 'The secrets that a catalog entity uses',
        parameters: [
          {
            name: 'kind',
            in: 'path',
            required: true,
            schema: { type: 'string', minLength: 1, maxLength: 63 },
          },
          {
            name: 'namespace',
            in: 'path',
            required: true,
            schema: { type: 'string', minLength: 1, maxLength: 63 },
          },
          {
            name: 'name',
            in: 'path',
            required: true,
            schema: { type: 'string', minLength: 1, maxLength: 63 },
          },
        ],
        responses: {
          '200': {
            description: 'Uses, missing secrets first',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/EntitySecretList' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      backstage: {
        type: 'http',
        scheme: 'bearer',
        description: 'A Backstage token of a user or a service',
      },
    },
    parameters: {
      Namespace: {
        name: 'namespace',
        in: 'path',
        required: true,
        schema: { type: 'string', minLength: 1, maxLength: 253 },
      },
      SecretName: {
        name: 'name',
        in: 'path',
        required: true,
        schema: { type: 'string', minLength: 1, maxLength: 253 },
      },
    },
    requestBodies: {
      SecretDraft: {
        required: true,
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/SecretDraft' },
          },
        },
      },
    },
    responses: {
      Error: {
        description: 'The request was not carried out',
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/ErrorResponse' },
          },
        },
      },
    },
    schemas: {
      Health: {
        type: 'object',
        additionalProperties: false,
        required: ['status'],
        properties: { status: { type: 'string', enum: ['ok', 'unavailable'] } },
      },
      InstallationConfig: {
        type: 'object',
        additionalProperties: false,
        required: ['enabled', 'reveal', 'limits', 'types', 'categories'],
        properties: {
          enabled: {
            type: 'boolean',
            description:
              'False: the feature is switched off, and every other route answers FeatureDisabled',
          },
          reveal: {
            type: 'object',
            additionalProperties: false,
            required: ['enabled'],
            properties: { enabled: { type: 'boolean' } },
          },
          limits: {
            type: 'object',
            additionalProperties: false,
            required: ['bodyBytes', 'keys'],
            properties: {
              bodyBytes: { type: 'integer' },
              keys: { type: 'integer' },
            },
          },
          types: {
            type: 'array',
            items: { $ref: '#/components/schemas/SecretType' },
          },
          categories: {
            type: 'array',
            items: { $ref: '#/components/schemas/SecretCategory' },
          },
        },
      },
      NamespaceName: { type: 'string', minLength: 1, maxLength: 63 },
      SecretType: {
        type: 'string',
        enum: [
          'Opaque',
          'kubernetes.io/basic-auth',
          'kubernetes.io/ssh-auth',
          'kubernetes.io/dockerconfigjson',
          'kubernetes.io/tls',
        ],
      },
      SecretCategory: { type: 'string', enum: ['generic', 'git-credentials'] },
      PlaneKind: {
        type: 'string',
        enum: [
          'DataPlane',
          'ClusterDataPlane',
          'WorkflowPlane',
          'ClusterWorkflowPlane',
        ],
      },
      PlaneRef: {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'name'],
        properties: {
          kind: { $ref: '#/components/schemas/PlaneKind' },
          name: { type: 'string', minLength: 1, maxLength: 253 },
        },
      },
      Labels: {
        type: 'object',
        maxProperties: 200,
        additionalProperties: { type: 'string', maxLength: 63 },
      },
      Annotations: {
        type: 'object',
        maxProperties: 200,
        additionalProperties: { type: 'string', maxLength: 65536 },
      },
      Value: {
        type: 'object',
        additionalProperties: false,
        required: ['value'],
        properties: {
          value: {
            type: 'string',
            description: 'The value in the encoding beside it',
          },
          encoding: {
            type: 'string',
            enum: ['utf8', 'base64'],
            default: 'utf8',
          },
          storeAs: {
            type: 'string',
            enum: ['base64'],
            description:
              'Store base64 text, for bytes that are not UTF-8; readers then need to decode it',
          },
        },
      },
      SecretDraft: {
        type: 'object',
        additionalProperties: false,
        required: ['type', 'targetPlane', 'data'],
        properties: {
          name: {
            type: 'string',
            description:
              'May be left out when component is given and a name template is configured',
          },
          type: { $ref: '#/components/schemas/SecretType' },
          category: { $ref: '#/components/schemas/SecretCategory' },
          targetPlane: { $ref: '#/components/schemas/PlaneRef' },
          data: {
            type: 'object',
            minProperties: 1,
            additionalProperties: { $ref: '#/components/schemas/Value' },
          },
          labels: { $ref: '#/components/schemas/Labels' },
          description: { type: 'string', maxLength: 1024 },
          owner: {
            type: 'string',
            maxLength: 253,
            description: 'Entity ref of who answers for the secret',
          },
          project: { type: 'string', minLength: 1, maxLength: 63 },
          component: { type: 'string', minLength: 1, maxLength: 63 },
          template: {
            type: 'object',
            additionalProperties: false,
            properties: {
              labels: { $ref: '#/components/schemas/Labels' },
              annotations: { $ref: '#/components/schemas/Annotations' },
            },
          },
          expiresAt: { type: 'string', format: 'date-time' },
          refreshInterval: {
            type: 'string',
            maxLength: 32,
            description: 'A duration such as 30s, 15m or 1h',
          },
        },
      },
      FieldProblem: {
        type: 'object',
        additionalProperties: false,
        required: ['field', 'message'],
        properties: {
          field: {
            type: 'string',
            description:
              'Path in the request, such as name, data.password or targetPlane.kind',
          },
          message: { type: 'string' },
        },
      },
      SecretValidation: {
        type: 'object',
        additionalProperties: false,
        required: ['valid', 'errors', 'warnings'],
        properties: {
          valid: { type: 'boolean' },
          errors: {
            type: 'array',
            items: { $ref: '#/components/schemas/FieldProblem' },
          },
          warnings: {
            type: 'array',
            items: { $ref: '#/components/schemas/FieldProblem' },
          },
        },
      },
      NamespacePermissions: {
        type: 'object',
        additionalProperties: false,
        required: ['create', 'update', 'delete'],
        properties: {
          create: { type: 'boolean' },
          update: { type: 'boolean' },
          delete: { type: 'boolean' },
        },
      },
      Namespace: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'counts', 'permissions'],
        properties: {
          name: { type: 'string' },
          displayName: { type: 'string' },
          counts: {
            type: 'object',
            additionalProperties: false,
            required: ['total', 'failed', 'expiring'],
            properties: {
              total: { type: 'integer' },
              failed: { type: 'integer' },
              expiring: {
                type: 'integer',
                description: 'Expire within 30 days or have expired',
              },
            },
          },
          permissions: { $ref: '#/components/schemas/NamespacePermissions' },
        },
      },
      NamespaceList: {
        type: 'object',
        additionalProperties: false,
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/Namespace' },
          },
        },
      },
      StoreCapabilities: {
        type: 'object',
        additionalProperties: false,
        required: [
          'versions',
          'restore',
          'partialUpdate',
          'compareAndSet',
          'reveal',
          'binary',
          'maxBytes',
          'seesForeignWrites',
        ],
        properties: {
          versions: { type: 'boolean' },
          restore: { type: 'boolean' },
          partialUpdate: { type: 'boolean' },
          compareAndSet: { type: 'boolean' },
          reveal: { type: 'boolean' },
          binary: {
            type: 'boolean',
            description: 'Bytes that are not UTF-8 arrive unchanged',
          },
          maxBytes: {
            type: 'integer',
            description:
              'Most bytes that all values of a secret may have together',
          },
          seesForeignWrites: { type: 'boolean' },
        },
      },
      Plane: {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'name', 'driver', 'capabilities', 'reachable'],
        properties: {
          kind: { $ref: '#/components/schemas/PlaneKind' },
          name: { type: 'string' },
          driver: { type: 'string' },
          capabilities: { $ref: '#/components/schemas/StoreCapabilities' },
          store: {
            type: 'object',
            additionalProperties: false,
            description: 'Absent when the plane names no store',
            required: ['name', 'ready'],
            properties: {
              name: { type: 'string' },
              ready: { type: 'boolean' },
              message: { type: 'string' },
            },
          },
          reachable: { type: 'boolean' },
        },
      },
      PlaneList: {
        type: 'object',
        additionalProperties: false,
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/Plane' },
          },
        },
      },
      DeliveryStateName: {
        type: 'string',
        enum: [
          'Pending',
          'Pushing',
          'Synced',
          'Failed',
          'SourceMissing',
          'Deleting',
          'DeleteStuck',
          'Unreachable',
          'Unknown',
        ],
      },
      DeliveryState: {
        type: 'object',
        additionalProperties: false,
        required: ['state', 'since'],
        properties: {
          state: { $ref: '#/components/schemas/DeliveryStateName' },
          since: { type: 'string', format: 'date-time' },
          message: { type: 'string' },
        },
      },
      DeliveryStep: {
        type: 'object',
        additionalProperties: false,
        required: ['step', 'state', 'sentence'],
        properties: {
          step: { type: 'string', enum: ['saved', 'pushed', 'pulled'] },
          state: {
            type: 'string',
            enum: ['done', 'running', 'waiting', 'failed', 'unknown'],
          },
          at: { type: 'string', format: 'date-time' },
          consumer: {
            type: 'object',
            additionalProperties: false,
            description: 'Who pulls, for the step pulled',
            required: ['namespace', 'name'],
            properties: {
              namespace: { type: 'string' },
              name: { type: 'string' },
              secret: {
                type: 'string',
                description: 'Kubernetes Secret that it writes',
              },
              refreshInterval: {
                type: 'string',
                description:
                  'How often it reads the store again; absent where it does so only when it is changed or never',
              },
            },
          },
          store: {
            type: 'string',
            description:
              'Which store, for the step pushed where a value goes to several',
          },
          sentence: {
            type: 'string',
            description: 'What happened',
            'in one plain sentence': null,
          },
          remedy: { type: 'string' },
        },
      },
      Delivery: {
        type: 'object',
        additionalProperties: false,
        required: ['state', 'since', 'steps'],
        properties: {
          state: { $ref: '#/components/schemas/DeliveryStateName' },
          since: { type: 'string', format: 'date-time' },
          message: { type: 'string' },
          steps: {
            type: 'array',
            items: { $ref: '#/components/schemas/DeliveryStep' },
          },
        },
      },
      SecretPermissions: {
        type: 'object',
        additionalProperties: false,
        required: ['update', 'delete'],
        properties: {
          update: { type: 'boolean' },
          delete: { type: 'boolean' },
        },
      },
      SecretSource: {
        type: 'string',
        enum: ['portal', 'openchoreo-api', 'gitops', 'manual'],
      },
      SecretFields: {
        type: 'object',
        required: [
          'namespace',
          'name',
          'type',
          'category',
          'keys',
          'labels',
          'createdAt',
          'managed',
          'source',
          'delivery',
          'permissions',
        ],
        properties: {
          namespace: { type: 'string' },
          name: { type: 'string' },
          type: {
            type: 'string',
            description:
              'Type of the Kubernetes Secret; others than the five offered ones may come from elsewhere',
          },
          category: { $ref: '#/components/schemas/SecretCategory' },
          targetPlane: { $ref: '#/components/schemas/PlaneRef' },
          keys: { type: 'array', items: { type: 'string' } },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
          description: { type: 'string' },
          owner: { type: 'string' },
          expiresAt: { type: 'string', format: 'date-time' },
          createdAt: { type: 'string', format: 'date-time' },
          updatedAt: { type: 'string', format: 'date-time' },
          updatedBy: { type: 'string' },
          managed: {
            type: 'boolean',
            description: 'Written through this API or openchoreo-api',
          },
          source: { $ref: '#/components/schemas/SecretSource' },
          delivery: { $ref: '#/components/schemas/DeliveryState' },
          permissions: { $ref: '#/components/schemas/SecretPermissions' },
        },
      },
      SecretSummary: {
        allOf: [{ $ref: '#/components/schemas/SecretFields' }],
        unevaluatedProperties: false,
      },
      RemoteRef: {
        type: 'object',
        additionalProperties: false,
        required: ['secretKey'],
        properties: {
          secretKey: { type: 'string' },
          key: {
            type: 'string',
            description:
              'Path in the store; shown only to who may update the secret',
          },
          property: { type: 'string' },
          version: { type: 'string' },
        },
      },
      SecretDetails: {
        allOf: [
          { $ref: '#/components/schemas/SecretFields' },
          {
            type: 'object',
            required: ['etag', 'remoteRefs', 'deliverySteps', 'warnings'],
            properties: {
              etag: { type: 'string' },
              storedAs: {
                type: 'object',
                description: 'Keys that are kept as base64 text',
                additionalProperties: { type: 'string', enum: ['base64'] },
              },
              driver: { type: 'string' },
              capabilities: { $ref: '#/components/schemas/StoreCapabilities' },
              remoteRefs: {
                type: 'array',
                items: { $ref: '#/components/schemas/RemoteRef' },
              },
              refreshInterval: { type: 'string' },
              deliverySteps: {
                type: 'array',
                items: { $ref: '#/components/schemas/DeliveryStep' },
              },
              warnings: {
                type: 'array',
                items: { $ref: '#/components/schemas/FieldProblem' },
              },
            },
          },
        ],
        unevaluatedProperties: false,
      },
      PartialProblem: {
        type: 'object',
        additionalProperties: false,
        required: ['code', 'message'],
        properties: {
          plane: { $ref: '#/components/schemas/PlaneRef' },
          namespace: { type: 'string' },
          code: { $ref: '#/components/schemas/ErrorCode' },
          message: { type: 'string' },
        },
      },
      SecretPage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'totalItems', 'pageInfo', 'problems'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/SecretSummary' },
          },
          totalItems: { type: 'integer' },
          pageInfo: {
            type: 'object',
            additionalProperties: false,
            properties: { nextCursor: { type: 'string' } },
          },
          problems: {
            type: 'array',
            items: { $ref: '#/components/schemas/PartialProblem' },
          },
        },
      },
      EntitySecret: {
        type: 'object',
        additionalProperties: false,
        required: ['reference', 'keys', 'via', 'presence'],
        properties: {
          reference: {
            type: 'object',
            additionalProperties: false,
            required: ['namespace', 'name'],
            properties: {
              namespace: { type: 'string' },
              name: { type: 'string' },
            },
          },
          type: { type: 'string' },
          keys: { type: 'array', items: { type: 'string' } },
          via: {
            type: 'array',
            items: { type: 'string', enum: ['env', 'file', 'annotation'] },
          },
          delivery: { $ref: '#/components/schemas/DeliveryState' },
          presence: { type: 'string', enum: ['present', 'missing', 'unknown'] },
          missingKeys: {
            type: 'array',
            description:
              'Keys that the entity refers to and the secret does not have',
            items: { type: 'string' },
          },
        },
      },
      EntitySecretList: {
        type: 'object',
        additionalProperties: false,
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/EntitySecret' },
          },
        },
      },
      ErrorCode: {
        type: 'string',
        enum: [
          'InvalidRequest',
          'InvalidSecret',
          'NotAuthenticated',
          'NotAllowed',
          'FeatureDisabled',
          'NamespaceNotFound',
          'SecretNotFound',
          'PlaneNotFound',
          'SecretAlreadyExists',
          'NotOwned',
          'OperationInProgress',
          'PlaneHasNoStore',
          'VersionConflict',
          'PayloadTooLarge',
          'UnsupportedMediaType',
          'IdempotencyMismatch',
          'Unsupported',
          'RateLimited',
          'Internal',
          'StoreNotReady',
          'PlaneUnreachable',
          'RecordUnavailable',
          'Timeout',
        ],
      },
      ErrorResponse: {
        type: 'object',
        additionalProperties: false,
        required: ['error', 'request', 'response'],
        properties: {
          error: {
            type: 'object',
            additionalProperties: false,
            required: ['name', 'message', 'code'],
            properties: {
              name: { type: 'string' },
              message: { type: 'string' },
              code: { $ref: '#/components/schemas/ErrorCode' },
              correlationId: { type: 'string' },
              details: {
                type: 'array',
                items: { $ref: '#/components/schemas/FieldProblem' },
              },
            },
          },
          request: {
            type: 'object',
            additionalProperties: false,
            required: ['method'],
            properties: { method: { type: 'string' } },
          },
          response: {
            type: 'object',
            additionalProperties: false,
            required: ['statusCode'],
            properties: { statusCode: { type: 'integer' } },
          },
        },
      },
    },
  },
};
