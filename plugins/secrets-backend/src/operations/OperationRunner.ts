import { LoggerService } from '@backstage/backend-plugin-api';
import {
  isStoreError,
  SecretValues,
  Step,
  StepContext,
} from '@strongroom/backstage-plugin-secrets-node';
import { fromStoreError, SecretsError } from '../errors';
import { FencedError } from './FencedError';
import { Journal } from './Journal';
import { OperationHold } from './OperationHold';
import { Operation, OperationPlan } from './types';

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 5 * 60_000;

/** How a run ended. `unsettled`: recovery goes on with it; `begun` says whether a step was begun for certain. */
export type RunOutcome =
  | { state: 'done' }
  | { state: 'undone'; error: unknown }
  | { state: 'unsettled'; error: unknown; begun: boolean };

/** What keeps an operation that was taken over from being done: what its last owner told, or that he was not heard of. */
class InterruptedError extends Error {
  readonly code: string;

  constructor({ cause }: Operation) {
    super('The operation was interrupted');
    this.name = 'InterruptedError';
    this.code = cause ?? 'Timeout';
  }
}

interface Interruption {
  /** Index of the step that was begun last; -1 when none was. */
  reached: number;
  /** How many steps have ended well, as far as this process knows. */
  passed: number;
  /** Absent after a takeover. */
  error?: unknown;
}

