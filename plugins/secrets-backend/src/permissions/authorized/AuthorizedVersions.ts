import { SecretVersion } from '@strongroom/backstage-plugin-secrets-common';
import { SecretsError } from '../../errors';
import { SecretsRecord } from '../../record';
import {
  Caller,
  ListVersions,
  recordSecret,
  SecretId,
  SecretsContext,
  VersionsService,
  VersionWriters,
} from '../../secrets';
import { fetchOf } from './AccessRecord';
import { Gatekeeper } from './Gatekeeper';

const READ = { write: false };

/** What {@link AuthorizedVersions} stands on. */
export interface AuthorizedVersionsOptions {
  context: SecretsContext;
  gatekeeper: Gatekeeper;
  record: SecretsRecord;
}

/** Versions behind the caller's permissions: each is shown to who may read the secret. */
export class AuthorizedVersions implements VersionsService {
  readonly #gatekeeper: Gatekeeper;
  readonly #versions: ListVersions;

  private constructor(options: AuthorizedVersionsOptions) {
    this.#gatekeeper = options.gatekeeper;
    this.#versions = ListVersions.create(
      options.context,
      VersionWriters.create(options.record),
    );
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
      if (error instanceof SecretsError && error.code === 'SecretNotFound') {
        throw await gate.deny(error, fetchOf(id));
      }
      throw error;
    }
  }
}
