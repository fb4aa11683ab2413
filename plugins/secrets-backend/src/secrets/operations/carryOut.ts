import { createHmac } from 'node:crypto';
import { RecordedAction } from '@strongroom/backstage-plugin-secrets-common';
import {
  SecretValues,
  StepContext,
} from '@strongroom/backstage-plugin-secrets-node';
import { SecretsError } from '../../errors';
import { RecordedActor } from '../../record';
import { Begun, Operation, OperationPlan } from '../../operations';
import { SecretsContext } from '../SecretsContext';
import { Caller, SecretId } from '../types';
import { RecordedIntent } from './intents';
import { pickRecorded, recordSecret, RecordedSecret } from './recordOperation';

const POLL_MS = 250;

/** A write that was looked at and may begin. */
export interface PreparedOperation<
  Intent extends RecordedIntent,
  Plan extends OperationPlan,
  Answer,
> {
  /** What the rows of the record say of the secret. */
  recorded: RecordedSecret;
  /** What is to be done, as the journal keeps it; never a value. */
  intent: Omit<Intent, keyof RecordedIntent>;
  /** Bytes for the store, which the journal does not keep. */
  values?: SecretValues;
  plan(operation: Operation<Intent>): Plan;
  /**
   * The answer while recovery goes on with what was begun; `Timeout` without one, because it may be refused or undone yet.
   *
   * @param reached - index of the step of the plan that was begun last
   */
  unsettled?(
    operation: Operation<Intent>,
    plan: Plan,
    reached: number,
  ): Answer | undefined;
}

/** One write, from the request to the answer. */
export interface CarryOutOptions<
  Intent extends RecordedIntent,
  Plan extends OperationPlan,
  Answer,
> {
  /** Kind of the operation, by which recovery finds its planner. */
  kind: string;
  id: SecretId;
  /** Absent credentials: nobody asked for it. */
  caller: RecordedActor & { credentials?: Caller['credentials'] };
  action: RecordedAction;
  /** What was done, as in "whether it was changed". */
  done: string;
  /** `Idempotency-Key`, when one was sent, and everything that tells one request from another. */
  idempotency: { key?: string; body?: unknown };
  /**
   * Reads, checks and asks for permission, before anything is written. Not called for a repeated request, whose state is
   * that after the first one.
   */
  prepare(): Promise<PreparedOperation<Intent, Plan, Answer>>;
  /**
   * The answer once it is done. Without a plan it is a repetition, whose answer is told by the journal alone; whoever
   * asks may have lost permission to see it since.
   */
  answer(operation: Operation<Intent>, plan?: Plan): Promise<Answer> | Answer;
}

/**
 * Carries a write out: the same request of the same caller once only, one write on a name at a time, with its intent and
 * outcome in journal and record.
 *
 * @throws SecretsError `IdempotencyMismatch`, `OperationInProgress`, `Timeout`, `RecordUnavailable`, and what steps throw
 */
export async function carryOut<
  Intent extends RecordedIntent,
  Plan extends OperationPlan,
  Answer,
>(
  context: SecretsContext,
  options: CarryOutOptions<Intent, Plan, Answer>,
): Promise<Answer> {
  const { id, kind, action, caller } = options;
  const { journal, runner, settings } = context;
  const { credentials: _, ...by } = caller;
  const idempotency = idempotencyOf(context, options);
  const row =
    (recorded: RecordedSecret) =>
    (
      outcome: 'intent' | 'failure',
      errorCode: string | undefined,
      operationId: string,
    ) => ({
      ...by,
      ...recordSecret(recorded),
      action,
      outcome,
      errorCode,
      operationId,
    });
  const request = { ...id, kind, actor: by.actor, idempotency };

  const recall = () => journal.recall<Intent>({ ...request, record: row(id) });

  const earlier = await recall();
  if (earlier) {
    return answerEarlier(context, options, earlier);
  }
  const deadline = AbortSignal.timeout(settings.deadlineMs);
  let prepared: PreparedOperation<Intent, Plan, Answer>;
  try {
    prepared = await before(deadline, options.prepare());
  } catch (error) {
    // sent twice at once, the other one may have changed what was looked at
    const meanwhile = await recall();
    if (meanwhile) {
      return answerEarlier(context, options, meanwhile);
    }
    throw error;
  }
  const { recorded, intent, values } = prepared;
  const begun = await journal.begin<Intent>({
    ...request,
    correlationId: by.correlationId,
    intent: {
      ...intent,
      by,
      action,
      recorded: pickRecorded(recorded),
    } as Intent,
    record: row(recorded),
  });
  if (begun.outcome !== 'begun') {
    return answerEarlier(context, options, begun);
  }
  const { operation } = begun;
  const plan = prepared.plan(operation);
  let reached = -1;
  const steps = plan.steps.map((step, index) => ({
    ...step,
    async run(stepContext: StepContext) {
      reached = Math.max(reached, index);
      await step.run(stepContext);
    },
  }));
  const outcome = await runner.run(
    operation,
    { ...plan, steps },
    { signal: deadline, values },
  );
  if (outcome.state === 'done') {
    return options.answer(operation, plan);
  }
  if (outcome.state === 'undone') {
    throw outcome.error;
  }
  const answer = prepared.unsettled?.(operation, plan, reached);
  if (answer !== undefined) {
    return answer;
  }
  throw new SecretsError(
    'Timeout',
    `The ${
      outcome.begun ? 'plane' : 'journal'
    } did not answer in time. The secret is being put right in the background: ${howToKnow(
      options,
    )} (correlation id ${by.correlationId}).`,
    { retryAfter: 15 },
  );
}

