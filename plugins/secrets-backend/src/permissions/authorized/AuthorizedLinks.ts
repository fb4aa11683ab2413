import {
  Adoption,
  linkForeignPermission,
  LinkDraft,
  SecretDetails,
  secretUpdatePermission,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretsError } from '../../errors';
import {
  AdoptSecret,
  Caller,
  LinkSecret,
  LinksService,
  ReadSecrets,
  recordSecret,
  SecretId,
  SecretsContext,
  touchedKeys,
} from '../../secrets';
import { SecretAttributes } from '../types';
import { RecordedAccess } from './AccessRecord';
import { CallerGate, notAllowed } from './CallerGate';
import { Gatekeeper } from './Gatekeeper';
import { permissionsOf } from './permissionsOf';

const WRITE = { write: true };

/** What others keep or made, behind the caller's permissions. */
export class AuthorizedLinks implements LinksService {
  readonly #gatekeeper: Gatekeeper;
  readonly #linking: LinkSecret;
  readonly #adopting: AdoptSecret;

  private constructor(context: SecretsContext, gatekeeper: Gatekeeper) {
    this.#gatekeeper = gatekeeper;
    this.#linking = LinkSecret.create(context);
    this.#adopting = AdoptSecret.create(context, ReadSecrets.create(context));
  }

  static create(
    context: SecretsContext,
    gatekeeper: Gatekeeper,
  ): AuthorizedLinks {
    return new AuthorizedLinks(context, gatekeeper);
  }

  async linkSecret(
    caller: Caller,
    namespace: string,
    draft: LinkDraft,
    options: { idempotencyKey?: string },
  ): Promise<SecretDetails> {
    const { name, type, category, targetPlane } = draft;
    const touches = touchedKeys(draft);
    const gate = await this.#gatekeeper.openToEstate(caller, WRITE);
    const attributes = await gate.requireCandidate(
      namespace,
      { name, type, category, targetPlane, keys: touches },
      'reference-link',
    );
    const denial: RecordedAccess = {
      action: 'reference-link',
      ...recordSecret({ namespace, name, type, category, targetPlane }),
    };
    try {
      return await this.#linking.execute({
        caller,
        namespace,
        draft,
        ...options,
        permissions: permissionsOf(gate.access, attributes),
        requireForeign: async () => requireForeign(gate, attributes),
      });
    } catch (error) {
      if (error instanceof SecretsError && error.code === 'NotAllowed') {
        throw await gate.deny(error, denial);
      }
      throw error;
    }
  }

  async adoptSecret(
    caller: Caller,
    id: SecretId,
    options: { etag?: string; idempotencyKey?: string; dryRun?: boolean },
  ): Promise<Adoption> {
    const gate = await this.#gatekeeper.openToEstate(caller, WRITE);
    const needs = {
      permission: secretUpdatePermission,
      what: 'take over this secret',
    };
    return gate.guarded(id, 'secret-adopt', needs, guard => {
      let known: SecretAttributes | undefined;
      return this.#adopting.execute({
        caller,
        id,
        ...options,
        visibility: gate.visibility(),
        guard: async (attributes, secret) => {
          known = attributes;
          await guard(attributes, secret);
        },
        requireForeign: async () => requireForeign(gate, known!),
      });
    });
  }
}

/** A path of somebody else's takes a permission of its own; services have it in the namespaces that they are listed with. */
function requireForeign(
  { access }: CallerGate,
  attributes: SecretAttributes,
): void {
  if (
    !access.has(linkForeignPermission) ||
    !access.allows(linkForeignPermission, attributes)
  ) {
    throw notAllowed(
      'link a path outside the part of the store that belongs to the namespace',
    );
  }
}
