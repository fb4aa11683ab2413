import { LoggerService } from '@backstage/backend-plugin-api';
import { Journal } from './Journal';
import { OperationRunner, RunOutcome } from './OperationRunner';
import { Operation, Planner } from './types';

const FORGET_INTERVAL_MS = 10 * 60_000;

/**
 * Finishes or undoes what was interrupted. It runs on every replica by the journal's own lease: Backstage's global
 * tasks would free a dead replica's work only after minutes.
 */
export class Recovery {
  readonly #journal: Journal;
  readonly #runner: OperationRunner;
  readonly #planners: Record<string, Planner<any>>;
  readonly #logger: LoggerService;
  readonly #deadlineMs: number;
  readonly #stopped = new AbortController();
  #timer?: NodeJS.Timeout;
  #looking?: Promise<unknown>;
  readonly #settling = new Set<Promise<unknown>>();
  #forgotten = 0;

  private constructor(options: RecoveryOptions) {
    this.#journal = options.journal;
    this.#runner = options.runner;
    this.#planners = options.planners;
    this.#logger = options.logger;
    this.#deadlineMs = options.deadlineMs;
  }

  static create(options: RecoveryOptions): Recovery {
    return new Recovery(options);
  }

  /** Looks at once, and from then on every third of a lease. */
  start(): void {
    const tick = () => {
      this.#looking ??= this.#takeOver().finally(() => {
        this.#looking = undefined;
      });
    };
    this.#timer = setInterval(tick, this.#journal.times.lease / 3);
    this.#timer.unref();
    tick();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopped.abort();
    await this.#looking;
    await Promise.allSettled(this.#settling);
  }

  /**
   * Goes on with one operation now instead of when it is due; nothing while somebody may be at work on it.
   *
   * @returns how far it came; `undefined` when it was not taken over
   * @throws SecretsError `RecordUnavailable`
   */
  async hurry(operationId: string): Promise<RunOutcome['state'] | undefined> {
    const operation = await this.#journal.claim(operationId);
    return operation && this.#settle(operation);
  }

  /** Takes over what is due, and waits until all that was taken over is settled or put off. */
  async runOnce(): Promise<void> {
    await this.#takeOver();
    await Promise.allSettled(this.#settling);
  }

  /** Takes over what is due. It is not waited for: what hangs must not keep what falls due meanwhile. */
  async #takeOver(): Promise<void> {
    try {
      for (const operation of await this.#journal.claimDue()) {
        const settling = this.#settle(operation)
          .catch(error => this.#warn('Recovery has failed', error))
          .finally(() => this.#settling.delete(settling));
        this.#settling.add(settling);
      }
      if (Date.now() - this.#forgotten > FORGET_INTERVAL_MS) {
        await this.#journal.forget();
        this.#forgotten = Date.now();
      }
    } catch (error) {
      this.#warn('Recovery could not look at the journal', error);
    }
  }

  #warn(sentence: string, error: unknown): void {
    this.#logger.warn(sentence, { error: (error as Error).name });
  }

  async #settle(operation: Operation): Promise<RunOutcome['state']> {
    const { state } = await this.#runner.resume(
      operation,
      () => this.#planners[operation.kind](operation),
      {
        signal: AbortSignal.any([
          this.#stopped.signal,
          AbortSignal.timeout(this.#deadlineMs),
        ]),
      },
    );
    this.#logger.info('Went on with an interrupted operation', {
      operation: operation.id,
      kind: operation.kind,
      outcome: state,
    });
    return state;
  }
}

/** @internal */
export interface RecoveryOptions {
  journal: Journal;
  runner: OperationRunner;
  planners: Record<string, Planner<any>>;
  logger: LoggerService;
  /** Longest time for one operation at a time, in milliseconds. */
  deadlineMs: number;
}
