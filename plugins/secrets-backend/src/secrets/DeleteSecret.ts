import { SecretStore } from '@strongroom/backstage-plugin-secrets-node';
import { secretNotFound, SecretsError } from '../errors';
import { Operation, OperationPlan } from '../operations';
import { projectReference, SecretReference, SecretRow } from '../references';
import { attributesOf } from './attributesOf';
import { carryOut, PreparedOperation } from './operations/carryOut';
import { deletePlan } from './operations/deletePlan';
import { DeleteIntent } from './operations/intents';
import { toPendingChange } from './operations/pendingChanges';
import { readAsAbsent } from './effects/readAsAbsent';
import { findPlane } from './findPlane';
import { requireStore } from './requireStore';
import { SecretsContext } from './SecretsContext';
import { Caller, DeleteResult, Guard, SecretId } from './types';
import { etagOf } from './views/etagOf';
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

  private constructor(context: SecretsContext) {
    this.#context = context;
  }

  static create(context: SecretsContext): DeleteSecret {
    return new DeleteSecret(context);
  }

  async execute(request: DeleteRequest): Promise<DeleteResult> {
    const { caller, id, guard } = request;
    const { namespaces } = this.#context;
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

  async #prepare(
    request: DeleteRequest,
  ): Promise<PreparedOperation<DeleteIntent, OperationPlan, DeleteResult>> {
    const { caller, id, etag, guard } = request;
    const { settings, namespaces, effects: allEffects } = this.#context;
    const effects = await allEffects.of(caller);
    const { references } = effects;
    const reference = await readAsAbsent(references.get(id.namespace, id.name));
    if (!reference) {
      throw secretNotFound();
    }
    const row = projectReference(reference, settings.references);
    await guard(attributesOf(row, namespaces.get(id.namespace), 'all'), row);
    refuseForeign(row);
    const plane = findPlane(this.#context, row.namespace, row.targetPlane!);
    const store = requireStore(plane, effects);
    return {
      recorded: row,
      intent: {
        uid: row.uid,
        remoteKey: singleRemoteKey(reference),
        targetPlane: row.targetPlane!,
        ...(effects.speakForCaller && { speaksForCaller: true }),
      },
      plan: operation =>
        deletePlan(operation, {
          references,
          store,
          isMeant: present => this.#fits(present, etag, store),
        }),
      unsettled: operation => this.#stillDeleting(row, operation, request),
    };
  }

  /** Whether a secret is as the caller saw it, by the tags of his `If-Match`. */
  async #fits(
    reference: SecretReference,
    etags: string | undefined,
    store: SecretStore,
  ): Promise<boolean> {
    const wanted = etags?.split(',').map(tag => tag.trim());
    if (!wanted || wanted.includes('*')) {
      return true;
    }
    const row = projectReference(reference, this.#context.settings.references);
    const stored = await store.describe({
      namespace: row.namespace,
      name: row.name,
      remoteKey: singleRemoteKey(reference),
    });
    return wanted.includes(etagOf(row, stored?.version));
  }

  /** Told from what was begun here: the journal may be away by now, and the delete goes on all the same. */
  #stillDeleting(
    row: SecretRow,
    operation: Operation<DeleteIntent>,
    request: DeleteRequest,
  ): DeleteResult {
    const { index, settings } = this.#context;
    const pending = [toPendingChange(operation, settings.references)];
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
  if (row.legacyGit) {
    throw new SecretsError(
      'NotOwned',
      'This is a git secret of the older kind. It is shown here and managed with OpenChoreo.',
    );
  }
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

/** The one path that all keys of a reference of ours share. */
function singleRemoteKey(reference: SecretReference): string {
  const paths = new Set(
    reference.spec?.data?.map(({ remoteRef }) => remoteRef.key),
  );
  const [path] = paths;
  if (paths.size !== 1 || path === undefined) {
    throw new SecretsError(
      'NotOwned',
      'The keys of this secret reference point to different places. It is left to whoever made it.',
    );
  }
  return path;
}
