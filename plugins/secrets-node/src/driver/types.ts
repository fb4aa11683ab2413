import { LoggerService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import {
  DeliveryStateName,
  KeyChanges,
  PlaneRef,
  SecretType,
  StoreCapabilities,
} from '@strongroom/backstage-plugin-secrets-common';
import { KubernetesClient, Subscription } from '../kubernetes';
import { Fingerprints, SecretValues } from '../values';
import {
  AdoptionSight,
  LinkedSource,
  PathLocation,
  PathSight,
  SecretLinks,
  StoredSecretAdoption,
} from './linkTypes';

/** A plane as a driver sees it. @public */
export interface PlaneConnection {
  ref: PlaneRef;
  /** Name of the `ClusterSecretStore` of the plane; absent when the plane names none. */
  storeName?: string;
  /** Further stores that new secrets go to; only for drivers with {@link StoreDriver.furtherStores}. */
  alsoPushTo?: readonly string[];
}

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

/** One version of a secret, without its values. @public */
export interface StoredVersion {
  /** Name of the version, by which it is restored. */
  id: string;
  createdAt: Date;
  /** `deleted`: kept by the store, and a restore brings it back; `destroyed`: its values are gone. */
  state: 'available' | 'deleted' | 'destroyed';
  /** The newest one. */
  current: boolean;
  /** What {@link StoredSecretDescription.version} was right after this one was written: whoever wrote it knows it by that. */
  version: string;
}

/** Which versions to compare. @public */
export interface CompareOptions {
  /** {@link StoredVersion.id} of each. */
  versions: string[];
  /** Id of the version that each is compared with; without it, each with the one before it. */
  against?: string;
  /** Ends the reading early; what was not read by then is left out. */
  signal?: AbortSignal;
}

/** What a version holds, by names alone. @public */
export interface ComparedVersion {
  /** As for {@link StoredVersion.id}. */
  id: string;
  /** Names of its keys, sorted; absent when the store does not give the version away, or could not be asked. */
  keys?: string[];
  /** How it differs from the other version; absent when there is none or one of the two could not be read. */
  changes?: KeyChanges;
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

/**
 * A change of the stored values. Its first step is the one write of the values, and decides: until that has happened
 * nothing has changed and the undo of the steps closes it as not done, from there on it only goes forward. No step but
 * the first needs values, and the first none any more once it has had its effect.
 * @public
 */
export interface StoreChange {
  steps: Step[];
  /**
   * Whether the write has happened, recognised by what stands in the store: asked after a failure or a takeover.
   * @throws StoreError when the store does not tell
   */
  committed(signal: AbortSignal): Promise<boolean>;
  /** Looks once, by metadata alone, whether what was written is still as it was written. */
  verify(): Promise<Verification>;
}

/** A secret whose value is to be carried to the store now; kept in the journal. @public */
export interface SyncedSecretRef extends StoredSecretRef {
  operationId: string;
  /** Keys that the reference names. */
  keys: string[];
}

/** A push that somebody asked for. @public */
export interface StorePush {
  /** Empty where what is written is stored, so that there is nothing to push. */
  steps: Step[];
  /**
   * Whether the first step has had its effect: asked after a failure or a takeover. Before it nothing has changed.
   * @throws StoreError when the plane does not tell
   */
  committed(signal: AbortSignal): Promise<boolean>;
}

/** What stands where a secret is to be made. @public */
export type Footprint =
  /** Nothing. */
  | { state: 'absent' }
  /** A secret that is being deleted. */
  | { state: 'deleting' }
  /** Something that is not ours. */
  | { state: 'foreign' };

/** What became of a value in one of the stores that it is pushed to. @public */
export interface StorePushObservation {
  /** Name of the store. */
  store: string;
  state: 'Pushing' | 'Synced' | 'Failed';
  /** One plain sentence of ours, where there is more to say than the state. */
  message?: string;
}

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
  /** When the store last confirmed a push; with several, when all of them had. */
  confirmedAt?: Date;
  /** Each store by itself where there are several, that of the plane first. */
  stores?: StorePushObservation[];
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
  /** Names of the stores that it is pushed to; absent where they are chosen in another way than by name. */
  stores?: string[];
  /** When somebody else wrote what it says, after or as soon as we last did. */
  otherWriterAt?: Date;
  /** Its value stays in the store when it is deleted. */
  keepsValue?: boolean;
  /** The Secret whose value it carries, when that is somebody else's. */
  source?: LinkedSource;
  push: PushObservation;
}

/** Listener of {@link SecretStore.observe}. @public */
export interface StoreListener {
  onUpsert(secret: ObservedSecret): void;
  onDelete(ref: { namespace: string; name: string }): void;
  /** The plane can be read or cannot, since then; `refused` when it answers, and says no. */
  onReachable(reachable: boolean, since: Date, refused?: boolean): void;
  /** Everything that stands has been told once. */
  onListed(): void;
}

/** What another program wrote after we last did. @public */
export interface ForeignWrite {
  /** The program, in words of ours. */
  by: string;
  /** Names of the keys that it has set, whether it changed them or not. */
  keys: string[];
}

/** A secret in its store, read for details: no values. @public */
export interface StoredSecretDescription {
  /** Keys whose values are there, where the driver can tell. */
  keys?: string[];
  /** What changes whenever the stored values change; part of the ETag. */
  version?: string;
  push: PushObservation;
  /** Keys that stand in the plane although nothing pushes them, and that nobody but us has written. */
  leftoverKeys?: string[];
  /** Marks of operations on what stands. */
  operationIds?: string[];
  /** Whether everything that stands shows no other writer than us. */
  onlyOurs?: boolean;
  /** What others wrote after we last did, where the driver can tell. */
  foreignWrites?: ForeignWrite[];
  /** Plain sentences of ours about what should be looked at. */
  warnings?: string[];
}

/** Whether the plane's store takes writes. @public */
export interface StoreReadiness {
  ready: boolean;
  /** One plain sentence of ours when it is not. */
  message?: string;
}

/** Outcome of a look after a create or a change. @public */
export interface Verification {
  /** `false` when another writer changed what was made. */
  intact: boolean;
  /** The same as {@link StoredSecretDescription.version}. */
  version?: string;
  /** What has become of the new values by then, where they are not stored at once. */
  push?: PushObservation;
}

/** What is done to a secret in its plane, for the question about the rights to it. @public */
export type StoreEffect = 'create' | 'update' | 'delete' | 'sync' | 'abandon';

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
  delete(ref: DeletedSecretRef): Step[];
  /**
   * Steps that end a deletion without the store: what this driver has in the plane goes, whatever the store has stays
   * there. Forward only, each safe to run after any step of {@link SecretStore.delete}.
   * @throws StoreError `NotOwned` from a step, before any effect
   */
  abandon(ref: DeletedSecretRef): Step[];
  /**
   * Carries the value that stands in the plane to the store once more, and makes again what carries it when that is
   * lost. Nothing is done while the value itself is missing, because that could take the last copy out of the store.
   * @throws StoreError from the first step, before any effect: `NotFound` when there is no value to push, `NotOwned`,
   * `Conflict` while what carried it is still being deleted, `Unsupported`
   */
  sync(ref: SyncedSecretRef): StorePush;
  /**
   * Sets and removes keys. The first step checks right before its effect that what it touches is ours and stands as it
   * was when the change was decided on.
   * @throws StoreError from the first step, before any effect: `NotOwned`, `Conflict` when the version is another one,
   * `NotFound` when there is nothing to change, `Invalid`, `TooLarge`
   */
  update(change: StoredSecretChange): StoreChange;
  /**
   * Every version that the store knows, newest first, by metadata alone.
   * @throws StoreError `Unsupported` without that capability, `NotFound`
   */
  versions(ref: StoredSecretRef): Promise<StoredVersion[]>;
  /**
   * Tells which keys versions have and which of them differ, by names alone: the values are read inside the driver, one
   * version once, and compared by keyed fingerprints. In the order in which they are asked for; unknown ones are left out.
   * @throws StoreError `Unsupported` without the capability `versions`, `NotFound`, `NotOwned`
   */
  compare(
    ref: StoredSecretRef,
    options: CompareOptions,
  ): Promise<ComparedVersion[]>;
  /**
   * Writes the values of an older version as a new one; they go from the store to the store and to nobody else.
   * @throws StoreError `Unsupported` without that capability; from the first step as {@link SecretStore.update}, and
   * `NotFound` for a version whose values are gone
   */
  restore(restore: StoredSecretRestore): StoreChange;
  /**
   * Steps that take away what {@link StoredSecretDescription.leftoverKeys} names, and nothing else. Absent where a change
   * leaves no keys behind.
   * @throws StoreError `NotOwned` from a step, before any effect
   */
  prune?(ref: StoredSecretRef & { operationId: string }): Step[];
  /** Reads what details need. `undefined` when there is nothing. */
  describe(ref: StoredSecretRef): Promise<StoredSecretDescription | undefined>;
  /** Where a path lies, told without a call. */
  locate(ref: StoredSecretRef): PathLocation;
  /** Whether something stands at a path that a reference is to point to, by metadata alone. */
  lookAt(ref: StoredSecretRef): Promise<PathSight>;
  /** Carries Secrets of the plane that others keep. Absent where the driver writes into the store itself. */
  readonly links?: SecretLinks;
  /** What taking over a secret would do in the plane, by metadata alone. */
  examine(
    adoption: Omit<StoredSecretAdoption, 'operationId'>,
  ): Promise<AdoptionSight>;
  /**
   * Steps that do what `examine` said, forward only. Each looks again right before its effect.
   * @throws StoreError `NotOwned` from a step
   */
  adopt(adoption: StoredSecretAdoption): Step[];
  /** Whether writes would be taken. */
  readiness(): Promise<StoreReadiness>;
  /** Tells the push state of all its secrets, now and whenever it changes. */
  observe(listener: StoreListener): Subscription;
  /**
   * The same store for one caller: effects and the single reads that they need go through a client that speaks for him,
   * undoing and what no caller has a right to, such as making namespaces, through the portal's own. Absent where the
   * driver writes nothing into the plane's cluster.
   */
  through?(caller: KubernetesClient): SecretStore;
  /**
   * Asks the cluster, before the first effect, about the rights to all that an operation does there, so that a refusal
   * leaves nothing half done. Asks nothing where the portal speaks for itself.
   * @throws StoreError `Denied`
   */
  requireRights?(
    effect: StoreEffect,
    ref: StoredSecretRef,
    options?: { signal?: AbortSignal },
  ): Promise<void>;
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
  /** Whether it can carry a value to further stores besides the plane's own. */
  readonly furtherStores?: boolean;
  /** Throws an InputError that names the key when the plane's `driverConfig` is wrong. */
  validateConfig(config: Config | undefined): void;
  /** Says why a namespace or name cannot be used with this driver; `undefined` when it can. */
  explainName?(ref: { namespace: string; name: string }): string | undefined;
  connect(options: ConnectOptions): SecretStore;
}
