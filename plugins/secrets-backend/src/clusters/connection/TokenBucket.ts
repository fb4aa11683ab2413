/** Lets through `qps` calls per second and up to `burst` at once; the rest wait their turn. */
export class TokenBucket {
  readonly #qps: number;
  readonly #burst: number;
  /** When the next token is there, in milliseconds; may lie `burst` tokens in the past. */
  #next = Number.NEGATIVE_INFINITY;

  private constructor(qps: number, burst: number) {
    this.#qps = qps;
    this.#burst = burst;
  }

  static create(options: { qps: number; burst: number }): TokenBucket {
    return new TokenBucket(options.qps, options.burst);
  }

  /**
   * Takes a token for now or for later.
   * @returns milliseconds to wait before the call; `undefined`, with no token taken, when that is more than `atMost`
   */
  reserve(atMost: number, now: number = performance.now()): number | undefined {
    const interval = 1000 / this.#qps;
    const at = Math.max(this.#next, now - (this.#burst - 1) * interval);
    const wait = Math.max(0, at - now);
    if (wait > atMost) {
      return undefined;
    }
    this.#next = at + interval;
    return wait;
  }
}
