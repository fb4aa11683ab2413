import { setTimeout as wait } from 'node:timers/promises';

/** Waits; an ended signal ends the wait, without an error. */
export async function sleep(
  milliseconds: number,
  signal?: AbortSignal,
): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => undefined);
}
