import { DeliveryStateName } from '@strongroom/backstage-plugin-secrets-common';
import { LinkedSource } from './linkTypes';

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
