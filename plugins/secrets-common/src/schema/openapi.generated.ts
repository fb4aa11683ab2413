// Generated from plugins/secrets-backend/src/schema/openapi.yaml by `npm run generate`; edit that instead.
/* eslint-disable */
export interface paths {
  '/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the record and the control plane answer */
    get: operations['getHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/config': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What this installation offers */
    get: operations['getConfig'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The namespaces that the caller may see */
    get: operations['listNamespaces'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces/{namespace}/planes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The target planes usable in a namespace */
    get: operations['listPlanes'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/secrets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The secrets of one or many namespaces */
    get: operations['listSecrets'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces/{namespace}/secrets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Create a secret */
    post: operations['createSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces/{namespace}/secret-validations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Check a secret without writing anything */
    post: operations['validateSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces/{namespace}/secrets/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        namespace: components['parameters']['Namespace'];
        name: components['parameters']['SecretName'];
      };
      cookie?: never;
    };
    /** Everything about a secret but its values */
    get: operations['getSecret'];
    put?: never;
    post?: never;
    /** Delete a secret and its value; while a deletion of it runs, whoever asks again joins that one and hastens it, whatever his tag */
    delete: operations['deleteSecret'];
    options?: never;
    head?: never;
    /** Set or remove single keys, and change what describes the secret */
    patch: operations['updateSecret'];
    trace?: never;
  };
  '/namespaces/{namespace}/secrets/{name}/delivery': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How far the value has come */
    get: operations['getDelivery'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces/{namespace}/secrets/{name}/manifest': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The secret reference as YAML, without status and managed fields */
    get: operations['getManifest'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/entities/{kind}/{namespace}/{name}/secrets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The secrets that a catalog entity uses */
    get: operations['listEntitySecrets'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces/{namespace}/secrets/{name}/data': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Replace all keys of a secret */
    put: operations['replaceSecretData'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces/{namespace}/secrets/{name}/sync': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Push the value, and let every consumer pull it, now */
    post: operations['syncSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces/{namespace}/secrets/{name}/versions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every version that the store keeps, newest first */
    get: operations['listVersions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces/{namespace}/secrets/{name}/versions/{version}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make the values of an older version the present ones, without showing them */
    post: operations['restoreVersion'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces/{namespace}/secrets/{name}/adopt': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Take over a secret reference that someone else made */
    post: operations['adoptSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces/{namespace}/secrets/{name}/activity': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was done with a secret, newest first */
    get: operations['listSecretActivity'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces/{namespace}/references': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make a reference to a value that exists already */
    post: operations['linkSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/activity': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was done with the secrets that the caller may see, newest first */
    get: operations['listActivity'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/record/verification': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the record is as it was written */
    get: operations['verifyRecord'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/findings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What is orphaned, stuck, foreign or about to expire */
    get: operations['listFindings'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/findings/{id}/repair': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Carry out an action that a finding offers */
    post: operations['repairFinding'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Health: {
      /** @enum {string} */
      status: 'ok' | 'unavailable';
    };
    InstallationConfig: {
      /** @description False: the feature is switched off, and every other route answers FeatureDisabled */
      enabled: boolean;
      reveal: {
        enabled: boolean;
      };
      limits: {
        bodyBytes: number;
        keys: number;
      };
      types: components['schemas']['SecretType'][];
      categories: components['schemas']['SecretCategory'][];
    };
    NamespaceName: string;
    /** @enum {string} */
    SecretType:
      | 'Opaque'
      | 'kubernetes.io/basic-auth'
      | 'kubernetes.io/ssh-auth'
      | 'kubernetes.io/dockerconfigjson'
      | 'kubernetes.io/tls';
    /** @enum {string} */
    SecretCategory: 'generic' | 'git-credentials';
    /** @enum {string} */
    PlaneKind:
      | 'DataPlane'
      | 'ClusterDataPlane'
      | 'WorkflowPlane'
      | 'ClusterWorkflowPlane';
    PlaneRef: {
      kind: components['schemas']['PlaneKind'];
      name: string;
    };
    Labels: {
      [key: string]: string;
    };
    Annotations: {
      [key: string]: string;
    };
    /** @description A value that is sent, or one that is made on the server; exactly one of value and generate */
    Value: {
      /** @description The value in the encoding beside it */
      value?: string;
      /**
       * @default utf8
       * @enum {string}
       */
      encoding?: 'utf8' | 'base64';
      /**
       * @description Store base64 text, for bytes that are not UTF-8; readers then need to decode it
       * @enum {string}
       */
      storeAs?: 'base64';
      generate?: components['schemas']['GeneratedValue'];
    };
    /** @description How a value is made; it is stored and never shown */
    GeneratedValue: {
      /** @enum {string} */
      kind: 'password' | 'hex' | 'uuid' | 'ssh-ed25519';
      /** @description Characters of a password (32), bytes behind hex (32) */
      length?: number;
      /** @description Classes of which a password has at least one character each; all but symbols when left out */
      characters?: ('lower' | 'upper' | 'digits' | 'symbols')[];
      /** @description Leaves out characters that are easily taken for another, such as 0 and O */
      withoutLookalikes?: boolean;
      /** @description Comment of the public half of an SSH key */
      comment?: string;
    };
    SecretDraft: {
      /** @description May be left out when component is given and a name template is configured */
      name?: string;
      type: components['schemas']['SecretType'];
      category?: components['schemas']['SecretCategory'];
      targetPlane: components['schemas']['PlaneRef'];
      data: {
        [key: string]: components['schemas']['Value'];
      };
      labels?: components['schemas']['Labels'];
      description?: string;
      /** @description Entity ref of who answers for the secret */
      owner?: string;
      project?: string;
      component?: string;
      template?: {
        labels?: components['schemas']['Labels'];
        annotations?: components['schemas']['Annotations'];
      };
      /** Format: date-time */
      expiresAt?: string;
      /** @description A duration such as 30s, 15m or 1h */
      refreshInterval?: string;
    };
    SecretPatch: {
      /** @description Keys to set, and with null to remove; all others stay as they are */
      data?: {
        [key: string]: components['schemas']['Value'] | null;
      };
      /** @description Labels to set, and with null to remove */
      labels?: {
        [key: string]: string | null;
      };
      description?: string | null;
      owner?: string | null;
      /** Format: date-time */
      expiresAt?: string | null;
      /** @description A duration such as 30s, 15m or 1h; null for the default */
      refreshInterval?: string | null;
    };
    SecretReplacement: {
      data: {
        [key: string]: components['schemas']['Value'];
      };
    };
    /** @description Where the value is */
    LinkSource: {
      /**
       * @description A path in the store of the plane, or a Kubernetes Secret of the plane
       * @enum {string}
       */
      kind: 'path' | 'secret';
      /** @description Of kind path */
      path?: string;
      /** @description Of kind secret: namespace of the plane */
      namespace?: string;
      /** @description Of kind secret */
      name?: string;
    };
    /** @description Which keys the reference gets */
    LinkKeys: {
      /**
       * @description The mapping below, those that the type declares, or all of a Kubernetes Secret
       * @enum {string}
       */
      mode: 'mapping' | 'declared' | 'all';
      /** @description Key of the reference to key (or property) of the source */
      mapping?: {
        [key: string]: string;
      };
    };
    LinkDraft: {
      name: string;
      type: components['schemas']['SecretType'];
      category?: components['schemas']['SecretCategory'];
      targetPlane: components['schemas']['PlaneRef'];
      source: components['schemas']['LinkSource'];
      keys: components['schemas']['LinkKeys'];
      labels?: components['schemas']['Labels'];
      description?: string;
      owner?: string;
      project?: string;
      component?: string;
      /** Format: date-time */
      expiresAt?: string;
      refreshInterval?: string;
    };
    /** @description One thing that is done, or would be */
    PlannedChange: {
      /** @enum {string} */
      object:
        | 'SecretReference'
        | 'Secret'
        | 'PushSecret'
        | 'Namespace'
        | 'StoreEntry'
        | 'Operation';
      /** @enum {string} */
      action: 'create' | 'update' | 'delete' | 'keep';
      sentence: string;
    };
    Adoption: {
      dryRun: boolean;
      changes: components['schemas']['PlannedChange'][];
      secret?: components['schemas']['SecretDetails'];
    };
    /** @description Names of keys that differ; never values */
    KeyChanges: {
      added: string[];
      removed: string[];
      changed: string[];
    };
    SecretVersion: {
      id: string;
      /** Format: date-time */
      createdAt: string;
      /** @description Who wrote it through this portal; absent for writes from elsewhere */
      createdBy?: string;
      action?: components['schemas']['RecordedAction'];
      /** @enum {string} */
      state: 'available' | 'deleted' | 'destroyed';
      current: boolean;
      keys?: string[];
      changes?: components['schemas']['KeyChanges'];
    };
    VersionList: {
      items: components['schemas']['SecretVersion'][];
    };
    /** @enum {string} */
    RecordedAction:
      | 'secret-list'
      | 'secret-fetch'
      | 'secret-create'
      | 'secret-update'
      | 'secret-delete'
      | 'secret-validate'
      | 'secret-restore'
      | 'secret-sync'
      | 'activity-list'
      | 'finding-list'
      | 'secret-adopt'
      | 'reference-link'
      | 'finding-repair'
      | 'record-verify';
    /** @enum {string} */
    RecordedOutcome: 'intent' | 'success' | 'failure' | 'denied';
    /** @description A row of the record */
    Activity: {
      seq: number;
      /** Format: date-time */
      time: string;
      actor: string;
      /** @enum {string} */
      principal: 'user' | 'service' | 'none';
      action: components['schemas']['RecordedAction'];
      namespace?: string;
      name?: string;
      keys?: string[];
      plane?: string;
      outcome: components['schemas']['RecordedOutcome'];
      errorCode?: string;
      reason?: string;
      correlationId: string;
      operationId?: string;
    };
    ActivityPage: {
      items: components['schemas']['Activity'][];
      pageInfo: {
        nextCursor?: string;
      };
    };
    RecordVerification: {
      intact: boolean;
      /** @description Rows that were read */
      rows: number;
      /** @description The first place that is not as it was written */
      broken?: {
        seq: number;
        sentence: string;
      };
      /** @description Rows after the last end that was published: these could be cut off unseen */
      notAnchored: number;
      head?: {
        seq: number;
        mac: string;
      };
    };
    /** @enum {string} */
    FindingKind:
      | 'InterruptedOperation'
      | 'StuckDelete'
      | 'PushSecretLost'
      | 'SourceMissing'
      | 'OrphanedSecret'
      | 'OrphanedPushSecret'
      | 'OrphanedValue'
      | 'ValueMissing'
      | 'LeftoverObject'
      | 'LeftoverKeys'
      | 'ForeignPath'
      | 'StoreChanged'
      | 'ConcurrentWriter'
      | 'MissingReference'
      | 'ExpiringCertificate';
    /** @enum {string} */
    RepairAction: 'retry' | 'prune' | 'adopt' | 'remove' | 'giveUp';
    Finding: {
      id: string;
      kind: components['schemas']['FindingKind'];
      /** @enum {string} */
      severity: 'error' | 'warning' | 'info';
      namespace?: string;
      name?: string;
      plane?: components['schemas']['PlaneRef'];
      keys?: string[];
      /** Format: date-time */
      since?: string;
      sentence: string;
      remedy?: string;
      /** @description What the caller may have done about it */
      actions: components['schemas']['RepairAction'][];
    };
    FindingList: {
      items: components['schemas']['Finding'][];
      problems: components['schemas']['PartialProblem'][];
    };
    RepairRequest: {
      action: components['schemas']['RepairAction'];
      reason?: string;
    };
    Repair: {
      dryRun: boolean;
      /** @description Nothing is left of what was found */
      settled: boolean;
      changes: components['schemas']['PlannedChange'][];
    };
    FieldProblem: {
      /** @description Path in the request, such as name, data.password or targetPlane.kind */
      field: string;
      message: string;
    };
    SecretValidation: {
      valid: boolean;
      errors: components['schemas']['FieldProblem'][];
      warnings: components['schemas']['FieldProblem'][];
    };
    NamespacePermissions: {
      create: boolean;
      update: boolean;
      delete: boolean;
    };
    Namespace: {
      name: string;
      displayName?: string;
      counts: {
        total: number;
        failed: number;
        /** @description Expire within 30 days or have expired */
        expiring: number;
      };
      permissions: components['schemas']['NamespacePermissions'];
    };
    NamespaceList: {
      items: components['schemas']['Namespace'][];
    };
    StoreCapabilities: {
      versions: boolean;
      restore: boolean;
      partialUpdate: boolean;
      compareAndSet: boolean;
      reveal: boolean;
      /** @description Bytes that are not UTF-8 arrive unchanged */
      binary: boolean;
      /** @description Most bytes that all values of a secret may have together */
      maxBytes: number;
      seesForeignWrites: boolean;
    };
    Plane: {
      kind: components['schemas']['PlaneKind'];
      name: string;
      driver: string;
      capabilities: components['schemas']['StoreCapabilities'];
      /** @description Absent when the plane names no store */
      store?: {
        name: string;
        ready: boolean;
        message?: string;
      };
      reachable: boolean;
    };
    PlaneList: {
      items: components['schemas']['Plane'][];
    };
    /** @enum {string} */
    DeliveryStateName:
      | 'Pending'
      | 'Pushing'
      | 'Synced'
      | 'Failed'
      | 'SourceMissing'
      | 'Deleting'
      | 'DeleteStuck'
      | 'Unreachable'
      | 'Unknown';
    DeliveryState: {
      state: components['schemas']['DeliveryStateName'];
      /** Format: date-time */
      since: string;
      message?: string;
    };
    DeliveryStep: {
      /** @enum {string} */
      step: 'saved' | 'pushed' | 'pulled' | 'used';
      /** @enum {string} */
      state: 'done' | 'running' | 'waiting' | 'failed' | 'unknown';
      /** Format: date-time */
      at?: string;
      /** @description Who pulls, for the step pulled */
      consumer?: {
        namespace: string;
        name: string;
        /** @description Kubernetes Secret that it writes */
        secret?: string;
        /** @description How often it reads the store again; absent where it does so only when it is changed or never */
        refreshInterval?: string;
      };
      /** @description Which store, for the step pushed where a value goes to several */
      store?: string;
      /** @description What happened */
      sentence: string;
      remedy?: string;
    };
    Delivery: {
      state: components['schemas']['DeliveryStateName'];
      /** Format: date-time */
      since: string;
      message?: string;
      steps: components['schemas']['DeliveryStep'][];
    };
    SecretPermissions: {
      update: boolean;
      delete: boolean;
    };
    /** @enum {string} */
    SecretSource: 'portal' | 'openchoreo-api' | 'gitops' | 'manual';
    SecretFields: {
      namespace: string;
      name: string;
      /** @description Type of the Kubernetes Secret; others than the five offered ones may come from elsewhere */
      type: string;
      category: components['schemas']['SecretCategory'];
      targetPlane?: components['schemas']['PlaneRef'];
      keys: string[];
      labels: {
        [key: string]: string;
      };
      description?: string;
      owner?: string;
      /** Format: date-time */
      expiresAt?: string;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      updatedAt?: string;
      updatedBy?: string;
      /** @description Written through this API or openchoreo-api */
      managed: boolean;
      source: components['schemas']['SecretSource'];
      delivery: components['schemas']['DeliveryState'];
      permissions: components['schemas']['SecretPermissions'];
    };
    SecretSummary: components['schemas']['SecretFields'];
    RemoteRef: {
      secretKey: string;
      /** @description Path in the store; shown only to who may update the secret */
      key?: string;
      property?: string;
      version?: string;
    };
    SecretDetails: components['schemas']['SecretFields'] & {
      etag: string;
      /** @description Keys that are kept as base64 text */
      storedAs?: {
        [key: string]: 'base64';
      };
      driver?: string;
      capabilities?: components['schemas']['StoreCapabilities'];
      remoteRefs: components['schemas']['RemoteRef'][];
      refreshInterval?: string;
      /** @description Public halves of key pairs that this request made, by key */
      generated?: {
        [key: string]: {
          publicKey: string;
        };
      };
      deliverySteps: components['schemas']['DeliveryStep'][];
      warnings: components['schemas']['FieldProblem'][];
    };
    PartialProblem: {
      plane?: components['schemas']['PlaneRef'];
      namespace?: string;
      code: components['schemas']['ErrorCode'];
      message: string;
    };
    SecretPage: {
      items: components['schemas']['SecretSummary'][];
      totalItems: number;
      pageInfo: {
        nextCursor?: string;
      };
      problems: components['schemas']['PartialProblem'][];
    };
    EntitySecret: {
      reference: {
        namespace: string;
        name: string;
      };
      type?: string;
      keys: string[];
      via: ('env' | 'file' | 'annotation')[];
      delivery?: components['schemas']['DeliveryState'];
      /** @enum {string} */
      presence: 'present' | 'missing' | 'unknown';
      /** @description Keys that the entity refers to and the secret does not have */
      missingKeys?: string[];
    };
    EntitySecretList: {
      items: components['schemas']['EntitySecret'][];
    };
    /** @enum {string} */
    ErrorCode:
      | 'InvalidRequest'
      | 'InvalidSecret'
      | 'NotAuthenticated'
      | 'NotAllowed'
      | 'FeatureDisabled'
      | 'NamespaceNotFound'
      | 'SecretNotFound'
      | 'PlaneNotFound'
      | 'SecretAlreadyExists'
      | 'NotOwned'
      | 'OperationInProgress'
      | 'PlaneHasNoStore'
      | 'VersionConflict'
      | 'VersionRequired'
      | 'PayloadTooLarge'
      | 'UnsupportedMediaType'
      | 'IdempotencyMismatch'
      | 'Unsupported'
      | 'RateLimited'
      | 'Internal'
      | 'StoreNotReady'
      | 'PlaneUnreachable'
      | 'RecordUnavailable'
      | 'Timeout';
    ErrorResponse: {
      error: {
        name: string;
        message: string;
        code: components['schemas']['ErrorCode'];
        correlationId?: string;
        details?: components['schemas']['FieldProblem'][];
      };
      request: {
        method: string;
      };
      response: {
        statusCode: number;
      };
    };
  };
  responses: {
    /** @description The secret as it stands now */
    ChangedSecret: {
      headers: {
        ETag?: string;
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['SecretDetails'];
      };
    };
    /** @description The request was not carried out */
    Error: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['ErrorResponse'];
      };
    };
  };
  parameters: {
    Namespace: string;
    SecretName: string;
    /** @description The same key with the same body gives the same answer for a day. After an error that leaves open what was done (Timeout, RecordUnavailable, a broken connection) the same request with the same key is answered with what came of the first one; one of which nothing is left is carried out anew */
    IdempotencyKey: string;
    /** @description ETag of the secret as it was when the change was decided on; VersionRequired without it */
    IfMatch: string;
    /** @description Only say what would be done */
    DryRun: boolean;
    Limit: number;
    /** @description Where the page before ended, from its pageInfo */
    Cursor: string;
    /** @description Entity ref of a user, or subject of a service */
    Actor: string;
    Action: components['schemas']['RecordedAction'];
    Outcome: components['schemas']['RecordedOutcome'];
    /** @description Not before */
    Since: string;
    /** @description Before */
    Until: string;
  };
  requestBodies: {
    SecretDraft: {
      content: {
        'application/json': components['schemas']['SecretDraft'];
      };
    };
  };
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  getHealth: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ready */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      /** @description Not ready */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
    };
  };
  getConfig: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Settings that the page follows */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['InstallationConfig'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listNamespaces: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Namespaces by name */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NamespaceList'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listPlanes: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        namespace: components['parameters']['Namespace'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Planes by kind and name */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlaneList'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listSecrets: {
    parameters: {
      query?: {
        /** @description Only these namespaces; all that the caller may see when left out */
        namespace?: components['schemas']['NamespaceName'][];
        /** @description Text found in name, key names, labels or plane, in any case */
        q?: string;
        type?: components['schemas']['SecretType'];
        category?: components['schemas']['SecretCategory'];
        /** @description Kind and name of a plane, joined by a slash */
        plane?: string;
        state?: components['schemas']['DeliveryStateName'];
        /** @description Days until the declared expiry, at most */
        expiringWithin?: number;
        orderBy?:
          | 'name'
          | 'namespace'
          | 'type'
          | 'plane'
          | 'state'
          | 'updatedAt';
        order?: 'asc' | 'desc';
        limit?: number;
        /** @description Where the page before ended, from its pageInfo */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page of secrets */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SecretPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  createSecret: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same body gives the same answer for a day. After an error that leaves open what was done (Timeout, RecordUnavailable, a broken connection) the same request with the same key is answered with what came of the first one; one of which nothing is left is carried out anew */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        namespace: components['parameters']['Namespace'];
      };
      cookie?: never;
    };
    requestBody: components['requestBodies']['SecretDraft'];
    responses: {
      /** @description Created; its value is on its way to the store */
      201: {
        headers: {
          ETag?: string;
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SecretDetails'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  validateSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        namespace: components['parameters']['Namespace'];
      };
      cookie?: never;
    };
    requestBody: components['requestBodies']['SecretDraft'];
    responses: {
      /** @description What a create would refuse, and what it would warn of */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SecretValidation'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  getSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        namespace: components['parameters']['Namespace'];
        name: components['parameters']['SecretName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The secret */
      200: {
        headers: {
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SecretDetails'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  deleteSecret: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of the secret that is meant; not looked at while a deletion of it runs already */
        'If-Match'?: string;
        /** @description The same key with the same body gives the same answer for a day. After an error that leaves open what was done (Timeout, RecordUnavailable, a broken connection) the same request with the same key is answered with what came of the first one; one of which nothing is left is carried out anew */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        namespace: components['parameters']['Namespace'];
        name: components['parameters']['SecretName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The deletion has begun and is not refused any more, and the store has not confirmed it yet. What keeps it from its end is in the delivery state; as long as it could still be refused, the answer is Timeout instead */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SecretSummary'];
        };
      };
      /** @description The store has confirmed the deletion */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Error'];
    };
  };
  updateSecret: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of the secret as it was when the change was decided on; VersionRequired without it */
        'If-Match'?: components['parameters']['IfMatch'];
        /** @description The same key with the same body gives the same answer for a day. After an error that leaves open what was done (Timeout, RecordUnavailable, a broken connection) the same request with the same key is answered with what came of the first one; one of which nothing is left is carried out anew */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        namespace: components['parameters']['Namespace'];
        name: components['parameters']['SecretName'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SecretPatch'];
      };
    };
    responses: {
      200: components['responses']['ChangedSecret'];
      default: components['responses']['Error'];
    };
  };
  getDelivery: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        namespace: components['parameters']['Namespace'];
        name: components['parameters']['SecretName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description State and steps */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Delivery'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  getManifest: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        namespace: components['parameters']['Namespace'];
        name: components['parameters']['SecretName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A manifest that is ready for Git */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/yaml': string;
        };
      };
      default: components['responses']['Error'];
    };
  };
  listEntitySecrets: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        kind: string;
        namespace: string;
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Uses, missing secrets first */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EntitySecretList'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  replaceSecretData: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of the secret as it was when the change was decided on; VersionRequired without it */
        'If-Match'?: components['parameters']['IfMatch'];
        /** @description The same key with the same body gives the same answer for a day. After an error that leaves open what was done (Timeout, RecordUnavailable, a broken connection) the same request with the same key is answered with what came of the first one; one of which nothing is left is carried out anew */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        namespace: components['parameters']['Namespace'];
        name: components['parameters']['SecretName'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SecretReplacement'];
      };
    };
    responses: {
      200: components['responses']['ChangedSecret'];
      default: components['responses']['Error'];
    };
  };
  syncSecret: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same body gives the same answer for a day. After an error that leaves open what was done (Timeout, RecordUnavailable, a broken connection) the same request with the same key is answered with what came of the first one; one of which nothing is left is carried out anew */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        namespace: components['parameters']['Namespace'];
        name: components['parameters']['SecretName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Asked for; the delivery shows how far it is */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Delivery'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listVersions: {
    parameters: {
      query?: {
        /** @description Compare every version with this one, instead of each with the one before it */
        against?: string;
      };
      header?: never;
      path: {
        namespace: components['parameters']['Namespace'];
        name: components['parameters']['SecretName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Versions, without values */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VersionList'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  restoreVersion: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of the secret as it was when the change was decided on; VersionRequired without it */
        'If-Match'?: components['parameters']['IfMatch'];
        /** @description The same key with the same body gives the same answer for a day. After an error that leaves open what was done (Timeout, RecordUnavailable, a broken connection) the same request with the same key is answered with what came of the first one; one of which nothing is left is carried out anew */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        namespace: components['parameters']['Namespace'];
        name: components['parameters']['SecretName'];
        version: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['ChangedSecret'];
      default: components['responses']['Error'];
    };
  };
  adoptSecret: {
    parameters: {
      query?: {
        /** @description Only say what would be done */
        dryRun?: components['parameters']['DryRun'];
      };
      header?: {
        /** @description ETag of the secret as it was when the change was decided on; VersionRequired without it */
        'If-Match'?: components['parameters']['IfMatch'];
        /** @description The same key with the same body gives the same answer for a day. After an error that leaves open what was done (Timeout, RecordUnavailable, a broken connection) the same request with the same key is answered with what came of the first one; one of which nothing is left is carried out anew */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        namespace: components['parameters']['Namespace'];
        name: components['parameters']['SecretName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was changed, or would be */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Adoption'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listSecretActivity: {
    parameters: {
      query?: {
        /** @description Entity ref of a user, or subject of a service */
        actor?: components['parameters']['Actor'];
        action?: components['parameters']['Action'];
        outcome?: components['parameters']['Outcome'];
        /** @description Not before */
        since?: components['parameters']['Since'];
        /** @description Before */
        until?: components['parameters']['Until'];
        limit?: components['parameters']['Limit'];
        /** @description Where the page before ended, from its pageInfo */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path: {
        namespace: components['parameters']['Namespace'];
        name: components['parameters']['SecretName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page of the record */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ActivityPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  linkSecret: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same body gives the same answer for a day. After an error that leaves open what was done (Timeout, RecordUnavailable, a broken connection) the same request with the same key is answered with what came of the first one; one of which nothing is left is carried out anew */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        namespace: components['parameters']['Namespace'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LinkDraft'];
      };
    };
    responses: {
      /** @description Linked; the value was neither read nor changed */
      201: {
        headers: {
          ETag?: string;
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SecretDetails'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listActivity: {
    parameters: {
      query?: {
        namespace?: components['schemas']['NamespaceName'];
        /** @description Name of a secret */
        name?: string;
        /** @description Entity ref of a user, or subject of a service */
        actor?: components['parameters']['Actor'];
        action?: components['parameters']['Action'];
        outcome?: components['parameters']['Outcome'];
        /** @description Not before */
        since?: components['parameters']['Since'];
        /** @description Before */
        until?: components['parameters']['Until'];
        limit?: components['parameters']['Limit'];
        /** @description Where the page before ended, from its pageInfo */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page of the record */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ActivityPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  verifyRecord: {
    parameters: {
      query?: {
        /** @description An end of the chain that was kept somewhere else, as sequence and HMAC joined by a colon */
        head?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What the verification found */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecordVerification'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listFindings: {
    parameters: {
      query?: {
        namespace?: components['schemas']['NamespaceName'];
        kind?: components['schemas']['FindingKind'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Findings, the most serious first */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FindingList'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  repairFinding: {
    parameters: {
      query?: {
        /** @description Only say what would be done */
        dryRun?: components['parameters']['DryRun'];
      };
      header?: {
        /** @description The same key with the same body gives the same answer for a day. After an error that leaves open what was done (Timeout, RecordUnavailable, a broken connection) the same request with the same key is answered with what came of the first one; one of which nothing is left is carried out anew */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RepairRequest'];
      };
    };
    responses: {
      /** @description What was done, or would be; `settled` unless it was only asked what would be */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Repair'];
        };
      };
      /** @description Begun and gone on with by itself, and not taken back any more; until it has ended it is among the findings. While it could still be refused or undone the answer is Timeout instead. An operation that was only tried again runs on as it did before */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Repair'];
        };
      };
      default: components['responses']['Error'];
    };
  };
}
