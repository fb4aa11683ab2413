import {
  SecretDetails,
  secretUpdatePermission,
  SecretVersion,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretsRecord } from '../../record';
import {
  Caller,
  ListVersions,
  recordSecret,
  RestoreSecret,
  SecretId,
  SecretsContext,
  VersionsService,
  VersionWriters,
} from '../../secrets';
import { fetchOf } from './AccessRecord';
import { isDenial } from './CallerGate';
import { Gatekeeper } from './Gatekeeper';

const READ = { write: false };
const WRITE = { write: true };
const NEEDS = {
  permission: secretUpdatePermission,
  what: 'change this secret',
};

/** What {@link AuthorizedVersions} stands on. */
export interface AuthorizedVersionsOptions {
  context: SecretsContext;
  gatekeeper: Gatekeeper;
  record: SecretsRecord;
}

/** Versions behind the caller's permissions: shown to who may read the secret, restored by who may change all of it. */
export class AuthorizedVersions implements VersionsService {
  readonly #gatekeeper: Gatekeeper;
  readonly #versions: ListVersions;
  readonly #restores: RestoreSecret;

  private constructor(options: AuthorizedVersionsOptions) {
    this.#gatekeeper = options.gatekeeper;
    this.#versions = ListVersions.create(
      options.context,
      VersionWriters.create(options.record),
    );
    this.#restores = RestoreSecret.create(options.context);
  }

  static create(options: AuthorizedVersionsOptions): AuthorizedVersions {
    return new AuthorizedVersions(options);
  }

  async listVersions(
    caller: Caller,
    id: SecretId,
    { against }: { against?: string },
  ): Promise<SecretVersion[]> {
    const gate = await this.#gatekeeper.openToEstate(caller, READ);
    await gate.requirePlace(id);
    try {
      const { row, versions } = await this.#versions.list({
        caller,
        id,
        against,
        visible: gate.visibility().visible,
      });
      await gate.recordRead({ ...fetchOf(id), ...recordSecret(row) });
      return versions;
    } catch (error) {
      throw isDenial(error) ? await gate.deny(error, fetchOf(id)) : error;
    }
  }

  async restoreVersion(
    caller: Caller,
    id: SecretId,
    version: string,
    options: { etag?: string; idempotencyKey?: string },
  ): Promise<SecretDetails> {
    const gate = await this.#gatekeeper.openToEstate(caller, WRITE);
    return gate.guarded(id, 'secret-restore', NEEDS, guard =>
      this.#restores.execute({
        caller,
        id,
        version,
        ...options,
        permissions: gate.visibility().permissions,
        guard,
      }),
    );
  }
}
