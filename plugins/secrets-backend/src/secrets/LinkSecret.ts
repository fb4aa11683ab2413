import {
  LinkDraft,
  SecretDetails,
} from '@strongroom/backstage-plugin-secrets-common';
import { ConnectedPlane } from '../clusters/types';
import { Operation } from '../operations';
import { readAsRefusal } from './effects/readAsRefusal';
import { findPlane } from './findPlane';
import { linkWarning } from './links/explainLink';
import { prepareLink } from './links/prepareLink';
import { carryOut, PreparedOperation } from './operations/carryOut';
import { LinkIntent, linkPlan, LinkPlan } from './operations/linkPlan';
import { requireStore } from './requireStore';
import { SecretsContext } from './SecretsContext';
import { Caller } from './types';
import { createdDetails } from './views/createdDetails';
import { RowPermissions } from './views/toSummary';

/** A link of somebody who may create a secret of that name. */
export interface LinkRequest {
  caller: Caller;
  namespace: string;
  draft: LinkDraft;
  idempotencyKey?: string;
  permissions: RowPermissions;
  /** Asked before a path outside the namespace's part of the store is looked at. @throws SecretsError */
  requireForeign(): Promise<void>;
}

/** Makes a reference to a value that exists already, which is neither read nor changed. */
export class LinkSecret {
  readonly #context: SecretsContext;

  private constructor(context: SecretsContext) {
    this.#context = context;
  }

  static create(context: SecretsContext): LinkSecret {
    return new LinkSecret(context);
  }

  /** @throws SecretsError; nothing of the link is left then, or the operation is finished later and says so */
  async execute(request: LinkRequest): Promise<SecretDetails> {
    const { caller, namespace, draft } = request;
    const plane = findPlane(this.#context, namespace, draft.targetPlane);
    return carryOut<LinkIntent, LinkPlan, SecretDetails>(this.#context, {
      kind: 'link',
      id: { namespace, name: draft.name },
      caller,
      action: 'reference-link',
      done: 'linked',
      idempotency: { key: request.idempotencyKey, body: draft },
      prepare: () => this.#prepare(request, plane),
      answer: (operation, plan) =>
        createdDetails(this.#context, operation, {
          plane,
          plan,
          permissions: request.permissions,
          warnings: this.#warnings(operation, request.permissions),
        }),
    });
  }

  async #prepare(
    request: LinkRequest,
    plane: ConnectedPlane,
  ): Promise<PreparedOperation<LinkIntent, LinkPlan, SecretDetails>> {
    const { caller, namespace, draft, requireForeign } = request;
    const { settings, links } = this.#context;
    const effects = await this.#context.effects.of(caller);
    const store = requireStore(plane, effects);
    const now = new Date();
    const { reference, target, keys, warnings } = await readAsRefusal(
      prepareLink(namespace, draft, {
        plane,
        store,
        settings,
        now,
        requireForeign,
      }),
    );
    return {
      recorded: reference,
      intent: {
        reference: {
          ...reference,
          createdBy: caller.actor,
          now: now.toISOString(),
        },
        target,
        keys,
        warnings,
      },
      plan: operation =>
        linkPlan(operation, {
          plane,
          references: effects.references,
          store,
          links,
        }),
    };
  }

  #warnings(
    { intent }: Operation<LinkIntent>,
    permissions: RowPermissions,
  ): SecretDetails['warnings'] {
    return [linkWarning(intent.target, permissions), ...intent.warnings];
  }
}
