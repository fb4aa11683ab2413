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
    { name: 'record' },
    { name: 'findings' },
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
          { $ref: '#/components/parameters/IdempotencyKey' },
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
      patch: {
        operationId: 'updateSecret',
        tags: ['secrets'],
        summary:
          'Set or remove single keys, and change what describes the secret',
        parameters: [
          { $ref: '#/components/parameters/IfMatch' },
          { $ref: '#/components/parameters/IdempotencyKey' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/SecretPatch' },
            },
          },
        },
        responses: {
          '200': { $ref: '#/components/responses/ChangedSecret' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      delete: {
        operationId: 'deleteSecret',
        tags: ['secrets'],
        summary:
          'Delete a secret and its value; while a deletion of it runs, whoever asks again joins that one and hastens it, whatever his tag',
        parameters: [
          {
            name: 'If-Match',
            in: 'header',
            description:
              'ETag of the secret that is meant; not looked at while a deletion of it runs already',
            schema: { type: 'string', maxLength: 512 },
          },
          { $ref: '#/components/parameters/IdempotencyKey' },
        ],
        responses: {
          '202': {
            description:
              'The deletion has begun and is not refused any more, and the store has not confirmed it yet. What keeps it from its end is in the delivery state; as long as it could still be refused, the answer is Timeout instead',
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
    '/namespaces/{namespace}/secrets/{name}/data': {
      put: {
        operationId: 'replaceSecretData',
        tags: ['secrets'],
        summary: 'Replace all keys of a secret',
        parameters: [
          { $ref: '#/components/parameters/Namespace' },
          { $ref: '#/components/parameters/SecretName' },
          { $ref: '#/components/parameters/IfMatch' },
          { $ref: '#/components/parameters/IdempotencyKey' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/SecretReplacement' },
            },
          },
        },
        responses: {
          '200': { $ref: '#/components/responses/ChangedSecret' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces/{namespace}/secrets/{name}/sync': {
      post: {
        operationId: 'syncSecret',
        tags: ['secrets'],
        summary: 'Push the value, and let every consumer pull it, now',
        parameters: [
          { $ref: '#/components/parameters/Namespace' },
          { $ref: '#/components/parameters/SecretName' },
          { $ref: '#/components/parameters/IdempotencyKey' },
        ],
        responses: {
          '202': {
            description: 'Asked for; the delivery shows how far it is',
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
    '/namespaces/{namespace}/secrets/{name}/versions': {
      get: {
        operationId: 'listVersions',
        tags: ['secrets'],
        summary: 'Every version that the store keeps, newest first',
        parameters: [
          { $ref: '#/components/parameters/Namespace' },
          { $ref: '#/components/parameters/SecretName' },
          {
            name: 'against',
            in: 'query',
            description:
              'Compare every version with this one, instead of each with the one before it',
            schema: { type: 'string', minLength: 1, maxLength: 64 },
          },
        ],
        responses: {
          '200': {
            description: 'Versions, without values',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/VersionList' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces/{namespace}/secrets/{name}/versions/{version}/restore': {
      post: {
        operationId: 'restoreVersion',
        tags: ['secrets'],
        summary:
          'Make the values of an older version the present ones, without showing them',
        parameters: [
          { $ref: '#/components/parameters/Namespace' },
          { $ref: '#/components/parameters/SecretName' },
          {
            name: 'version',
            in: 'path',
            required: true,
            schema: { type: 'string', minLength: 1, maxLength: 64 },
          },
          { $ref: '#/components/parameters/IfMatch' },
          { $ref: '#/components/parameters/IdempotencyKey' },
        ],
        responses: {
          '200': { $ref: '#/components/responses/ChangedSecret' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces/{namespace}/secrets/{name}/adopt': {
      post: {
        operationId: 'adoptSecret',
        tags: ['secrets'],
        summary: 'Take over a secret reference that someone else made',
        parameters: [
          { $ref: '#/components/parameters/Namespace' },
          { $ref: '#/components/parameters/SecretName' },
          { $ref: '#/components/parameters/IfMatch' },
          { $ref: '#/components/parameters/IdempotencyKey' },
          { $ref: '#/components/parameters/DryRun' },
        ],
        responses: {
          '200': {
            description: 'What was changed, or would be',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Adoption' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces/{namespace}/secrets/{name}/activity': {
      get: {
        operationId: 'listSecretActivity',
        tags: ['record'],
        summary: 'What was done with a secret, newest first',
        parameters: [
          { $ref: '#/components/parameters/Namespace' },
          { $ref: '#/components/parameters/SecretName' },
          { $ref: '#/components/parameters/Actor' },
          { $ref: '#/components/parameters/Action' },
          { $ref: '#/components/parameters/Outcome' },
          { $ref: '#/components/parameters/Since' },
          { $ref: '#/components/parameters/Until' },
          { $ref: '#/components/parameters/Limit' },
          { $ref: '#/components/parameters/Cursor' },
        ],
        responses: {
          '200': {
            description: 'One page of the record',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ActivityPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/namespaces/{namespace}/references': {
      post: {
        operationId: 'linkSecret',
        tags: ['secrets'],
        summary: 'Make a reference to a value that exists already',
        parameters: [
          { $ref: '#/components/parameters/Namespace' },
          { $ref: '#/components/parameters/IdempotencyKey' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/LinkDraft' },
            },
          },
        },
        responses: {
          '201': {
            description: 'Linked; the value was neither read nor changed',
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
    '/activity': {
      get: {
        operationId: 'listActivity',
        tags: ['record'],
        summary:
          'What was done with the secrets that the caller may see, newest first',
        parameters: [
          {
            name: 'namespace',
            in: 'query',
            schema: { $ref: '#/components/schemas/NamespaceName' },
          },
          {
            name: 'name',
            in: 'query',
            description: 'Name of a secret',
            schema: { type: 'string', minLength: 1, maxLength: 253 },
          },
          { $ref: '#/components/parameters/Actor' },
          { $ref: '#/components/parameters/Action' },
          { $ref: '#/components/parameters/Outcome' },
          { $ref: '#/components/parameters/Since' },
          { $ref: '#/components/parameters/Until' },
          { $ref: '#/components/parameters/Limit' },
          { $ref: '#/components/parameters/Cursor' },
        ],
        responses: {
          '200': {
            description: 'One page of the record',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ActivityPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/record/verification': {
      get: {
        operationId: 'verifyRecord',
        tags: ['record'],
        summary: 'Whether the record is as it was written',
        parameters: [
          {
            name: 'head',
            in: 'query',
            allowReserved: true,
            description:
              'An end of the chain that was kept somewhere else, as sequence and HMAC joined by a colon',
            schema: { type: 'string', pattern: '^[0-9]{1,15}:[0-9a-f]{64}$' },
          },
        ],
        responses: {
          '200': {
            description: 'What the verification found',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RecordVerification' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/findings': {
      get: {
        operationId: 'listFindings',
        tags: ['findings'],
        summary: 'What is orphaned, stuck, foreign or about to expire',
        parameters: [
          {
            name: 'namespace',
            in: 'query',
            schema: { $ref: '#/components/schemas/NamespaceName' },
          },
          {
            name: 'kind',
            in: 'query',
            schema: { $ref: '#/components/schemas/FindingKind' },
          },
        ],
        responses: {
          '200': {
            description: 'Findings, the most serious first',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FindingList' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/findings/{id}/repair': {
      post: {
        operationId: 'repairFinding',
        tags: ['findings'],
        summary: 'Carry out an action that a finding offers',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', minLength: 1, maxLength: 64 },
          },
          { $ref: '#/components/parameters/DryRun' },
          { $ref: '#/components/parameters/IdempotencyKey' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/RepairRequest' },
            },
          },
        },
        responses: {
          '200': {
            description:
              'What was done, or would be; `settled` unless it was only asked what would be',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Repair' },
              },
            },
          },
          '202': {
            description:
              'Begun and gone on with by itself, and not taken back any more; until it has ended it is among the findings. While it could still be refused or undone the answer is Timeout instead. An operation that was only tried again runs on as it did before',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Repair' },
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
      IdempotencyKey: {
        name: 'Idempotency-Key',
        in: 'header',
        description:
          'The same key with the same body gives the same answer for a day. After an error that leaves open what was done (Timeout, RecordUnavailable, a broken connection) the same request with the same key is answered with what came of the first one; one of which nothing is left is carried out anew',
        schema: {
          type: 'string',
          minLength: 1,
          maxLength: 255,
          pattern: '^[\\x21-\\x7e]+$',
        },
      },
      IfMatch: {
        name: 'If-Match',
        in: 'header',
        description:
          'ETag of the secret as it was when the change was decided on; VersionRequired without it',
        schema: { type: 'string', maxLength: 512 },
      },
      DryRun: {
        name: 'dryRun',
        in: 'query',
        description: 'Only say what would be done',
        schema: { type: 'boolean', default: false },
      },
      Limit: {
        name: 'limit',
        in: 'query',
        schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
      },
      Cursor: {
        name: 'cursor',
        in: 'query',
        description: 'Where the page before ended, from its pageInfo',
        schema: { type: 'string', maxLength: 4096 },
      },
      Actor: {
        name: 'actor',
        in: 'query',
        allowReserved: true,
        description: 'Entity ref of a user, or subject of a service',
        schema: { type: 'string', minLength: 1, maxLength: 512 },
      },
      Action: {
        name: 'action',
        in: 'query',
        schema: { $ref: '#/components/schemas/RecordedAction' },
      },
      Outcome: {
        name: 'outcome',
        in: 'query',
        schema: { $ref: '#/components/schemas/RecordedOutcome' },
      },
      Since: {
        name: 'since',
        in: 'query',
        allowReserved: true,
        description: 'Not before',
        schema: { type: 'string', format: 'date-time' },
      },
      Until: {
        name: 'until',
        in: 'query',
        allowReserved: true,
        description: 'Before',
        schema: { type: 'string', format: 'date-time' },
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
      ChangedSecret: {
        description: 'The secret as it stands now',
        headers: { ETag: { schema: { type: 'string' } } },
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/SecretDetails' },
          },
        },
      },
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
        description:
          'A value that is sent, or one that is made on the server; exactly one of value and generate',
        additionalProperties: false,
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
          generate: { $ref: '#/components/schemas/GeneratedValue' },
        },
      },
      GeneratedValue: {
        type: 'object',
        description: 'How a value is made; it is stored and never shown',
        additionalProperties: false,
        required: ['kind'],
        properties: {
          kind: {
            type: 'string',
            enum: ['password', 'hex', 'uuid', 'ssh-ed25519'],
          },
          length: {
            type: 'integer',
            minimum: 8,
            maximum: 1024,
            description: 'Characters of a password (32), bytes behind hex (32)',
          },
          characters: {
            type: 'array',
            description:
              'Classes of which a password has at least one character each; all but symbols when left out',
            minItems: 1,
            uniqueItems: true,
            items: {
              type: 'string',
              enum: ['lower', 'upper', 'digits', 'symbols'],
            },
          },
          withoutLookalikes: {
            type: 'boolean',
            description:
              'Leaves out characters that are easily taken for another, such as 0 and O',
          },
          comment: {
            type: 'string',
            maxLength: 255,
            description: 'Comment of the public half of an SSH key',
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
      SecretPatch: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: {
          data: {
            type: 'object',
            description:
              'Keys to set, and with null to remove; all others stay as they are',
            minProperties: 1,
            additionalProperties: {
              oneOf: [{ $ref: '#/components/schemas/Value' }, { type: 'null' }],
            },
          },
          labels: {
            type: 'object',
            description: 'Labels to set, and with null to remove',
            maxProperties: 200,
            additionalProperties: { type: ['string', 'null'], maxLength: 63 },
          },
          description: { type: ['string', 'null'], maxLength: 1024 },
          owner: { type: ['string', 'null'], maxLength: 253 },
          expiresAt: { type: ['string', 'null'], format: 'date-time' },
          refreshInterval: {
            type: ['string', 'null'],
            maxLength: 32,
            description:
              'A duration such as 30s, 15m or 1h; null for the default',
          },
        },
      },
      SecretReplacement: {
        type: 'object',
        additionalProperties: false,
        required: ['data'],
        properties: {
          data: {
            type: 'object',
            minProperties: 1,
            additionalProperties: { $ref: '#/components/schemas/Value' },
          },
        },
      },
      LinkSource: {
        type: 'object',
        description: 'Where the value is',
        additionalProperties: false,
        required: ['kind'],
        properties: {
          kind: {
            type: 'string',
            enum: ['path', 'secret'],
            description:
              'A path in the store of the plane, or a Kubernetes Secret of the plane',
          },
          path: {
            type: 'string',
            minLength: 1,
            maxLength: 1024,
            description: 'Of kind path',
          },
          namespace: {
            type: 'string',
            maxLength: 63,
            description: 'Of kind secret: namespace of the plane',
          },
          name: {
            type: 'string',
            maxLength: 253,
            description: 'Of kind secret',
          },
        },
      },
      LinkKeys: {
        type: 'object',
        description: 'Which keys the reference gets',
        additionalProperties: false,
        required: ['mode'],
        properties: {
          mode: {
            type: 'string',
            enum: ['mapping', 'declared', 'all'],
            description:
              'The mapping below, those that the type declares, or all of a Kubernetes Secret',
          },
          mapping: {
            type: 'object',
            description:
              'Key of the reference to key (or property) of the source',
            minProperties: 1,
            additionalProperties: {
              type: 'string',
              minLength: 1,
              maxLength: 253,
            },
          },
        },
      },
      LinkDraft: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'type', 'targetPlane', 'source', 'keys'],
        properties: {
          name: { type: 'string' },
          type: { $ref: '#/components/schemas/SecretType' },
          category: { $ref: '#/components/schemas/SecretCategory' },
          targetPlane: { $ref: '#/components/schemas/PlaneRef' },
          source: { $ref: '#/components/schemas/LinkSource' },
          keys: { $ref: '#/components/schemas/LinkKeys' },
          labels: { $ref: '#/components/schemas/Labels' },
          description: { type: 'string', maxLength: 1024 },
          owner: { type: 'string', maxLength: 253 },
          project: { type: 'string', minLength: 1, maxLength: 63 },
          component: { type: 'string', minLength: 1, maxLength: 63 },
          expiresAt: { type: 'string', format: 'date-time' },
          refreshInterval: { type: 'string', maxLength: 32 },
        },
      },
      PlannedChange: {
        type: 'object',
        description: 'One thing that is done, or would be',
        additionalProperties: false,
        required: ['object', 'action', 'sentence'],
        properties: {
          object: {
            type: 'string',
            enum: [
              'SecretReference',
              'Secret',
              'PushSecret',
              'Namespace',
              'StoreEntry',
              'Operation',
            ],
          },
          action: {
            type: 'string',
            enum: ['create', 'update', 'delete', 'keep'],
          },
          sentence: { type: 'string' },
        },
      },
      Adoption: {
        type: 'object',
        additionalProperties: false,
        required: ['dryRun', 'changes'],
        properties: {
          dryRun: { type: 'boolean' },
          changes: {
            type: 'array',
            items: { $ref: '#/components/schemas/PlannedChange' },
          },
          secret: { $ref: '#/components/schemas/SecretDetails' },
        },
      },
      KeyChanges: {
        type: 'object',
        description: 'Names of keys that differ; never values',
        additionalProperties: false,
        required: ['added', 'removed', 'changed'],
        properties: {
          added: { type: 'array', items: { type: 'string' } },
          removed: { type: 'array', items: { type: 'string' } },
          changed: { type: 'array', items: { type: 'string' } },
        },
      },
      SecretVersion: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'createdAt', 'state', 'current'],
        properties: {
          id: { type: 'string' },
          createdAt: { type: 'string', format: 'date-time' },
          createdBy: {
            type: 'string',
            description:
              'Who wrote it through this portal; absent for writes from elsewhere',
          },
          action: { $ref: '#/components/schemas/RecordedAction' },
          state: {
            type: 'string',
            enum: ['available', 'deleted', 'destroyed'],
          },
          current: { type: 'boolean' },
          keys: { type: 'array', items: { type: 'string' } },
          changes: { $ref: '#/components/schemas/KeyChanges' },
        },
      },
      VersionList: {
        type: 'object',
        additionalProperties: false,
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/SecretVersion' },
          },
        },
      },
      RecordedAction: {
        type: 'string',
        enum: [
          'secret-list',
          'secret-fetch',
          'secret-create',
          'secret-update',
          'secret-delete',
          'secret-validate',
          'secret-restore',
          'secret-sync',
          'activity-list',
          'finding-list',
          'secret-adopt',
          'reference-link',
          'finding-repair',
          'record-verify',
        ],
      },
      RecordedOutcome: {
        type: 'string',
        enum: ['intent', 'success', 'failure', 'denied'],
      },
      Activity: {
        type: 'object',
        description: 'A row of the record',
        additionalProperties: false,
        required: [
          'seq',
          'time',
          'actor',
          'principal',
          'action',
          'outcome',
          'correlationId',
        ],
        properties: {
          seq: { type: 'integer' },
          time: { type: 'string', format: 'date-time' },
          actor: { type: 'string' },
          principal: { type: 'string', enum: ['user', 'service', 'none'] },
          action: { $ref: '#/components/schemas/RecordedAction' },
          namespace: { type: 'string' },
          name: { type: 'string' },
          keys: { type: 'array', items: { type: 'string' } },
          plane: { type: 'string' },
          outcome: { $ref: '#/components/schemas/RecordedOutcome' },
          errorCode: { type: 'string' },
          reason: { type: 'string' },
          correlationId: { type: 'string' },
          operationId: { type: 'string' },
        },
      },
      ActivityPage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'pageInfo'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/Activity' },
          },
          pageInfo: {
            type: 'object',
            additionalProperties: false,
            properties: { nextCursor: { type: 'string' } },
          },
        },
      },
      RecordVerification: {
        type: 'object',
        additionalProperties: false,
        required: ['intact', 'rows', 'notAnchored'],
        properties: {
          intact: { type: 'boolean' },
          rows: { type: 'integer', description: 'Rows that were read' },
          broken: {
            type: 'object',
            description: 'The first place that is not as it was written',
            additionalProperties: false,
            required: ['seq', 'sentence'],
            properties: {
              seq: { type: 'integer' },
              sentence: { type: 'string' },
            },
          },
          notAnchored: {
            type: 'integer',
            description:
              'Rows after the last end that was published: these could be cut off unseen',
          },
          head: {
            type: 'object',
            additionalProperties: false,
            required: ['seq', 'mac'],
            properties: { seq: { type: 'integer' }, mac: { type: 'string' } },
          },
        },
      },
      FindingKind: {
        type: 'string',
        enum: [
          'InterruptedOperation',
          'StuckDelete',
          'PushSecretLost',
          'SourceMissing',
          'OrphanedSecret',
          'OrphanedPushSecret',
          'OrphanedValue',
          'ValueMissing',
          'LeftoverObject',
          'LeftoverKeys',
          'ForeignPath',
          'StoreChanged',
          'ConcurrentWriter',
          'MissingReference',
          'ExpiringCertificate',
        ],
      },
      RepairAction: {
        type: 'string',
        enum: ['retry', 'prune', 'adopt', 'remove', 'giveUp'],
      },
      Finding: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'kind', 'severity', 'sentence', 'actions'],
        properties: {
          id: { type: 'string' },
          kind: { $ref: '#/components/schemas/FindingKind' },
          severity: { type: 'string', enum: ['error', 'warning', 'info'] },
          namespace: { type: 'string' },
          name: { type: 'string' },
          plane: { $ref: '#/components/schemas/PlaneRef' },
          keys: { type: 'array', items: { type: 'string' } },
          since: { type: 'string', format: 'date-time' },
          sentence: { type: 'string' },
          remedy: { type: 'string' },
          actions: {
            type: 'array',
            description: 'What the caller may have done about it',
            items: { $ref: '#/components/schemas/RepairAction' },
          },
        },
      },
      FindingList: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'problems'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/Finding' },
          },
          problems: {
            type: 'array',
            items: { $ref: '#/components/schemas/PartialProblem' },
          },
        },
      },
      RepairRequest: {
        type: 'object',
        additionalProperties: false,
        required: ['action'],
        properties: {
          action: { $ref: '#/components/schemas/RepairAction' },
          reason: { type: 'string', maxLength: 1024 },
        },
      },
      Repair: {
        type: 'object',
        additionalProperties: false,
        required: ['dryRun', 'settled', 'changes'],
        properties: {
          dryRun: { type: 'boolean' },
          settled: {
            type: 'boolean',
            description: 'Nothing is left of what was found',
          },
          changes: {
            type: 'array',
            items: { $ref: '#/components/schemas/PlannedChange' },
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
          step: { type: 'string', enum: ['saved', 'pushed', 'pulled', 'used'] },
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
              generated: {
                type: 'object',
                description:
                  'Public halves of key pairs that this request made, by key',
                additionalProperties: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['publicKey'],
                  properties: { publicKey: { type: 'string' } },
                },
              },
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
          'VersionRequired',
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
