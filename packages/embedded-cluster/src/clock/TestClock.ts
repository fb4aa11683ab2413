import { Clock, ClockTimer } from './Clock';

interface PendingTimer {
  due: number;
  order: number;
  callback: () => void | Promise<void>;
}

/**
 * Time that stands still until a test moves it.
 *
 * @public
 */
export class TestClock implements Clock {
  #now: number;
  #order = 0;
  readonly #pending = new Set<PendingTimer>();

  private constructor(start: Date) {
    this.#now = start.getTime();
  }

  /** @param start - the time to begin with, by default the present */
  static create(start: Date = new Date()): TestClock {
    return new TestClock(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  setTimeout(
    callback: () => void | Promise<void>,
    delayMs: number,
  ): ClockTimer {
    const timer = {
      due: this.#now + Math.max(0, delayMs),
      order: this.#order++,
      callback,
    };
    this.#pending.add(timer);
    return { cancel: () => this.#pending.delete(timer) };
  }

  /**
   * Moves time forward and runs every timer that falls due on the way, in order,
   * each awaited before the next; timers set meanwhile count too.
   */
  async advance(milliseconds: number): Promise<void> {
    const target = this.#now + milliseconds;
    await settle();
    for (
      let timer = this.#nextDue(target);
      timer;
      timer = this.#nextDue(target)
    ) {
      this.#pending.delete(timer);
      this.#now = Math.max(this.#now, timer.due);
      await timer.callback();
      await settle();
    }
    this.#now = target;
  }

  #nextDue(target: number): PendingTimer | undefined {
    let next: PendingTimer | undefined;
    for (const timer of this.#pending) {
      const earlier =
        !next ||
        timer.due < next.due ||
        (timer.due === next.due && timer.order < next.order);
      if (timer.due <= target && earlier) {
        next = timer;
      }
    }
    return next;
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise(resolve => setImmediate(resolve));
  }
}
