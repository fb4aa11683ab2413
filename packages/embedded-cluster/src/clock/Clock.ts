/** A timer that has not fired yet. @public */
export interface ClockTimer {
  /** Forgets the timer; harmless once it has fired. */
  cancel(): void;
}

/**
 * The time as the cluster's controllers see it: refresh intervals, back-off and
 * timestamps of objects. Connections keep real time.
 *
 * @public
 */
export interface Clock {
  now(): Date;
  /** Runs the callback once, `delayMs` milliseconds from now; a promise it returns is awaited by `TestClock.advance`. */
  setTimeout(callback: () => void | Promise<void>, delayMs: number): ClockTimer;
}
