import {
  SecretDetails,
  SecretDraft,
} from '@strongroom/backstage-plugin-secrets-common';
import { ConnectedPlane } from '../clusters/types';
import { Operation } from '../operations';
import { projectReference, buildReference } from '../references';
import { nameOf, prepareDraft } from './draft/prepareDraft';
import { refuseProblems } from './draft/refuseProblems';
import { findPlane } from './findPlane';
import { carryOut, PreparedOperation } from './operations/carryOut';
import { createPlan, CreatePlan } from './operations/createPlan';
import { CreateIntent } from './operations/intents';
import { requireStore } from './requireStore';
import { SecretsContext } from './SecretsContext';
import { Caller } from './types';
import { etagOf } from './views/etagOf';
import { RowPermissions, toDetails } from './views/toSummary';

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
    return carryOut<CreateIntent, CreatePlan, SecretDetails>(this.#context, {
      kind: 'create',
      id: {
        namespace,
        name: nameOf(draft, this.#context.settings.nameTemplate),
      },
      caller,
      action: 'secret-create',
      done: 'created',
      idempotency: { key: request.idempotencyKey, body: draft },
      prepare: () => this.#prepare(request, plane),
      answer: (operation, plan) =>
        this.#answer(operation, request, plane, plan),
    });
  }

  async #prepare(
    request: CreateRequest,
    plane: ConnectedPlane,
  ): Promise<PreparedOperation<CreateIntent, CreatePlan, SecretDetails>> {
    const { settings } = this.#context;
    const effects = await this.#context.effects.of(request.caller);
    const store = requireStore(plane, effects);
    const { references } = effects;
    const now = new Date();
    const prepared = prepareDraft(request.namespace, request.draft, {
      plane,
      settings,
      now,
    });
    refuseProblems(prepared);
    return {
      recorded: prepared.reference,
      intent: {
        reference: {
          ...prepared.reference,
          createdBy: request.caller.actor,
          now: now.toISOString(),
        },
        fingerprint: settings.fingerprints.of(prepared.values),
        warnings: prepared.warnings,
      },
      values: prepared.values,
      plan: operation => createPlan(operation, { references, store }),
    };
  }

  #answer(
    operation: Operation<CreateIntent>,
    request: CreateRequest,
    plane: ConnectedPlane,
    plan?: CreatePlan,
  ): SecretDetails {
    const { index, settings } = this.#context;
    const made = plan?.made()?.metadata;
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
    const verification = plan?.verification();
    return toDetails({
      row,
      delivery: index.delivery(row),
      permissions: request.permissions,
      etag: etagOf(row, verification?.version ?? operation.result?.version),
      driver: { id: plane.driverId, capabilities: plane.driver.capabilities },
      warnings: [
        ...operation.intent.warnings,
        ...(verification?.intact === false ? [CHANGED_MEANWHILE] : []),
      ],
    });
  }
}