/** Runs the steps of an operation forward or back, and keeps the journal true while it does. */
export class OperationRunner {
  readonly #journal: Journal;
  readonly #logger: LoggerService;
  readonly #running = new Set<Promise<unknown>>();

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
    return this.#holding(operation, options.signal, async hold => {
      const context: StepContext = { ...options, signal: hold.signal };
      let reached = -1;
      let passed = 0;
      try {
        for (const [index, step] of plan.steps.entries()) {
          await hold.beginStep(step.name);
          reached = index;
          await step.run(context);
          passed = index + 1;
        }
      } catch (error) {
        return this.#settle(operation, plan, hold, { reached, passed, error });
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
    return this.#holding(operation, options.signal, async hold => {
      let plan: OperationPlan;
      try {
        plan = await makePlan();
      } catch (error) {
        await this.#release(operation, error);
        return { state: 'unsettled', error, begun: isBegun(operation) };
      }
      const reached = reachedStep(operation, plan);
      return this.#settle(operation, plan, hold, { reached, passed: 0 });
    });
  }

  /** Waits for what runs now, so that it ends as long as there is something to end it with; no longer than given. */
  async idle(patienceMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise(resolve => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([Promise.allSettled(this.#running), late]);
    clearTimeout(timer);
  }

  async #settle(
    operation: Operation,
    plan: OperationPlan,
    hold: OperationHold,
    interruption: Interruption,
  ): Promise<RunOutcome> {
    const { reached } = interruption;
    // the journal may fail right after an effect, which no error takes back
    let furthest = Math.max(reached, interruption.passed);
    const refuses = (cause: unknown) =>
      furthest <= (plan.firstEffect ?? 0) && plan.refuses?.(cause) === true;
    const begun = reached >= 0;
    let error: unknown = interruption.error ?? new InterruptedError(operation);
    let inStep = false;
    const unsettled = (): RunOutcome => ({ state: 'unsettled', error, begun });
    if (error instanceof FencedError) {
      return unsettled();
    }
    if (
      isStoreError(error, 'Timeout') &&
      (error.outcomeUnknown || plan.pivot < 0)
    ) {
      // the call may still land, or the other side needs time: whoever looks now would look too early
      await this.#release(operation, error);
      return unsettled();
    }
    try {
      // without a step there is no effect, and whoever asked may have been told so
      if (!begun || refuses(error)) {
        return await this.#close(operation, plan, { error, begun });
      }
      const committed =
        plan.pivot < 0 ||
        (reached >= plan.pivot && (await plan.committed(hold.signal)));
      if (!committed) {
        await this.#undo(plan, hold, reached);
        return await this.#close(operation, plan, { error, begun });
      }
      // a failure beyond the deciding step is not the end: the rest is run again, without values
      if (interruption.error === undefined || !hold.signal.aborted) {
        // what was looked at before the first effect is as that effect has made it since
        const looked = reached >= (plan.firstEffect ?? 0);
        const first = Math.max(plan.pivot, looked ? plan.firstEffect ?? 0 : 0);
        for (const [index, step] of plan.steps.slice(first).entries()) {
          await hold.beginStep(step.name);
          furthest = Math.max(furthest, first + index);
          inStep = true;
          await step.run({ signal: hold.signal });
          inStep = false;
          furthest = Math.max(furthest, first + index + 1);
        }
        return await this.#close(operation, plan, undefined);
      }
    } catch (later) {
      if (later instanceof FencedError) {
        return unsettled();
      }
      // the journal failing says nothing of what is done
      if (plan.pivot < 0 && inStep && refuses(later)) {
        return this.#close(operation, plan, { error: later, begun });
      }
      error = interruption.error ?? later;
    }
    await this.#release(operation, error);
    return unsettled();
  }

  async #undo(
    plan: OperationPlan,
    hold: OperationHold,
    reached: number,
  ): Promise<void> {
    for (const step of plan.steps.slice(0, reached + 1).reverse()) {
      if (step.undo) {
        await hold.renew();
        await this.#undoStep(step, hold);
      }
    }
  }

  /** What somebody else has taken over since is not ours to take back, and would not be at the next try either. */
  async #undoStep(step: Step, hold: OperationHold): Promise<void> {
    try {
      await step.undo?.({ signal: hold.signal });
    } catch (error) {
      if (!isStoreError(error, 'NotOwned')) {
        throw error;
      }
      this.#logger.warn(
        'Part of an undone operation stays, because somebody else has changed it since',
        { step: step.name },
      );
    }
  }

  async #close(
    operation: Operation,
    plan: OperationPlan,
    failure: { error: unknown; begun: boolean } | undefined,
  ): Promise<RunOutcome> {
    const cause = failure && errorCode(failure.error);
    try {
      await this.#journal.end(operation, failure ? 'undone' : 'done', {
        record: plan.record(outcomeOf(cause), cause),
        result: plan.result(),
        cause,
      });
    } catch (error) {
      return { state: 'unsettled', error, begun: failure?.begun ?? true };
    }
    return failure
      ? { state: 'undone', error: failure.error }
      : { state: 'done' };
  }

  async #release(operation: Operation, error: unknown): Promise<void> {
    const backoff = Math.min(
      FIRST_DELAY_MS * 2 ** Math.min(operation.attempts, 16),
      LONGEST_DELAY_MS,
    );
    const isLate = isStoreError(error, 'Timeout');
    const delayMs = isLate
      ? Math.max(backoff, this.#journal.times.requestTimeout)
      : backoff;
    this.#logger.warn('An operation could not be ended yet', {
      operation: operation.id,
      kind: operation.kind,
      step: operation.step ?? '',
      cause: errorCode(error),
    });
    try {
      await this.#journal.release(operation, {
        cause: errorCode(error),
        delayMs,
        mayLand: isLate && error.outcomeUnknown,
      });
    } catch {
      // the lease runs out by itself
    }
  }

  async #holding<T>(
    operation: Operation,
    deadline: AbortSignal,
    work: (hold: OperationHold) => Promise<T>,
  ): Promise<T> {
    const hold = OperationHold.create(this.#journal, operation, deadline);
    const running = work(hold).finally(() => {
      hold.close();
      this.#running.delete(running);
    });
    this.#running.add(running);
    return running;
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
  return error instanceof SecretsError || error instanceof InterruptedError
    ? error.code
    : 'Internal';
}

/** A no of the cluster is a denial like one of the portal. */
function outcomeOf(
  cause: string | undefined,
): 'success' | 'failure' | 'denied' {
  if (cause === undefined) {
    return 'success';
  }
  return cause === 'NotAllowed' ? 'denied' : 'failure';
}

function isBegun({ step }: Operation): boolean {
  return step !== undefined;
}

/** A step that the plan does not know any more may have been any: all of them are looked at then. */
function reachedStep(operation: Operation, plan: OperationPlan): number {
  if (!isBegun(operation)) {
    return -1;
  }
  const reached = plan.steps.findIndex(({ name }) => name === operation.step);
  return reached < 0 ? plan.steps.length - 1 : reached;
}
