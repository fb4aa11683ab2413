import { KeyChanges } from '@strongroom/backstage-plugin-secrets-common';

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
