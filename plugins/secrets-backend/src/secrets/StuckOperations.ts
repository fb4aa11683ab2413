import { setTimeout as sleep } from 'node:timers/promises';
import { secretNotFound, SecretsError } from '../errors';
import { Operation } from '../operations';
import { attributesOf } from './attributesOf';
import { DeleteIntent, RecordedIntent } from './operations/intents';
import { recordSecret } from './operations/recordOperation';
import { removeValue } from './operations/removeValue';
import { requireStore } from './requireStore';
import { findPlane } from './findPlane';
import { SecretsContext } from './SecretsContext';
import { Caller } from './types';
import { SecretAttributes } from '../permissions';

const POLL_MS = 250;
/** How long somebody waits for an operation that another process works on. */
const PATIENCE_MS = 8_000;

/** What is wanted of an operation that does not end. */
export interface StuckOperationRequest {
  caller: Caller;
  operationId: string;
  /** Asked about the secret of the operation right before the effect. @throws SecretsError when it is denied */
  guard(attributes: SecretAttributes): Promise<void>;
}

/** The ways out for operations that do not end by themselves. Both go on with what runs, as recovery does. */
export class StuckOperations {
  readonly #context: SecretsContext;

  private constructor(context: SecretsContext) {
    this.#context = context;
  }

  static create(context: SecretsContext): StuckOperations {
    return new StuckOperations(context);
  }

  /**
   * Tries an operation again now instead of when it is due.
   *
   * @returns the operation as it is then; `running` when it could not be ended yet
   * @throws SecretsError `SecretNotFound` when there is no such operation
   */
  async retryOperation(request: StuckOperationRequest): Promise<Operation> {
    const operation = await this.#guarded(request);
    const { caller } = request;
    const { credentials: _, ...by } = caller;
    await this.#context.journal.hasten(operation.id, {
      ...by,
      ...recordSecret(operation.intent.recorded),
      action: operation.intent.action,
      outcome: 'intent',
      reason: 'Asked to be tried again at once.',
      operationId: operation.id,
    });
    return this.#goOn(operation.id);
  }

  /**
   * Ends a deletion without the store: what the portal has in the plane goes, then the reference, and the record says
   * what stays in the store and where.
   *
   * @returns the operation as it is then; `running` when it could not be ended yet
   * @throws SecretsError `SecretNotFound` when there is no such deletion, `OperationInProgress` as long as the first try
   * has not ended
   */
  async giveUpDelete(request: StuckOperationRequest): Promise<Operation> {
    const { journal, planes, effects: allEffects } = this.#context;
    const operation = (await this.#guarded(request)) as Operation<DeleteIntent>;
    if (operation.kind !== 'delete') {
      throw secretNotFound();
    }
    if (operation.state !== 'running' || operation.intent.givenUp) {
      return this.#goOn(operation.id);
    }
    if (operation.cause === undefined) {
      throw new SecretsError(
        'OperationInProgress',
        'The store is still being asked to delete the value. It can be given up once that has failed.',
        { retryAfter: 10 },
      );
    }
    const { namespace, name, intent } = operation;
    const plane = findPlane(this.#context, namespace, intent.targetPlane);
    const effects = await allEffects.of(request.caller);
    await removeValue(
      requireStore(plane, effects),
      {
        namespace,
        name,
        remoteKey: intent.remoteKey,
        operationId: operation.id,
      },
      { link: intent.link, givenUp: true },
    ).requireRights();
    const { credentials: _, ...by } = request.caller;
    const store =
      planes.find(namespace, intent.targetPlane)?.storeName ?? 'of the plane';
    const recorded = recordSecret(intent.recorded);
    const amended = await journal.amend(
      operation,
      { ...intent, givenUp: { by: by.actor, store } },
      {
        ...by,
        ...recorded,
        attributes: { ...recorded.attributes, remoteKey: intent.remoteKey },
        action: 'secret-delete',
        outcome: 'intent',
        reason: `The deletion is given up: the store ${store} keeps what it has of the value.`,
        operationId: operation.id,
      },
    );
    if (!amended) {
      throw new SecretsError(
        'OperationInProgress',
        'The deletion is being tried again at this moment. Try once more when that has ended.',
        { retryAfter: 10 },
      );
    }
    return this.#goOn(operation.id);
  }

  async #guarded({
    operationId,
    guard,
  }: StuckOperationRequest): Promise<Operation<RecordedIntent>> {
    const { journal, namespaces } = this.#context;
    const operation = await journal.get<RecordedIntent>(operationId);
    if (!operation) {
      throw secretNotFound();
    }
    const { recorded } = operation.intent;
    const namespace = namespaces.get(operation.namespace);
    await guard(attributesOf(recorded, namespace, 'all'));
    return operation;
  }

  /** Here, or where somebody is at work on it already. */
  async #goOn(operationId: string): Promise<Operation> {
    const { journal, recovery } = this.#context;
    const deadline = performance.now() + PATIENCE_MS;
    const state = await recovery.hurry(operationId);
    for (;;) {
      const operation = await journal.get(operationId);
      if (!operation) {
        throw secretNotFound();
      }
      if (
        state !== undefined ||
        operation.state !== 'running' ||
        performance.now() > deadline
      ) {
        return operation;
      }
      await sleep(POLL_MS);
    }
  }
}
