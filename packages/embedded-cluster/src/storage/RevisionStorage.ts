import { ObjectTable } from './ObjectTable';
import { StateChange, StateFile } from './StateFile';
import { StoredEvent, StoredObject } from './StoredObject';

/** @internal */
export interface RevisionStorageOptions {
  stateFile: StateFile;
  /** Keeps clusters apart in a shared file. */
  name: string;
  /** Changes kept per resource for resumed watches and continued lists, by default 20,000. */
  historyLimit?: number;
}

/**
 * Objects of one cluster by resource and key, with one revision that counts every
 * change, written through to the state file. Knows nothing of Kubernetes rules.
 *
 * @internal
 */
export class RevisionStorage {
  readonly #stateFile: StateFile;
  readonly #name: string;
  readonly #historyLimit: number;
  readonly #tables = new Map<string, ObjectTable>();
  #revision = 1;
  /** Nothing before this revision is known of any resource. */
  #floor = 1;

  private constructor(options: RevisionStorageOptions) {
    this.#stateFile = options.stateFile;
    this.#name = options.name;
    this.#historyLimit = options.historyLimit ?? 20_000;
  }

  static create(options: RevisionStorageOptions): RevisionStorage {
    const storage = new RevisionStorage(options);
    storage.#load();
    return storage;
  }

  get revision(): number {
    return this.#revision;
  }

  /** @param resource - `group/resource` */
  table(resource: string): ObjectTable {
    let table = this.#tables.get(resource);
    if (!table) {
      table = new ObjectTable(this.#floor, this.#historyLimit);
      this.#tables.set(resource, table);
    }
    return table;
  }

  /** The tables that were used so far. */
  tables(): Map<string, ObjectTable> {
    return this.#tables;
  }

  /** @param serialize - gives the JSON text of the object at its new revision */
  put(
    resource: string,
    key: string,
    serialize: (revision: number) => string,
  ): StoredObject {
    const previous = this.table(resource).get(key);
    const revision = this.#revision + 1;
    const object = new StoredObject(key, serialize(revision), revision);
    this.#commit(resource, object.json, {
      type: previous ? 'MODIFIED' : 'ADDED',
      revision,
      object,
      previous,
    });
    return object;
  }

  /** @param serialize - gives the JSON text of the object as watchers see it go */
  remove(
    resource: string,
    key: string,
    serialize: (revision: number) => string,
  ): StoredObject {
    const previous = this.table(resource).get(key);
    const revision = this.#revision + 1;
    const object = new StoredObject(key, serialize(revision), revision);
    this.#commit(resource, undefined, {
      type: 'DELETED',
      revision,
      object,
      previous,
    });
    return object;
  }

  /** Forgets all history. */
  compact(): void {
    this.#floor = this.#revision;
    for (const table of this.#tables.values()) {
      table.compact(this.#revision);
    }
  }

  #commit(resource: string, json: string | undefined, event: StoredEvent) {
    const changes: StateChange[] = [
      { bucket: this.#bucket(resource), key: event.object.key, value: json },
      { bucket: this.#name, key: 'revision', value: String(event.revision) },
    ];
    this.#stateFile.write(changes);
    this.#revision = event.revision;
    this.table(resource).apply(event);
  }

  #load(): void {
    for (const { key, value } of this.#stateFile.read(this.#name)) {
      if (key === 'revision') {
        this.#revision = Number(value);
      }
    }
    this.#floor = this.#revision;
    const prefix = this.#bucket('');
    for (const bucket of this.#stateFile.buckets(prefix)) {
      const table = this.table(bucket.slice(prefix.length));
      for (const { key, value } of this.#stateFile.read(bucket)) {
        // What was there before the start is old: no client can resume from it.
        table.load(new StoredObject(key, value, this.#revision));
      }
    }
  }

  #bucket(resource: string): string {
    return `${this.#name}/objects/${resource}`;
  }
}
