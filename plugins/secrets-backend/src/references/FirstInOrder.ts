/**
 * Keeps the first so many of what it is given, in order. Faster than sorting everything when little is wanted of much:
 * what comes after the last one kept is turned away by one comparison.
 */
export class FirstInOrder<T> {
  readonly #limit: number;
  readonly #compare: (left: T, right: T) => number;
  #kept: T[] = [];
  #last: T | undefined;

  private constructor(limit: number, compare: (left: T, right: T) => number) {
    this.#limit = limit;
    this.#compare = compare;
  }

  static create<T>(
    limit: number,
    compare: (left: T, right: T) => number,
  ): FirstInOrder<T> {
    return new FirstInOrder(limit, compare);
  }

  add(item: T): void {
    if (this.#last !== undefined && this.#compare(item, this.#last) >= 0) {
      return;
    }
    this.#kept.push(item);
    if (this.#kept.length >= this.#limit * 2) {
      this.#trim();
    }
  }

  /** What was kept, first to last. */
  items(): T[] {
    this.#trim();
    return this.#kept;
  }

  #trim(): void {
    this.#kept.sort(this.#compare);
    if (this.#kept.length >= this.#limit) {
      this.#kept.length = this.#limit;
      this.#last = this.#kept[this.#limit - 1];
    }
  }
}
