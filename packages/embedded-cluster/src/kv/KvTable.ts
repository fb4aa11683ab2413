import { StateChange, StateFile } from '../storage';

/** Rows under a name each, written through before the request is answered. @internal */
export class KvTable<T> {
  readonly #bucket: string;
  readonly #stateFile: StateFile | undefined;
  readonly #rows = new Map<string, T>();

  constructor(bucket: string, stateFile: StateFile | undefined) {
    this.#bucket = bucket;
    this.#stateFile = stateFile;
    for (const { key, value } of stateFile?.read(bucket) ?? []) {
      this.#rows.set(key, JSON.parse(value));
    }
  }

  get(key: string): T | undefined {
    return this.#rows.get(key);
  }

  keys(): IterableIterator<string> {
    return this.#rows.keys();
  }

  values(): IterableIterator<T> {
    return this.#rows.values();
  }

  set(key: string, row: T): void {
    this.#write({ bucket: this.#bucket, key, value: JSON.stringify(row) });
    this.#rows.set(key, row);
  }

  delete(key: string): void {
    if (this.#rows.has(key)) {
      this.#write({ bucket: this.#bucket, key, value: undefined });
      this.#rows.delete(key);
    }
  }

  #write(change: StateChange): void {
    this.#stateFile?.write([change]);
  }
}
