import { LoggerService } from '@backstage/backend-plugin-api';
import {
  isStoreError,
  SecretValues,
  StepContext,
} from '@strongroom/backstage-plugin-secrets-node';
import { fromStoreError, SecretsError } from '../errors';
import { FencedError, Journal } from './Journal';
import { Operation, OperationPlan } from './types';

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 5 * 60_000;

/** How a run ended. `unsettled`: recovery goes on with it. */
export type RunOutcome =
  | { state: 'done' }
  | { state: 'undone'; error: unknown }
  | { state: 'unsettled'; error: unknown };

/** Runs the steps of an operation forward or back, and keeps the journal true while it does. */
export class OperationRunner {
  readonly #journal: Journal;
  readonly #logger: LoggerService;

  private constructor(options: OperationRunnerOptions) {
    this.#journal = options.journal;
    this.#logger = options.logger;
  }

  static create(options: OperationRunnerOptions): OperationRunner {
    return new OperationRunner(options);
  }

  /** Runs an operation that was just begun. Never throws: what happened is in the outcome. */
  async run(
    operation: Operation,
    plan: OperationPlan,
    options: { signal: AbortSignal; values?: SecretValues },
  ): Promise<RunOutcome> {
    return this.#leased(operation, async () => {
      const context: StepContext = options;
      let reached = 0;
      try {
        for (const [index, step] of plan.steps.entries()) {
          reached = index;
          await this.#journal.beginStep(operation, step.name);
          await step.run(context);
        }
      } catch (error) {
        return this.#settle(operation, plan, {
          reached,
          error,
          signal: options.signal,
        });
      }
      return this.#close(operation, plan, undefined);
    });
  }

  /** Goes on with an operation that was taken over, forward or back as its deciding step says. */
  async resume(
    operation: Operation,
    makePlan: () => Promise<OperationPlan>,
    options: { signal: AbortSignal },
  ): Promise<RunOutcome> {
    return this.#leased(operation, async () => {
      let plan: OperationPlan;
      try {
        plan = await makePlan();
      } catch (error) {
        await this.#release(operation, error);
        return { state: 'unsettled', error };
      }
      const reached = plan.steps.findIndex(
        ({ name }) => name === operation.step,
      );
      return this.#settle(operation, plan, { reached, signal: options.signal });
    });
  }

  async #settle(
    operation: Operation,
    plan: OperationPlan,
    state: { reached: number; error?: unknown; signal: AbortSignal },
  ): Promise<RunOutcome> {
    const { reached, signal } = state;
    let error: unknown =
      state.error ?? new Error('The operation was interrupted');
    if (error instanceof FencedError) {
      return { state: 'unsettled', error };
    }
    if (
      isStoreError(error, 'Timeout') &&
      (error.outcomeUnknown || plan.pivot < 0)
    ) {
      // the call may still land, or the other side needs time: whoever looks now would look too early
      await this.#release(operation, error);
      return { state: 'unsettled', error };
    }
    try {
      if (reached <= 0 && plan.refuses?.(error)) {
        return await this.#close(operation, plan, { error });
      }
      const committed =
        plan.pivot < 0 ||
        (reached >= plan.pivot && (await plan.committed(signal)));
      if (!committed) {
        await this.#undo(operation, plan, reached, signal);
        return await this.#close(operation, plan, { error });
      }
      // a failure beyond the deciding step is not the end: the rest is run again, without values
      if (state.error === undefined || !signal.aborted) {
        for (const step of plan.steps.slice(Math.max(plan.pivot, 0))) {
          await this.#journal.beginStep(operation, step.name);
          await step.run({ signal });
        }
        return await this.#close(operation, plan, undefined);
      }
    } catch (later) {
      if (later instanceof FencedError) {
        return { state: 'unsettled', error };
      }
      if (reached <= 0 && plan.pivot < 0 && plan.refuses?.(later)) {
        return this.#close(operation, plan, { error: later });
      }
      error = state.error ?? later;
    }
    await this.#release(operation, error);
    return { state: 'unsettled', error };
  }

  async #undo(
    operation: Operation,
    plan: OperationPlan,
    reached: number,
    signal: AbortSignal,
  ): Promise<void> {
    for (const step of plan.steps.slice(0, reached + 1).reverse()) {
      if (step.undo) {
        await this.#journal.renew(operation);
        await step.undo({ signal });
      }
    }
  }

  async #close(
    operation: Operation,
    plan: OperationPlan,
    failure: { error: unknown } | undefined,
  ): Promise<RunOutcome> {
    try {
      await this.#journal.end(operation, failure ? 'undone' : 'done', {
        record: plan.record(
          failure ? 'failure' : 'success',
          failure && errorCode(failure.error),
        ),
        result: plan.result(),
        cause: failure && errorCode(failure.error),
      });
    } catch (error) {
      return { state: 'unsettled', error };
    }
    return failure ? { state: 'undone', ...failure } : { state: 'done' };
  }

  async #release(operation: Operation, error: unknown): Promise<void> {
    const backoff = Math.min(
      FIRST_DELAY_MS * 2 ** Math.min(operation.attempts, 16),
      LONGEST_DELAY_MS,
    );
    const delay = isStoreError(error, 'Timeout')
      ? Math.max(backoff, this.#journal.times.requestTimeout)
      : backoff;
    this.#logger.warn('An operation could not be ended yet', {
      operation: operation.id,
      kind: operation.kind,
      step: operation.step ?? '',
      cause: errorCode(error),
    });
    try {
      await this.#journal.release(operation, errorCode(error), delay);
    } catch {
      // the lease runs out by itself
    }
  }

  async #leased<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => {
      // a lost lease shows at the next step
      this.#journal.renew(operation).catch(() => {});
    }, this.#journal.times.lease / 3);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }
}

/** @internal */
export interface OperationRunnerOptions {
  journal: Journal;
  logger: LoggerService;
}

/** Code of the contract for an error; `Internal` for anything that is none of ours. */
function errorCode(error: unknown): string {
  if (isStoreError(error)) {
    return fromStoreError(error).code;
  }
  return error instanceof SecretsError ? error.code : 'Internal';
}
