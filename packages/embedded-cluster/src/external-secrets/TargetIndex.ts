/** Remembers which ExternalSecrets write which Secret. @internal */
export class TargetIndex {
  readonly #targetOf = new Map<string, string>();
  readonly #writersOf = new Map<string, Set<string>>();

  private constructor() {}

  static create(): TargetIndex {
    return new TargetIndex();
  }

  /** @param target - key of the Secret, `undefined` when the ExternalSecret is gone */
  set(external: string, target: string | undefined): void {
    const before = this.#targetOf.get(external);
    if (before === target) {
      return;
    }
    if (before !== undefined) {
      const writers = this.#writersOf.get(before);
      writers?.delete(external);
      if (writers?.size === 0) {
        this.#writersOf.delete(before);
      }
      this.#targetOf.delete(external);
    }
    if (target !== undefined) {
      this.#targetOf.set(external, target);
      const writers = this.#writersOf.get(target) ?? new Set();
      this.#writersOf.set(target, writers.add(external));
    }
  }

  writersOf(target: string): Iterable<string> {
    return this.#writersOf.get(target) ?? [];
  }
}
