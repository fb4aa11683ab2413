/** Waits between attempts: twice as long each time, between half and all of it at random. */
export class Backoff {
  readonly #minMs: number;
  readonly #maxMs: number;
  #attempt = 0;

  private constructor(minMs: number, maxMs: number) {
    this.#minMs = minMs;
    this.#maxMs = maxMs;
  }

  static create(options: { minMs: number; maxMs: number }): Backoff {
    return new Backoff(options.minMs, options.maxMs);
  }

  /** Milliseconds until the next attempt. */
  next(): number {
    const full = Math.min(this.#maxMs, this.#minMs * 2 ** this.#attempt);
    this.#attempt = Math.min(this.#attempt + 1, 30);
    return full * (0.5 + Math.random() / 2);
  }

  reset(): void {
    this.#attempt = 0;
  }
}
