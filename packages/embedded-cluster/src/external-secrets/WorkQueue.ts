import { Clock, ClockTimer } from '../clock';
import { Activity } from './Activity';
import { Reconciler } from './types';

const baseDelayMs = 1000;
const longestDelayMs = 7 * 60 * 1000;

/** @internal */
export interface WorkQueueOptions {
  reconciler: Reconciler;
  clock: Clock;
  activity: Activity;
  concurrency: number;
  onError(key: string, error: Error): void;
}

/**
 * The keys that wait for a reconciler: each once, never two runs of one key at a
 * time, failures again after a delay that doubles from a second to seven minutes.
 *
 * @internal
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #ready = new Set<string>();
  readonly #running = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #timers = new Map<string, { timer: ClockTimer; due: number }>();
  #stopped = false;

  private constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  static create(options: WorkQueueOptions): WorkQueue {
    return new WorkQueue(options);
  }

  add(key: string): void {
    if (this.#stopped || this.#ready.has(key)) {
      return;
    }
    this.#ready.add(key);
    this.#options.activity.begin();
    setImmediate(() => {
      this.#startReady();
      this.#options.activity.end();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#ready.clear();
    for (const { timer } of this.#timers.values()) {
      timer.cancel();
    }
    this.#timers.clear();
  }

  #startReady(): void {
    for (const key of [...this.#ready]) {
      if (this.#running.size >= this.#options.concurrency) {
        return;
      }
      if (!this.#running.has(key)) {
        this.#ready.delete(key);
        this.#running.add(key);
        this.#options.activity.begin();
        this.#run(key).finally(() => {
          this.#running.delete(key);
          this.#startReady();
          this.#options.activity.end();
        });
      }
    }
  }

  async #run(key: string): Promise<void> {
    try {
      const result = await this.#options.reconciler.reconcile(key);
      if (result.requeue) {
        this.#addAfterFailure(key);
        return;
      }
      this.#failures.delete(key);
      if (result.requeueAfterMs !== undefined) {
        this.#addAfter(key, result.requeueAfterMs);
      }
    } catch (error) {
      this.#options.onError(
        key,
        error instanceof Error ? error : new Error(String(error)),
      );
      this.#addAfterFailure(key);
    }
  }

  #addAfterFailure(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.#addAfter(key, Math.min(baseDelayMs * 2 ** failures, longestDelayMs));
  }

  #addAfter(key: string, delayMs: number): void {
    const { clock, activity } = this.#options;
    const due = clock.now().getTime() + delayMs;
    const earlier = this.#timers.get(key);
    if (this.#stopped || (earlier && earlier.due <= due)) {
      return;
    }
    earlier?.timer.cancel();
    const timer = clock.setTimeout(() => {
      this.#timers.delete(key);
      this.add(key);
      return activity.quiet();
    }, delayMs);
    this.#timers.set(key, { timer, due });
  }
}
