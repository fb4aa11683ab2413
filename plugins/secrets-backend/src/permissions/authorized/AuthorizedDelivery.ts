import {
  Delivery,
  secretReadPermission,
  secretUpdatePermission,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretNotFound, SecretsError } from '../../errors';
import {
  Caller,
  DeliveryService,
  recordSecret,
  SecretId,
  SecretsContext,
  SyncSecret,
} from '../../secrets';
import { RecordedAccess } from './AccessRecord';
import { notAllowed } from './CallerGate';
import { Gatekeeper } from './Gatekeeper';

const WRITE = { write: true };

/** What moves values, behind the caller's permissions. */
export class AuthorizedDelivery implements DeliveryService {
  readonly #gatekeeper: Gatekeeper;
  readonly #syncs: SyncSecret;

  private constructor(context: SecretsContext, gatekeeper: Gatekeeper) {
    this.#gatekeeper = gatekeeper;
    this.#syncs = SyncSecret.create(context);
  }

  static create(
    context: SecretsContext,
    gatekeeper: Gatekeeper,
  ): AuthorizedDelivery {
    return new AuthorizedDelivery(context, gatekeeper);
  }

  async syncSecret(
    caller: Caller,
    id: SecretId,
    options: { idempotencyKey?: string },
  ): Promise<Delivery> {
    let denial: RecordedAccess = { action: 'secret-sync', ...id };
    const gate = await this.#gatekeeper.openToEstate(caller, WRITE);
    await gate.requirePlace(id, denial);
    try {
      return await this.#syncs.execute({
        caller,
        id,
        ...options,
        guard: async (attributes, row) => {
          // whoever reads the record is shown a denial by what the secret was
          denial = { ...denial, ...recordSecret(row) };
          const reading = { ...attributes, touches: 'none' as const };
          if (!gate.access.allows(secretReadPermission, reading)) {
            throw secretNotFound();
          }
          if (!gate.access.allows(secretUpdatePermission, attributes)) {
            throw notAllowed('carry this secret to its consumers');
          }
        },
      });
    } catch (error) {
      if (
        error instanceof SecretsError &&
        (error.code === 'SecretNotFound' || error.code === 'NotAllowed')
      ) {
        throw await gate.deny(error, denial);
      }
      throw error;
    }
  }
}
