import {
  SecretDetails,
  secretReadPermission,
  secretUpdatePermission,
  SecretVersion,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretNotFound, SecretsError } from '../../errors';
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
import { fetchOf, RecordedAccess } from './AccessRecord';
import { notAllowed } from './CallerGate';
import { Gatekeeper } from './Gatekeeper';

const READ = { write: false };
const WRITE = { write: true };

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
    let denial: RecordedAccess = { action: 'secret-restore', ...id };
    const gate = await this.#gatekeeper.openToEstate(caller, WRITE);
    await gate.requirePlace(id, denial);
    try {
      return await this.#restores.execute({
        caller,
        id,
        version,
        ...options,
        permissions: gate.visibility().permissions,
        guard: async (attributes, secret) => {
          // whoever reads the record is shown a denial by what the secret was
          denial = { ...denial, ...recordSecret(secret) };
          const reading = { ...attributes, touches: 'none' as const };
          if (!gate.access.allows(secretReadPermission, reading)) {
            throw secretNotFound();
          }
          if (!gate.access.allows(secretUpdatePermission, attributes)) {
            throw notAllowed('change this secret');
          }
        },
      });
    } catch (error) {
      throw isDenial(error) ? await gate.deny(error, denial) : error;
    }
  }
}

/** A version that is not there says more than that. */
function isDenial(error: unknown): error is SecretsError {
  return (
    error instanceof SecretsError &&
    (error.code === 'NotAllowed' ||
      (error.code === 'SecretNotFound' && !error.details))
  );
}
