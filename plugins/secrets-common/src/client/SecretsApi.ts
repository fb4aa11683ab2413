import {
  Delivery,
  EntitySecret,
  InstallationConfig,
  ListSecretsQuery,
  Namespace,
  Plane,
  SecretDetails,
  SecretDraft,
  SecretPage,
  SecretSummary,
  SecretValidation,
} from '../types';

/** Options of every call. @public */
export interface RequestOptions {
  /** Ends the request early. */
  signal?: AbortSignal;
  /** Backstage token, for callers whose fetch does not add one (backends). */
  token?: string;
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
    options?: RequestOptions & { idempotencyKey?: string },
  ): Promise<SecretDetails>;
  validateSecret(
    namespace: string,
    draft: SecretDraft,
    options?: RequestOptions,
  ): Promise<SecretValidation>;
  deleteSecret(
    ref: SecretKeyRef,
    options?: RequestOptions & { etag?: string },
  ): Promise<DeleteOutcome>;
  getDelivery(ref: SecretKeyRef, options?: RequestOptions): Promise<Delivery>;
  /** The secret reference as YAML. */
  getManifest(ref: SecretKeyRef, options?: RequestOptions): Promise<string>;
  listEntitySecrets(
    entity: EntityName,
    options?: RequestOptions,
  ): Promise<EntitySecret[]>;
}
