import {
  SecretDetails,
  SecretDraft,
} from '@strongroom/backstage-plugin-secrets-common';
import { ConnectedPlane } from '../clusters/types';
import { nameOf, prepareDraft } from './draft/prepareDraft';
import { refuseProblems } from './draft/refuseProblems';
import { findPlane } from './findPlane';
import { carryOut, PreparedOperation } from './operations/carryOut';
import { createPlan, CreatePlan } from './operations/createPlan';
import { CreateIntent } from './operations/intents';
import { requireStore } from './requireStore';
import { SecretsContext } from './SecretsContext';
import { Caller } from './types';
import { createdDetails } from './views/createdDetails';
import { RowPermissions } from './views/toSummary';

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
        createdDetails(this.#context, operation, {
          plane,
          plan,
          permissions: request.permissions,
          generated: operation.intent.generated,
          warnings: operation.intent.warnings,
        }),
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
        generated: prepared.generated,
      },
      values: prepared.values,
      plan: operation => createPlan(operation, { references, store }),
    };
  }
}
