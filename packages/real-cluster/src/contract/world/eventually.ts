import { setTimeout as sleep } from 'node:timers/promises';

/** Tries again until it does not throw any more, and answers with its result. */
export async function eventually<T>(
  attempt: () => Promise<T>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await sleep(50);
    }
  }
}
