import { Footprint, StoredSecretDescription } from './observationTypes';
import { StoredSecretRef } from './secretTypes';
import { Step, Verification } from './stepTypes';

/** A Kubernetes Secret of a plane that somebody else keeps. @public */
export interface LinkedSource {
  /** Namespace of the plane's cluster. */
  namespace: string;
  name: string;
}

/** A key of a linked secret, and the key of the source that its value comes from. @public */
export interface LinkedKey {
  key: string;
  sourceKey: string;
}

/** A Kubernetes Secret of a plane that is carried to the store as a secret of a tenant; kept in the journal. @public */
export interface StoredSecretLink extends StoredSecretRef {
  source: LinkedSource;
  keys: LinkedKey[];
  operationId: string;
}

/** What stands where a link is to be made. @public */
export interface LinkSight {
  /** Whether there is a Secret to link. */
  source: 'present' | 'absent' | 'deleting';
  /** Names of its keys, sorted, where the cluster tells them; never its values. */
  keys?: string[];
  /** What carries a Secret of this name to the store already. */
  footprint: Footprint;
}

/** Carries Secrets of a plane that others keep to its store: their bytes are neither read nor changed. @public */
export interface SecretLinks {
  /** Says why a link cannot have this name; `undefined` when it can. */
  explainName(ref: { namespace: string; name: string }): string | undefined;
  /** What stands now, by metadata alone. */
  look(
    link: Omit<StoredSecretLink, 'keys' | 'operationId'>,
  ): Promise<LinkSight>;
  /** Steps that carry the keys to the store; undoing takes back what they made. */
  link(link: StoredSecretLink): Step[];
  /** Steps that make the keys those of now and push them again; a push that was lost is made again. Forward only. */
  relink(link: StoredSecretLink): Step[];
  /**
   * Steps that take the value out of the store again, confirmed by it; the source stays. Forward only.
   * @throws StoreError `NotOwned` from a step, before any effect
   */
  unlink(link: Omit<StoredSecretLink, 'keys'>): Step[];
  /** Steps that end an `unlink` without the store: whatever it has of the value stays there. Forward only. */
  abandon(link: Omit<StoredSecretLink, 'keys'>): Step[];
  /** Looks once whether what `link` made is still as it made it. */
  verify(link: StoredSecretLink): Promise<Verification>;
  /** Whether what carries a link was written by this operation last; asked after a failure or a takeover. */
  isCarriedBy(
    link: Omit<StoredSecretLink, 'keys'>,
    signal: AbortSignal,
  ): Promise<boolean>;
  /** Reads what details need. `undefined` when neither the source nor what carries it is there. */
  describe(
    link: Omit<StoredSecretLink, 'keys' | 'operationId'>,
  ): Promise<StoredSecretDescription | undefined>;
  /**
   * Asks the cluster, before the first effect, about the rights to all that an operation does there. Asks nothing where
   * the portal speaks for itself.
   * @throws StoreError `Denied`
   */
  requireRights(
    effect: 'link' | 'relink' | 'unlink',
    link: Omit<StoredSecretLink, 'keys' | 'operationId'>,
    options?: { signal?: AbortSignal },
  ): Promise<void>;
}

/** Where a path lies, told without a call. @public */
export interface PathLocation {
  /** Whether it is in the part of the store that belongs to the namespace. */
  inside: boolean;
  /** Why the store can have nothing there, in one sentence; absent when it can. */
  problem?: string;
}

/** What can be told of a path. @public */
export interface PathSight {
  /** `unseen`: the driver has no eyes in the store, or is not let see this path. */
  state: 'present' | 'absent' | 'unseen';
  /** Names of the keys there, sorted, where they can be told. */
  keys?: string[];
}

/** A secret whose reference somebody else made, and that is to be taken over; kept in the journal. @public */
export interface StoredSecretAdoption extends StoredSecretRef {
  /** Keys of the reference. */
  keys: string[];
  operationId: string;
}

/** One thing that taking over does in the plane, or leaves alone. @public */
export interface AdoptionEffect {
  object: 'Secret' | 'PushSecret' | 'StoreEntry';
  action: 'create' | 'update' | 'keep';
  /** One plain sentence of ours. */
  sentence: string;
}

/** What taking over comes to. @public */
export type AdoptionSight =
  /** The value becomes ours to change and delete. */
  | { state: 'adoptable'; effects: AdoptionEffect[] }
  /** The plane holds nothing of it: only the reference can be taken over, and its value stays somebody else's. */
  | { state: 'referenceOnly' }
  /** It is being deleted. */
  | { state: 'deleting' }
  /** What stands there belongs to something else. */
  | { state: 'foreign'; sentence: string };
