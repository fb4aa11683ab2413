import { KubernetesObject } from './types';

/**
 * One version of an object, kept as its JSON text: compact in memory, and sent
 * to clients as it is. Never changes.
 *
 * @internal
 */
export class StoredObject {
  readonly key: string;
  readonly json: string;
  readonly revision: number;
  #labels: Record<string, string> | undefined;

  constructor(key: string, json: string, revision: number) {
    this.key = key;
    this.json = json;
    this.revision = revision;
  }

  /** A fresh copy with every read. */
  parse(): KubernetesObject {
    return JSON.parse(this.json);
  }

  /** Kept after the first look, because every watcher with a selector asks. */
  get labels(): Record<string, string> {
    this.#labels ??= this.parse().metadata.labels ?? {};
    return this.#labels;
  }
}

/** A change of one object. @internal */
export interface StoredEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  revision: number;
  /** The object after the change; for DELETED its last state at the revision of the deletion. */
  object: StoredObject;
  previous: StoredObject | undefined;
}
