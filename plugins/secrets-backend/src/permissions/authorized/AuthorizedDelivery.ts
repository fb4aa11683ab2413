import {
  Delivery,
  secretUpdatePermission,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  Caller,
  DeliveryService,
  SecretId,
  SecretsContext,
  SyncSecret,
} from '../../secrets';
import { Gatekeeper } from './Gatekeeper';

const WRITE = { write: true };
const NEEDS = {
  permission: secretUpdatePermission,
  what: 'carry this secret to its consumers',
};

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
    const gate = await this.#gatekeeper.openToEstate(caller, WRITE);
    return gate.guarded(id, 'secret-sync', NEEDS, guard =>
      this.#syncs.execute({
        caller,
        id,
        idempotency: { key: options.idempotencyKey },
        guard,
      }),
    );
  }
}
