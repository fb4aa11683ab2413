import { setTimeout as sleep } from 'node:timers/promises';
import { isStoreError, Step, StoreErrorCode } from '../driver';
import { SecretValues } from '../values';

const PAUSE_MS = 100;

/** Runs steps in order, as an operation does; the first failure ends it. */
export async function runSteps(
  steps: Step[],
  values?: SecretValues,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  for (const step of steps) {
    await step.run({ signal, values });
  }
}

/** Undoes steps in the opposite order; the first failure ends it. */
export async function undoSteps(steps: Step[]): Promise<void> {
  const { signal } = new AbortController();
  for (const step of [...steps].reverse()) {
    await step.undo?.({ signal });
  }
}

/** Tries until it works, as recovery does, as long as the failure is one that passes. */
export async function untilDone(
  attempt: () => Promise<void>,
  deadlineMs = 30_000,
): Promise<void> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const passing = isStoreError(error, 'Unavailable', 'Timeout', 'Conflict');
      if (!passing || Date.now() > end) {
        throw error;
      }
    }
    await sleep(PAUSE_MS);
  }
}

/** Looks until it is so. @throws Error with what was seen last */
export async function eventually<T>(
  look: () => Promise<T> | T,
  isSo: (seen: T) => boolean,
  deadlineMs = 20_000,
): Promise<T> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (isSo(seen)) {
      return seen;
    }
    if (Date.now() > end) {
      throw new Error(`Never came to be; last seen ${JSON.stringify(seen)}`);
    }
    await sleep(PAUSE_MS / 2);
  }
}

/** The code with which something fails; `undefined` when it does not. Anything but a StoreError is a fault. */
export async function failureOf(
  attempt: Promise<unknown>,
): Promise<StoreErrorCode | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    if (isStoreError(error)) {
      return error.code;
    }
    throw error;
  }
}
