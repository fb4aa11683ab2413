import { Clock, ClockTimer } from './Clock';

/** Node keeps timers in 32 bits; a longer delay would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

/**
 * The machine's own time. Its timers do not keep the process alive.
 *
 * @public
 */
export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }

  setTimeout(
    callback: () => void | Promise<void>,
    delayMs: number,
  ): ClockTimer {
    const timer = setTimeout(callback, Math.min(delayMs, longestDelayMs));
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  }
}
