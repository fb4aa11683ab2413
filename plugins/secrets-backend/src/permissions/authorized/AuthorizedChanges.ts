import {
  SecretDetails,
  SecretPatch,
  SecretReplacement,
  secretUpdatePermission,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  Caller,
  ChangeOptions,
  ChangesService,
  SecretId,
  SecretsContext,
  UpdateSecret,
  WantedChange,
} from '../../secrets';
import { Gatekeeper } from './Gatekeeper';

const WRITE = { write: true };
const NEEDS = {
  permission: secretUpdatePermission,
  what: 'change this secret',
};

/** Changes behind the caller's permissions: he must be able to read a secret and to update it. */
export class AuthorizedChanges implements ChangesService {
  readonly #gatekeeper: Gatekeeper;
  readonly #updates: UpdateSecret;

  private constructor(context: SecretsContext, gatekeeper: Gatekeeper) {
    this.#gatekeeper = gatekeeper;
    this.#updates = UpdateSecret.create(context);
  }

  static create(
    context: SecretsContext,
    gatekeeper: Gatekeeper,
  ): AuthorizedChanges {
    return new AuthorizedChanges(context, gatekeeper);
  }

  async updateSecret(
    caller: Caller,
    id: SecretId,
    patch: SecretPatch,
    options: ChangeOptions,
  ): Promise<SecretDetails> {
    return this.#change(caller, id, patch, options);
  }

  async replaceSecretData(
    caller: Caller,
    id: SecretId,
    { data }: SecretReplacement,
    options: ChangeOptions,
  ): Promise<SecretDetails> {
    return this.#change(caller, id, { data, replace: true }, options);
  }

  async #change(
    caller: Caller,
    id: SecretId,
    wanted: WantedChange,
    options: ChangeOptions,
  ): Promise<SecretDetails> {
    const gate = await this.#gatekeeper.openToEstate(caller, WRITE);
    return gate.guarded(id, 'secret-update', NEEDS, guard =>
      this.#updates.execute({
        caller,
        id,
        wanted,
        ...options,
        permissions: gate.visibility().permissions,
        guard,
      }),
    );
  }
}
