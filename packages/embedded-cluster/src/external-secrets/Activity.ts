import { Clock } from '../clock';

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
  readonly #sleeps = new Set<() => void>();

  private constructor(clock: Clock) {
    this.#clock = clock;
  }

  static create(clock: Clock): Activity {
    return new Activity(clock);
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

  /** Waits on the clock within something that has begun. */
  async sleep(milliseconds: number): Promise<void> {
    await new Promise<void>(resolve => {
      let woken = false;
      const wake = () => {
        if (!woken) {
          woken = true;
          this.#sleeps.delete(wake);
          this.begin();
          resolve();
        }
      };
      this.#sleeps.add(wake);
      this.#clock.setTimeout(() => {
        wake();
        return this.quiet();
      }, milliseconds);
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

  /** Ends every sleep at once. */
  wakeAll(): void {
    for (const wake of [...this.#sleeps]) {
      wake();
    }
  }
}
