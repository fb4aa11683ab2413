import { StatusError } from '../../storage/StatusError';

/** How a task fails that lost a race. */
const lost = new Set(['Conflict', 'NotFound']);

/**
 * Work that follows a write without making its caller wait. The same task is
 * queued once only.
 *
 * @internal
 */
export class BackgroundTasks {
  readonly #queued = new Map<string, NodeJS.Immediate>();
  #stopped = false;

  schedule(name: string, task: () => void): void {
    if (this.#stopped || this.#queued.has(name)) {
      return;
    }
    const handle = setImmediate(() => {
      this.#queued.delete(name);
      try {
        task();
      } catch (error) {
        // A task that lost a race is queued again by the change that won.
        if (!(error instanceof StatusError) || !lost.has(error.reason)) {
          throw error;
        }
      }
    });
    this.#queued.set(name, handle);
  }

  stop(): void {
    this.#stopped = true;
    for (const handle of this.#queued.values()) {
      clearImmediate(handle);
    }
    this.#queued.clear();
  }
}
