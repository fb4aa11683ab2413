/** Most distinct contents that are shared; beyond that the pool starts anew, and equal rows share less. */
const MAX_ENTRIES = 20_000;

/**
 * Gives equal contents the same object, so that a hundred thousand rows with the same keys, labels and planes hold them
 * once. What it returns is shared: never change it.
 */
export class Interner {
  readonly #pool = new Map<string, unknown>();

  private constructor() {}

  static create(): Interner {
    return new Interner();
  }

  /** The same text as the same string. */
  text(value: string): string {
    return this.#share(value, value);
  }

  /** The object already known for equal content, compared by its JSON. */
  value<T extends object>(value: T): T {
    return this.#share(JSON.stringify(value), value);
  }

  #share<T>(key: string, value: T): T {
    const known = this.#pool.get(key);
    if (known !== undefined && typeof known === typeof value) {
      return known as T;
    }
    if (this.#pool.size >= MAX_ENTRIES) {
      this.#pool.clear();
    }
    this.#pool.set(key, value);
    return value;
  }
}
