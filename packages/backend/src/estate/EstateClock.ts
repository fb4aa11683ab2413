import { SystemClock } from '@strongroom/embedded-cluster';

/** The machine's time, except for what is said to have happened earlier. */
export class EstateClock extends SystemClock {
  #stopped: Date | undefined;

  override now(): Date {
    return this.#stopped ? new Date(this.#stopped) : super.now();
  }

  /** Does something as if it were another time. It must be synchronous, so that nothing else sees that time. */
  at(time: Date, work: () => void): void {
    const before = this.#stopped;
    this.#stopped = time;
    try {
      work();
    } finally {
      this.#stopped = before;
    }
  }
}
