import { SecretType } from '@strongroom/backstage-plugin-secrets-common';

/** A secret that stands, or is to stand, in a store. @public */
export interface StoredSecretRef {
  /** Tenant namespace of the control plane. */
  namespace: string;
  name: string;
  /** Path in the store, as the reference has it. */
  remoteKey: string;
}

/** A secret that is to be deleted. @public */
export interface DeletedSecretRef extends StoredSecretRef {
  operationId: string;
  /** The steps may have had effects already, so what is absent may be so by them. */
  begun?: boolean;
}

/** Everything a driver needs to make a secret, but its values; kept in the journal. @public */
export interface StoredSecretIntent extends StoredSecretRef {
  type: SecretType;
  keys: string[];
  /** Id of the operation, written onto what the driver makes so that a lost answer can be recognised. */
  operationId: string;
  labels: Record<string, string>;
  /**
   * Of the values, by {@link ConnectOptions.fingerprints}: for stores where a value cannot carry the id of its
   * operation. Absent for operations that were begun without one; what they wrote is then not recognised.
   */
  fingerprint?: string;
}

/** A key that a change gives a value to. @public */
export interface ChangedKey {
  key: string;
  /**
   * Of the key and its value alone, by {@link ConnectOptions.fingerprints}: for stores where a version cannot carry the
   * id of its operation. A change without them is not recognised after a restart.
   */
  fingerprint?: string;
}

/** Everything a driver needs to change the values of a secret, but the values; kept in the journal. @public */
export interface StoredSecretChange extends StoredSecretRef {
  type: SecretType;
  operationId: string;
  /** What the change was decided on: {@link StoredSecretDescription.version}. Another one is a Conflict. */
  basedOn: string;
  /** Keys that get values. */
  set: ChangedKey[];
  /** Keys that go. */
  remove: string[];
  /** All other keys go, too; otherwise they stay as they are, unseen. */
  replace?: boolean;
}

/** A restore of an older version; kept in the journal. @public */
export interface StoredSecretRestore extends StoredSecretRef {
  operationId: string;
  /** As for {@link StoredSecretChange.basedOn}. */
  basedOn: string;
  /** {@link StoredVersion.id} of the version whose values come back. */
  version: string;
}

/** A secret whose value is to be carried to the store now; kept in the journal. @public */
export interface SyncedSecretRef extends StoredSecretRef {
  operationId: string;
  /** Keys that the reference names. */
  keys: string[];
}
