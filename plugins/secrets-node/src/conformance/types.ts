import {
  LinkedSource,
  SecretStore,
  StoreDriver,
  StoredSecretRef,
} from '../driver';
import { SecretValues } from '../values';

/** Which side of an outside call a fault is on. @public */
export type FaultSide =
  /** The call fails and has no effect. */
  | 'before'
  /** The call has its effect and its answer is lost. */
  | 'after';

/** The calls that the driver under test makes to the outside. @public */
export interface OutsideCalls {
  /** How many were made since the harness was made. */
  readonly count: number;
  /** Breaks one call, counted from 0 for the next; later ones work again. @returns whether it was reached, and disarms it */
  breakNext(index: number, side: FaultSide): () => boolean;
}

/** Secrets of the plane's cluster that the driver can link. @public */
export interface LinkedSources {
  /** Makes one, with its namespace, as somebody else does. */
  place(source: LinkedSource, values: SecretValues): Promise<void>;
  /** All of it, in a form that differs when any of it differs. */
  read(source: LinkedSource): Promise<string>;
}

/**
 * A driver connected to a plane that works, with what the conformance suite needs to see and to disturb.
 * @public
 */
export interface StoreDriverHarness {
  driver: StoreDriver;
  /** A store of the driver; its outside calls go through {@link StoreDriverHarness.calls}. */
  store: SecretStore;
  /** The driver writes into the store itself: nothing is under way that could fail or recover later. */
  direct?: boolean;
  calls: OutsideCalls;
  /** What the store behind the plane holds at a path, by key; `undefined` when nothing is there. */
  readValues(remoteKey: string): Promise<Map<string, Buffer> | undefined>;
  /** Everything of a secret that stands outside the store, in a form that differs when any of its content differs. */
  readTraces(ref: StoredSecretRef): Promise<string[]>;
  /** Puts something that another writer made, and that nobody claims, where the secret would stand. */
  placeForeign(ref: StoredSecretRef, values?: SecretValues): Promise<void>;
  /** Absent where the driver links none. */
  sources?: LinkedSources;
  /** Lets another writer change what the driver made. */
  changeForeign(ref: StoredSecretRef): Promise<void>;
  /** Makes the store behind the plane refuse everything. */
  stopStore(): Promise<void>;
  /** Lets it work again. */
  startStore(): Promise<void>;
  /** Ends everything that the harness started. */
  stop(): Promise<void>;
}

/** Options of `storeDriverConformance`. @public */
export interface StoreDriverConformanceOptions {
  createHarness(): Promise<StoreDriverHarness>;
  /** Milliseconds that one test may take; 180 s unless told. */
  timeoutMs?: number;
}
