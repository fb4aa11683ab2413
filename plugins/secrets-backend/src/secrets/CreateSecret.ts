import { createHmac } from 'node:crypto';
import {
  SecretDetails,
  SecretDraft,
} from '@strongroom/backstage-plugin-secrets-common';
import { ConnectedPlane } from '../clusters/types';
import { SecretsError } from '../errors';
import { Operation, RunOutcome } from '../operations';
import { projectReference, buildReference } from '../references';
import { prepareDraft, PreparedDraft } from './draft/prepareDraft';
import { findPlane } from './findPlane';
import { createPlan, CreatePlan } from './operations/createPlan';
import { CreateIntent } from './operations/intents';
import { recordSecret } from './operations/recordOperation';
import { requireStore } from './requireStore';
import { SecretsContext } from './SecretsContext';
import { Caller } from './types';
import { etagOf } from './views/etagOf';
import { RowPermissions, toDetails } from './views/toSummary';

const POLL_MS = 250;

const CHANGED_MEANWHILE = {
  field: 'name',
  message:
    'Somebody else wrote to the plane under the same name at the same moment. Check what the secret holds now.',
};

/** A create of somebody who may do it. */
export interface CreateRequest {
  caller: Caller;
  namespace: string;
  draft: SecretDraft;
  idempotencyKey?: string;
  permissions: RowPermissions;
}

/** Writes a value to the store of a plane, and then the reference to it. */
export class CreateSecret {
  readonly #context: SecretsContext;

  private constructor(context: SecretsContext) {
    this.#context = context;
  }

  static create(context: SecretsContext): CreateSecret {
    return new CreateSecret(context);
  }

  /** @throws SecretsError; nothing of the secret is left then, or the operation is finished later and says so */
  async execute(request: CreateRequest): Promise<SecretDetails> {
    const { caller, namespace, draft } = request;
    const plane = findPlane(this.#context, namespace, draft.targetPlane);
    const effects = await this.#context.effects.of(caller);
    const store = requireStore(plane, effects);
    const prepared = prepareDraft(namespace, draft, {
      plane,
      settings: this.#context.settings,
      now: new Date(),
    });
    refuseProblems(prepared);
    const begun = await this.#begin(request, prepared);
    if (begun.outcome === 'locked') {
      throw inProgress();
    }
    if (begun.outcome === 'mismatch') {
      throw new SecretsError(
        'IdempotencyMismatch',
        'This Idempotency-Key came before with another body.',
      );
    }
    if (begun.outcome === 'repeated') {
      return this.#repeat(begun.operation, request, plane, prepared.warnings);
    }
    const plan = createPlan(begun.operation, {
      references: effects.references,
      store,
    });
    const outcome = await this.#context.runner.run(begun.operation, plan, {
      signal: AbortSignal.timeout(this.#context.settings.deadlineMs),
      values: prepared.values,
    });
    refuseFailure(outcome, caller);
    return this.#answer(begun.operation, request, plane, {
      plan,
      warnings: prepared.warnings,
    });
  }

  async #begin(request: CreateRequest, prepared: PreparedDraft) {
    const { credentials: _, ...by } = request.caller;
    const { namespace, name } = prepared.reference;
    const intent: CreateIntent = {
      by,
      reference: {
        ...prepared.reference,
        createdBy: by.actor,
        now: new Date().toISOString(),
      },
      fingerprint: this.#context.settings.fingerprints.of(prepared.values),
    };
    return this.#context.journal.begin<CreateIntent>({
      kind: 'create',
      namespace,
      name,
      intent,
      actor: by.actor,
      correlationId: by.correlationId,
      idempotency: request.idempotencyKey
        ? {
            key: request.idempotencyKey,
            bodyMacs: this.#context.settings.fingerprintKeys.map(key =>
              bodyMac(request, key),
            ),
          }
        : undefined,
      record: (outcome, errorCode, operationId) => ({
        ...by,
        ...recordSecret(prepared.reference),
        action: 'secret-create',
        outcome,
        errorCode,
        operationId,
      }),
    });
  }

  /** The answer to a request that came before: that of the first one, once it has ended. */
  async #repeat(
    earlier: Operation<CreateIntent>,
    request: CreateRequest,
    plane: ConnectedPlane,
    warnings: SecretDetails['warnings'],
  ): Promise<SecretDetails> {
    const deadline = performance.now() + this.#context.settings.deadlineMs;
    let operation: Operation<CreateIntent> | undefined = earlier;
    while (operation?.state === 'running' && performance.now() < deadline) {
      await new Promise(resolve => setTimeout(resolve, POLL_MS));
      operation = await this.#context.journal.get<CreateIntent>(earlier.id);
    }
    if (operation?.state === 'done') {
      return this.#answer(operation, request, plane, { warnings });
    }
    if (operation?.state === 'undone') {
      // the key is free again, and this is the retry
      return this.execute(request);
    }
    throw inProgress();
  }

  #answer(
    operation: Operation<CreateIntent>,
    request: CreateRequest,
    plane: ConnectedPlane,
    found: { plan?: CreatePlan; warnings: SecretDetails['warnings'] },
  ): SecretDetails {
    const { index, settings } = this.#context;
    const made = found.plan?.made()?.metadata;
    const reference = buildReference({
      ...operation.intent.reference,
      operationId: operation.id,
    });
    const row = projectReference(
      {
        ...reference,
        metadata: {
          ...reference.metadata,
          uid: made?.uid ?? operation.result?.uid,
          resourceVersion:
            made?.resourceVersion ?? operation.result?.resourceVersion,
          creationTimestamp:
            made?.creationTimestamp ??
            operation.result?.createdAt ??
            operation.startedAt.toISOString(),
        },
      },
      settings.references,
    );
    const verification = found.plan?.verification();
    return toDetails({
      row,
      delivery: index.delivery(row),
      permissions: request.permissions,
      etag: etagOf(row, verification?.version ?? operation.result?.version),
      driver: { id: plane.driverId, capabilities: plane.driver.capabilities },
      warnings: [
        ...found.warnings,
        ...(verification?.intact === false ? [CHANGED_MEANWHILE] : []),
      ],
    });
  }
}

function refuseProblems(prepared: PreparedDraft): void {
  const { errors, contentErrors } = prepared;
  if (errors.length > 0) {
    throw new SecretsError('InvalidRequest', summarise(errors.length), {
      details: [...errors, ...contentErrors],
    });
  }
  if (contentErrors.length > 0) {
    throw new SecretsError('InvalidSecret', summarise(contentErrors.length), {
      details: contentErrors,
    });
  }
}

function summarise(count: number): string {
  return count === 1
    ? 'One field needs to be corrected.'
    : `${count} fields need to be corrected.`;
}

function refuseFailure(outcome: RunOutcome, caller: Caller): void {
  if (outcome.state === 'undone') {
    throw outcome.error;
  }
  if (outcome.state === 'unsettled') {
    throw new SecretsError(
      'Timeout',
      `The plane did not answer in time. The secret is being put right in the background: reload in a moment to see whether it was created (correlation id ${caller.correlationId}).`,
      { retryAfter: 15 },
    );
  }
}

function inProgress(): SecretsError {
  return new SecretsError(
    'OperationInProgress',
    'Another change to a secret of this name is running. Try again when it has ended.',
    { retryAfter: 5 },
  );
}

/** Keyed hash of what was asked for, so that a repetition can be told from another request. */
function bodyMac(request: CreateRequest, key: string): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([request.namespace, request.draft]))
    .digest('hex');
}
