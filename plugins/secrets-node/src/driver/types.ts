import { LoggerService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import {
  DeliveryStateName,
  PlaneRef,
  SecretType,
  StoreCapabilities,
} from '@strongroom/backstage-plugin-secrets-common';
import { KubernetesClient, Subscription } from '../kubernetes';
import { Fingerprints, SecretValues } from '../values';

/** A plane as a driver sees it. @public */
export interface PlaneConnection {
  ref: PlaneRef;
  /** Name of the `ClusterSecretStore` of the plane; absent when the plane names none. */
  storeName?: string;
}

/** A secret that stands, or is to stand, in a store. @public */
export interface StoredSecretRef {
  /** Tenant namespace of the control plane. */
  namespace: string;
  name: string;
  /** Path in the store, as the reference has it. */
  remoteKey: string;
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

/** Handed to every step. @public */
export interface StepContext {
  signal: AbortSignal;
  /** The values, on the first run in the process that received them; never after a restart. */
  values?: SecretValues;
}

/**
 * One effect outside. Running it again does no harm; undoing takes back only what this operation made and nobody
 * else changed.
 * @public
 */
export interface Step {
  /** Stable name, kept in the journal. */
  name: string;
  run(context: StepContext): Promise<void>;
  undo?(context: StepContext): Promise<void>;
}

/** What stands where a secret is to be made. @public */
export type Footprint =
  /** Nothing. */
  | { state: 'absent' }
  /** A secret that is being deleted. */
  | { state: 'deleting' }
  /** Something that is not ours. */
  | { state: 'foreign' };

/** What became of a value, seen from the store. @public */
export interface PushObservation {
  state: Extract<
    DeliveryStateName,
    'Pending' | 'Pushing' | 'Synced' | 'Failed' | 'SourceMissing' | 'Deleting'
  >;
  since: Date;
  /** One plain sentence of ours; never text of the store. */
  message?: string;
  /** What this state turns into when nothing else is heard until then (Pushing → Failed, Deleting → DeleteStuck). */
  then?: { at: Date; state: 'Failed' | 'DeleteStuck'; message: string };
  /** When the store last confirmed a push. */
  confirmedAt?: Date;
}

/** One secret as the driver observes it, without its values. @public */
export interface ObservedSecret {
  namespace: string;
  name: string;
  uid: string;
  resourceVersion: string;
  /** Path and keys that it pushes. */
  remoteKeys: string[];
  keys: string[];
  /** Operation mark on it. */
  operationId?: string;
  push: PushObservation;
}

/** Listener of {@link SecretStore.observe}. @public */
export interface StoreListener {
  onUpsert(secret: ObservedSecret): void;
  onDelete(ref: { namespace: string; name: string }): void;
  /** The plane answers, or does not, since then. */
  onReachable(reachable: boolean, since: Date): void;
  /** Everything that stands has been told once. */
  onListed(): void;
}

/** A secret in its store, read for details: no values. @public */
export interface StoredSecretDescription {
  /** Keys whose values are there, where the driver can tell. */
  keys?: string[];
  /** What changes whenever the stored values change; part of the ETag. */
  version?: string;
  push: PushObservation;
}

/** Whether the plane's store takes writes. @public */
export interface StoreReadiness {
  ready: boolean;
  /** One plain sentence of ours when it is not. */
  message?: string;
}

/** Outcome of a look after a create. @public */
export interface Verification {
  /** `false` when another writer changed what was made. */
  intact: boolean;
  /** The same as {@link StoredSecretDescription.version}. */
  version?: string;
}

/** A store of one plane. @public */
export interface SecretStore {
  /** What stands there now, by metadata alone and in parallel. */
  look(ref: StoredSecretRef): Promise<Footprint>;
  /** Steps that make the secret; the first that needs values takes them from the context. */
  create(intent: StoredSecretIntent): Step[];
  /** Looks once, by metadata alone, whether what `create` made is still as it made it. */
  verify(intent: StoredSecretIntent): Promise<Verification>;
  /**
   * Steps that delete the secret, forward only. A step that waits for the store throws StoreError `Unavailable` or
   * `Timeout` while that has not confirmed. Each checks right before its effect that what it touches is ours.
   * @throws StoreError `NotOwned` from a step, before any effect
   */
  delete(ref: StoredSecretRef & { operationId: string }): Step[];
  /** Reads what details need. `undefined` when there is nothing. */
  describe(ref: StoredSecretRef): Promise<StoredSecretDescription | undefined>;
  /** Whether writes would be taken. */
  readiness(): Promise<StoreReadiness>;
  /** Tells the push state of all its secrets, now and whenever it changes. */
  observe(listener: StoreListener): Subscription;
}

/** Options of {@link StoreDriver.connect}. @public */
export interface ConnectOptions {
  plane: PlaneConnection;
  kubernetes: KubernetesClient;
  logger: LoggerService;
  /** `driverConfig` of the plane. */
  config?: Config;
  /** Value of the `managed-by` label that we write and take for ours. */
  managedBy: string;
  /** Id of this installation, for marks of ownership in stores that several portals may share. */
  installationId?: string;
  /** Recognises values by {@link StoredSecretIntent.fingerprint}. */
  fingerprints?: Fingerprints;
  /** Template of the path when the configuration sets another than {@link StoreDriver.remoteKeyTemplate}. */
  remoteKeyTemplate?: string;
}

/** Writes values to a kind of store. @public */
export interface StoreDriver {
  readonly capabilities: StoreCapabilities;
  /** Template of the path in the store; `{namespace}`, `{segment}` and `{name}` are replaced. */
  readonly remoteKeyTemplate: string;
  /** Throws an InputError that names the key when the plane's `driverConfig` is wrong. */
  validateConfig(config: Config | undefined): void;
  /** Says why a namespace or name cannot be used with this driver; `undefined` when it can. */
  explainName?(ref: { namespace: string; name: string }): string | undefined;
  connect(options: ConnectOptions): SecretStore;
}
