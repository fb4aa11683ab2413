/** Values by namespace and name, without a joined key for each. */
export class NamespacedMap<T> {
  readonly #namespaces = new Map<string, Map<string, T>>();

  private constructor() {}

  static create<T>(): NamespacedMap<T> {
    return new NamespacedMap<T>();
  }

  get(namespace: string, name: string): T | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  set(namespace: string, name: string, value: T): void {
    let names = this.#namespaces.get(namespace);
    if (!names) {
      names = new Map();
      this.#namespaces.set(namespace, names);
    }
    names.set(name, value);
  }

  delete(namespace: string, name: string): void {
    const names = this.#namespaces.get(namespace);
    names?.delete(name);
    if (names?.size === 0) {
      this.#namespaces.delete(namespace);
    }
  }

  /** Those of one namespace. */
  valuesOf(namespace: string): Iterable<T> {
    return this.#namespaces.get(namespace)?.values() ?? [];
  }

  /** All of them. */
  *values(): Iterable<T> {
    for (const names of this.#namespaces.values()) {
      yield* names.values();
    }
  }

  /** Drops what is not wanted. */
  retain(wanted: (value: T) => boolean): void {
    for (const [namespace, names] of this.#namespaces) {
      for (const [name, value] of names) {
        if (!wanted(value)) {
          names.delete(name);
        }
      }
      if (names.size === 0) {
        this.#namespaces.delete(namespace);
      }
    }
  }
}
