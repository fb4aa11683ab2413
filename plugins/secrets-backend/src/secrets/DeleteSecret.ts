import { secretNotFound, SecretsError } from '../errors';
import { Operation, OperationPlan } from '../operations';
import { projectReference, SecretRow } from '../references';
import { attributesOf } from './attributesOf';
import { carryOut, PreparedOperation } from './operations/carryOut';
import { deletePlan, isBeyondLook } from './operations/deletePlan';
import { DeleteIntent } from './operations/intents';
import { toPendingChange } from './operations/pendingChanges';
import { readAsAbsent } from './effects/readAsAbsent';
import { findPlane } from './findPlane';
import { refuseOlderGit } from './refuseOlderGit';
import { requireStore } from './requireStore';
import { singleRemoteKey } from './singleRemoteKey';
import { SecretsContext } from './SecretsContext';
import { StuckOperations } from './StuckOperations';
import { Caller, DeleteResult, Guard, SecretId } from './types';
import { RowPermissions, toSummary } from './views/toSummary';

/** A delete of somebody who may see the namespace. */
export interface DeleteRequest {
  caller: Caller;
  id: SecretId;
  /** `If-Match` as sent: one tag or several. */
  etag?: string;
  idempotencyKey?: string;
  /** Asked about the secret as the control plane has it now. */
  guard: Guard;
  permissions(row: SecretRow): RowPermissions;
}

/** Removes a value from its store and then the reference to it; says so only when the store has confirmed. */
export class DeleteSecret {
  readonly #context: SecretsContext;
  readonly #stuck: StuckOperations;

  private constructor(context: SecretsContext) {
    this.#context = context;
    this.#stuck = StuckOperations.create(context);
  }

  static create(context: SecretsContext): DeleteSecret {
    return new DeleteSecret(context);
  }

  async execute(request: DeleteRequest): Promise<DeleteResult> {
    const { caller, id, guard } = request;
    const { namespaces, journal } = this.#context;
    const running = await journal.running(id.namespace, id.name);
    if (running?.kind === 'delete') {
      const again = await this.#tryAgain(
        running as Operation<DeleteIntent>,
        request,
      );
      if (again) {
        return again;
      }
    }
    return carryOut<DeleteIntent, OperationPlan, DeleteResult>(this.#context, {
      kind: 'delete',
      id,
      caller,
      action: 'secret-delete',
      done: 'deleted',
      idempotency: { key: request.idempotencyKey },
      prepare: () => this.#prepare(request),
      answer: async ({ intent: { recorded } }, plan) => {
        if (!plan) {
          const namespace = namespaces.get(id.namespace);
          await guard(attributesOf(recorded, namespace, 'all'), recorded);
        }
        return { confirmed: true };
      },
    });
  }

  /**
   * Whoever asks for what is asked for already wants it now, whatever he saw; `undefined` when it is another secret by now,
   * or what ran was refused, so that this is a request of its own.
   */
  async #tryAgain(
    running: Operation<DeleteIntent>,
    request: DeleteRequest,
  ): Promise<DeleteResult | undefined> {
    const { caller, id, guard } = request;
    const { settings, effects } = this.#context;
    const { references } = await effects.of(caller);
    const reference = await readAsAbsent(references.get(id.namespace, id.name));
    if (reference?.metadata.uid !== running.intent.uid) {
      return undefined;
    }
    const row = projectReference(reference, settings.references);
    const operation = await this.#stuck.retryOperation({
      caller,
      operationId: running.id,
      guard: attributes => guard(attributes, row),
    });
    if (operation.state !== 'running') {
      return operation.state === 'done' ? { confirmed: true } : undefined;
    }
    if (!isBeyondLook(operation)) {
      throw new SecretsError(
        'Timeout',
        'The deletion that was asked for before could not be looked at yet, so nothing was deleted. It is tried again by itself: ask once more to see what came of it.',
        { retryAfter: 15 },
      );
    }
    return this.#stillDeleting(
      row,
      operation as Operation<DeleteIntent>,
      request,
    );
  }

  async #prepare(
    request: DeleteRequest,
  ): Promise<PreparedOperation<DeleteIntent, OperationPlan, DeleteResult>> {
    const { caller, id, etag, guard } = request;
    const { settings, namespaces, links, effects: allEffects } = this.#context;
    const effects = await allEffects.of(caller);
    const { references } = effects;
    const reference = await readAsAbsent(references.get(id.namespace, id.name));
    if (!reference) {
      throw secretNotFound();
    }
    const row = projectReference(reference, settings.references);
    await guard(attributesOf(row, namespaces.get(id.namespace), 'all'), row);
    refuseForeign(row);
    const link = await links.get(row.uid);
    // what a linked path points to is not touched, so its plane need not even be there any more
    const store =
      link?.target.kind === 'path'
        ? undefined
        : requireStore(
            findPlane(this.#context, row.namespace, row.targetPlane!),
            effects,
          );
    return {
      recorded: row,
      intent: {
        uid: row.uid,
        remoteKey: link ? row.remoteRefs[0]?.key ?? '' : singleRemoteKey(row),
        targetPlane: row.targetPlane!,
        link: link?.target,
        ...(etag !== undefined && { ifMatch: etag }),
        ...(effects.speakForCaller && { speaksForCaller: true }),
      },
      plan: operation =>
        deletePlan(operation, {
          references,
          store,
          links,
          settings: settings.references,
        }),
      // as long as it was looked at alone it may be refused yet
      unsettled: (operation, { firstEffect = 0 }, reached) =>
        reached >= firstEffect
          ? this.#stillDeleting(row, operation, request)
          : undefined,
    };
  }

  /** Told from what was begun here: the journal may be away by now, and the delete goes on all the same. */
  #stillDeleting(
    row: SecretRow,
    operation: Operation<DeleteIntent>,
    request: DeleteRequest,
  ): DeleteResult {
    const { index, settings } = this.#context;
    const pending = toPendingChange(operation, settings.references);
    return {
      confirmed: false,
      secret: toSummary(
        row,
        index.delivery(row, { pending }),
        request.permissions(row),
      ),
    };
  }
}

function refuseForeign(row: SecretRow): void {
  refuseOlderGit(row);
  if (row.source === 'gitops') {
    throw new SecretsError(
      'NotOwned',
      'This secret reference comes from Git. Remove it there.',
    );
  }
  if (!row.managed || !row.targetPlane) {
    throw new SecretsError(
      'NotOwned',
      'This secret reference was made by hand. It is left to whoever made it.',
    );
  }
}
