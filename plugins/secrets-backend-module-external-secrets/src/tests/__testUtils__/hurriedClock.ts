import { Clock, SystemClock } from '@strongroom/embedded-cluster';

const HURRY = 10;

/** Waits of the controllers (back-off, checks of stores) pass ten times as fast; the time of day does not. */
export function hurriedClock(): Clock {
  const clock = new SystemClock();
  return {
    now: () => clock.now(),
    setTimeout: (callback, delayMs) =>
      clock.setTimeout(callback, delayMs / HURRY),
  };
}
