import {
  ActivityPage,
  Adoption,
  Delivery,
  EntitySecret,
  FindingList,
  InstallationConfig,
  LinkDraft,
  ListActivityQuery,
  ListFindingsQuery,
  ListSecretsQuery,
  Namespace,
  Plane,
  RecordVerification,
  Repair,
  RepairRequest,
  SecretDetails,
  SecretDraft,
  SecretPage,
  SecretPatch,
  SecretReplacement,
  SecretSummary,
  SecretValidation,
  SecretVersion,
} from '../types';

/** Options of every call. @public */
export interface RequestOptions {
  /** Ends the request early. */
  signal?: AbortSignal;
  /** Backstage token, for callers whose fetch does not add one (backends). */
  token?: string;
}

/** Options of every call that changes something. @public */
export interface WriteOptions extends RequestOptions {
  /** The same key with the same body gives the same answer for a day. */
  idempotencyKey?: string;
}

/** Options of every change of a secret that stands. @public */
export interface ChangeOptions extends WriteOptions {
  /** `etag` of the secret that the change was decided on. */
  etag: string;
}

/** Namespace and name of a secret. @public */
export interface SecretKeyRef {
  namespace: string;
  name: string;
}

/** Name of a catalog entity. @public */
export interface EntityName {
  kind: string;
  namespace: string;
  name: string;
}

/** What became of a delete: gone, or still on its way with its present state. @public */
export type DeleteOutcome =
  | { confirmed: true }
  | { confirmed: false; secret: SecretSummary };

/**
 * The HTTP contract of the secrets backend, for browsers and for Node.
 * Every method throws a {@link SecretsApiError} for an answer that is not a success.
 * @public
 */
export interface SecretsApi {
  getConfig(options?: RequestOptions): Promise<InstallationConfig>;
  listNamespaces(options?: RequestOptions): Promise<Namespace[]>;
  listPlanes(namespace: string, options?: RequestOptions): Promise<Plane[]>;
  listSecrets(
    query: ListSecretsQuery,
    options?: RequestOptions,
  ): Promise<SecretPage>;
  getSecret(
    ref: SecretKeyRef,
    options?: RequestOptions,
  ): Promise<SecretDetails>;
  createSecret(
    namespace: string,
    draft: SecretDraft,
    options?: WriteOptions,
  ): Promise<SecretDetails>;
  validateSecret(
    namespace: string,
    draft: SecretDraft,
    options?: RequestOptions,
  ): Promise<SecretValidation>;
  /**
   * Deletes a secret and its value. Not `confirmed` says that it has begun and is not refused any more; while a deletion runs
   * already, whoever asks again joins it.
   *
   * @throws SecretsApiError `Timeout` while it could still be refused: what came of it is told to who asks again
   */
  deleteSecret(
    ref: SecretKeyRef,
    options?: WriteOptions & { etag?: string },
  ): Promise<DeleteOutcome>;
  getDelivery(ref: SecretKeyRef, options?: RequestOptions): Promise<Delivery>;
  /** The secret reference as YAML. */
  getManifest(ref: SecretKeyRef, options?: RequestOptions): Promise<string>;
  listEntitySecrets(
    entity: EntityName,
    options?: RequestOptions,
  ): Promise<EntitySecret[]>;
  /** Sets and removes single keys and changes what describes a secret; everything else stays as it is, unseen. */
  updateSecret(
    ref: SecretKeyRef,
    patch: SecretPatch,
    options: ChangeOptions,
  ): Promise<SecretDetails>;
  /** Replaces all keys. */
  replaceSecretData(
    ref: SecretKeyRef,
    replacement: SecretReplacement,
    options: ChangeOptions,
  ): Promise<SecretDetails>;
  /** Asks for a push, and for every consumer to pull, now. */
  syncSecret(ref: SecretKeyRef, options?: WriteOptions): Promise<Delivery>;
  /** Versions, newest first, each with what changed since the one before it or against a given one. */
  listVersions(
    ref: SecretKeyRef,
    options?: RequestOptions & { against?: string },
  ): Promise<SecretVersion[]>;
  /** Makes the values of an older version the present ones. */
  restoreVersion(
    ref: SecretKeyRef,
    version: string,
    options: ChangeOptions,
  ): Promise<SecretDetails>;
  /** Makes a reference to a value that exists already. */
  linkSecret(
    namespace: string,
    draft: LinkDraft,
    options?: WriteOptions,
  ): Promise<SecretDetails>;
  /** Takes over what someone else made, or says what that would change. */
  adoptSecret(
    ref: SecretKeyRef,
    options: ChangeOptions & { dryRun?: boolean },
  ): Promise<Adoption>;
  listActivity(
    query: ListActivityQuery,
    options?: RequestOptions,
  ): Promise<ActivityPage>;
  listSecretActivity(
    ref: SecretKeyRef,
    query: Omit<ListActivityQuery, 'namespace' | 'name'>,
    options?: RequestOptions,
  ): Promise<ActivityPage>;
  /** Verifies the record, against an end of it that was kept somewhere else when one is given. */
  verifyRecord(
    options?: RequestOptions & { head?: string },
  ): Promise<RecordVerification>;
  listFindings(
    query: ListFindingsQuery,
    options?: RequestOptions,
  ): Promise<FindingList>;
  /**
   * Carries out what a finding offers. Not `settled` says that it has begun, goes on by itself and is not taken back any more,
   * or of an operation that was tried again that it still runs.
   *
   * @throws SecretsApiError `Timeout` while it could still be refused or undone: ask again with the same idempotency key
   */
  repairFinding(
    id: string,
    repair: RepairRequest,
    options?: WriteOptions & { dryRun?: boolean },
  ): Promise<Repair>;
}
