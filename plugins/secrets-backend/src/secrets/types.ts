import { BackstageCredentials } from '@backstage/backend-plugin-api';
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
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretAttributes } from '../permissions';
import { RecordedActor } from '../record';
import { RecordedSecret } from './operations/recordOperation';

/** Who asks, with everything that a row of the record says of him. */
export interface Caller extends RecordedActor {
  credentials: BackstageCredentials;
}

/** Namespace and name of a secret. */
export interface SecretId {
  namespace: string;
  name: string;
}

/** Name of a catalog entity. */
export interface EntityId {
  kind: string;
  namespace: string;
  name: string;
}

/** Decides on the resolved secret right before an effect. @throws SecretsError when it is denied */
export type Guard = (
  attributes: SecretAttributes,
  secret: RecordedSecret,
) => Promise<void>;

/** What became of a delete. */
export type DeleteResult =
  | { confirmed: true }
  | { confirmed: false; secret: SecretSummary };

/** The use cases, as the router calls them. Every method throws a SecretsError for what a caller can mend. */
export interface SecretsService {
  getConfig(caller: Caller): Promise<InstallationConfig>;
  listNamespaces(caller: Caller): Promise<Namespace[]>;
  listPlanes(caller: Caller, namespace: string): Promise<Plane[]>;
  listSecrets(caller: Caller, query: ListSecretsQuery): Promise<SecretPage>;
  getSecret(caller: Caller, id: SecretId): Promise<SecretDetails>;
  getDelivery(caller: Caller, id: SecretId): Promise<Delivery>;
  getManifest(caller: Caller, id: SecretId): Promise<string>;
  createSecret(
    caller: Caller,
    namespace: string,
    draft: SecretDraft,
    options: { idempotencyKey?: string },
  ): Promise<SecretDetails>;
  validateSecret(
    caller: Caller,
    namespace: string,
    draft: SecretDraft,
  ): Promise<SecretValidation>;
  deleteSecret(
    caller: Caller,
    id: SecretId,
    options: { etag?: string; idempotencyKey?: string },
  ): Promise<DeleteResult>;
  listEntitySecrets(caller: Caller, entity: EntityId): Promise<EntitySecret[]>;
}
