import { StoredEvent, StoredObject } from './StoredObject';

/** @internal */
export interface PageOptions {
  /** Only keys with this beginning. */
  prefix: string;
  /** Only keys behind this one. */
  after?: string;
  /** As of this revision instead of now. */
  revision?: number;
}

/**
 * The objects of one resource, ordered by key, with the most recent changes so
 * that lists can be continued and watches resumed.
 *
 * @internal
 */
export class ObjectTable {
  readonly #objects = new Map<string, StoredObject>();
  readonly #keys: string[] = [];
  #history: StoredEvent[] = [];
  #compactedRevision: number;
  readonly #historyLimit: number;
  readonly #listeners = new Set<(event: StoredEvent) => void>();

  constructor(revision: number, historyLimit: number) {
    this.#compactedRevision = revision;
    this.#historyLimit = historyLimit;
  }

  get size(): number {
    return this.#keys.length;
  }

  /** Changes up to this revision are forgotten. */
  get compactedRevision(): number {
    return this.#compactedRevision;
  }

  /** The latest change that is remembered. */
  get latestRevision(): number {
    return (
      this.#history[this.#history.length - 1]?.revision ??
      this.#compactedRevision
    );
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  /** Takes an object over without an event, when the state is read. */
  load(object: StoredObject): void {
    this.#insertKey(object.key);
    this.#objects.set(object.key, object);
  }

  apply(event: StoredEvent): void {
    const { key } = event.object;
    if (event.type === 'DELETED') {
      this.#objects.delete(key);
      this.#keys.splice(this.#position(key), 1);
    } else {
      if (event.type === 'ADDED') {
        this.#insertKey(key);
      }
      this.#objects.set(key, event.object);
    }
    this.#history.push(event);
    if (this.#history.length > this.#historyLimit * 1.2) {
      const forgotten = this.#history.length - this.#historyLimit;
      this.#compactedRevision = this.#history[forgotten - 1].revision;
      this.#history = this.#history.slice(forgotten);
    }
    for (const listener of this.#listeners) {
      listener(event);
    }
  }

  /** The objects in order; for an older revision the changes since then are taken back. */
  *scan(options: PageOptions): Generator<StoredObject> {
    const overlay = this.#undo(options.revision);
    const keys = overlay.size ? this.#keysWith(overlay) : this.#keys;
    const start = options.after === undefined ? options.prefix : options.after;
    for (let at = lowerBound(keys, start); at < keys.length; at++) {
      const key = keys[at];
      if (!key.startsWith(options.prefix)) {
        return;
      }
      const object = overlay.has(key)
        ? overlay.get(key)
        : this.#objects.get(key);
      if (object && key !== options.after) {
        yield object;
      }
    }
  }

  /** How many keys with this beginning lie behind a key. */
  countAfter(prefix: string, key: string): number {
    // No key holds a character above this one.
    return this.#position(`${prefix}\uffff`) - this.#position(`${key}\0`);
  }

  /** Changes behind a revision, oldest first. */
  since(revision: number): StoredEvent[] {
    const first = this.#history.findIndex(event => event.revision > revision);
    return first < 0 ? [] : this.#history.slice(first);
  }

  compact(revision: number): void {
    this.#history = [];
    this.#compactedRevision = revision;
  }

  listen(listener: (event: StoredEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #undo(revision: number | undefined): Map<string, StoredObject | undefined> {
    const overlay = new Map<string, StoredObject | undefined>();
    if (revision !== undefined) {
      for (const event of this.since(revision)) {
        if (!overlay.has(event.object.key)) {
          overlay.set(event.object.key, event.previous);
        }
      }
    }
    return overlay;
  }

  #keysWith(overlay: Map<string, unknown>): string[] {
    const gone = [...overlay.keys()].filter(key => !this.#objects.has(key));
    return gone.length
      ? [...this.#keys, ...gone].sort(compareKeys)
      : this.#keys;
  }

  #insertKey(key: string): void {
    const last = this.#keys[this.#keys.length - 1];
    if (last === undefined || last < key) {
      this.#keys.push(key);
    } else {
      this.#keys.splice(this.#position(key), 0, key);
    }
  }

  #position(key: string): number {
    return lowerBound(this.#keys, key);
  }
}

function compareKeys(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

function lowerBound(keys: string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (keys[middle] < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
