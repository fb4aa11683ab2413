import { SecretValues } from '../values';
import { PushObservation } from './observationTypes';

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

/** Outcome of a look after a create or a change. @public */
export interface Verification {
  /** `false` when another writer changed what was made. */
  intact: boolean;
  /** The same as {@link StoredSecretDescription.version}. */
  version?: string;
  /** What has become of the new values by then, where they are not stored at once. */
  push?: PushObservation;
}
