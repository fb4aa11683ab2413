import { KubernetesClient, Subscription } from '../kubernetes';
import {
  AdoptionSight,
  PathLocation,
  PathSight,
  SecretLinks,
  StoredSecretAdoption,
} from './linkTypes';
import {
  Footprint,
  StoredSecretDescription,
  StoreListener,
} from './observationTypes';
import {
  DeletedSecretRef,
  StoredSecretChange,
  StoredSecretIntent,
  StoredSecretRef,
  StoredSecretRestore,
  SyncedSecretRef,
} from './secretTypes';
import { Step, StoreChange, StorePush, Verification } from './stepTypes';
import { ComparedVersion, CompareOptions, StoredVersion } from './versionTypes';

/** Whether the plane's store takes writes. @public */
export interface StoreReadiness {
  ready: boolean;
  /** One plain sentence of ours when it is not. */
  message?: string;
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