/** What tells whoever was left in the dark what came of it. */
function howToKnow({
  done,
  idempotency,
}: Pick<
  CarryOutOptions<RecordedIntent, OperationPlan, unknown>,
  'done' | 'idempotency'
>): string {
  return idempotency.key === undefined
    ? `reload in a moment to see whether it was ${done}`
    : `send the same request with the same Idempotency-Key once more to be told whether it was ${done}; it is not carried out twice`;
}

/** What a plane or the control plane that hangs keeps a caller from; nothing of his is begun yet. */
async function before<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    deadline.addEventListener('abort', () =>
      reject(
        new SecretsError(
          'Timeout',
          'What the secret is now could not be read in time. Nothing was done.',
          { retryAfter: 15 },
        ),
      ),
    );
    work.then(resolve, reject);
  });
}

/** The answer to a request that found another one in its place: its own earlier self, or somebody else's. */
async function answerEarlier<
  Intent extends RecordedIntent,
  Plan extends OperationPlan,
  Answer,
>(
  context: SecretsContext,
  options: CarryOutOptions<Intent, Plan, Answer>,
  earlier: Exclude<Begun<Intent>, { outcome: 'begun' }>,
): Promise<Answer> {
  if (earlier.outcome === 'mismatch') {
    throw new SecretsError(
      'IdempotencyMismatch',
      'This Idempotency-Key came before with another body.',
    );
  }
  if (earlier.outcome === 'repeated') {
    const operation = await settled(context, earlier.operation);
    if (operation?.state === 'done') {
      return options.answer(operation);
    }
    if (operation?.state === 'undone') {
      // the key is free again, and this is the retry
      return carryOut(context, options);
    }
  }
  throw new SecretsError(
    'OperationInProgress',
    'Another change to a secret of this name is running. Try again when it has ended.',
    { retryAfter: 5 },
  );
}

/** The operation once it has ended, or as it stands at the deadline. */
async function settled<Intent>(
  { journal, settings }: SecretsContext,
  earlier: Operation<Intent>,
): Promise<Operation<Intent> | undefined> {
  const deadline = performance.now() + settings.deadlineMs;
  let operation: Operation<Intent> | undefined = earlier;
  while (operation?.state === 'running' && performance.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
    operation = await journal.get<Intent>(earlier.id);
  }
  return operation;
}

/** Keyed hashes of what was asked for, so that a repetition can be told from another request. */
function idempotencyOf(
  { settings }: SecretsContext,
  options: Pick<
    CarryOutOptions<RecordedIntent, OperationPlan, unknown>,
    'kind' | 'id' | 'idempotency'
  >,
): { key: string; bodyMacs: string[] } | undefined {
  const { kind, id, idempotency } = options;
  if (idempotency.key === undefined) {
    return undefined;
  }
  const text = JSON.stringify([kind, id.namespace, id.name, idempotency.body]);
  return {
    key: idempotency.key,
    bodyMacs: settings.fingerprintKeys.map(key =>
      createHmac('sha256', key).update(text).digest('hex'),
    ),
  };
}
