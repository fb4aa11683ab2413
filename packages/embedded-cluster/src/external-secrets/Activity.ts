import { Clock, ClockTimer } from '../clock';

/**
 * Knows whether anything is under way that does not wait for the clock, so that
 * a test that moves time can wait for what the last step set off.
 *
 * @internal
 */
export class Activity {
  readonly #clock: Clock;
  #running = 0;
  #waiting: (() => void)[] = [];
  readonly #sleeps = new Set<ClockTimer>();
  readonly #stop = new AbortController();

  private constructor(clock: Clock) {
    this.#clock = clock;
  }

  static create(clock: Clock): Activity {
    return new Activity(clock);
  }

  /** Aborted by `stop`. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  begin(): void {
    this.#running += 1;
  }

  end(): void {
    this.#running -= 1;
    if (this.#running === 0) {
      for (const resolve of this.#waiting.splice(0)) {
        resolve();
      }
    }
  }

  /** Waits on the clock within something that has begun; after `stop` for ever. */
  async sleep(milliseconds: number): Promise<void> {
    await new Promise<void>(resolve => {
      if (!this.signal.aborted) {
        const timer = this.#clock.setTimeout(() => {
          this.#sleeps.delete(timer);
          this.begin();
          resolve();
          return this.quiet();
        }, milliseconds);
        this.#sleeps.add(timer);
      }
      this.end();
    });
  }

  /** Resolves once nothing runs; what sleeps on the clock does not count. */
  async quiet(): Promise<void> {
    do {
      if (this.#running > 0) {
        await new Promise<void>(resolve => {
          this.#waiting.push(resolve);
        });
      }
      // Watches tell of a write only after it has returned.
      await new Promise(resolve => setImmediate(resolve));
    } while (this.#running > 0);
  }

  /** Breaks off what is under way: requests are aborted, sleepers never wake. */
  stop(): void {
    this.#stop.abort();
    for (const timer of this.#sleeps) {
      timer.cancel();
    }
    this.#sleeps.clear();
  }
}
