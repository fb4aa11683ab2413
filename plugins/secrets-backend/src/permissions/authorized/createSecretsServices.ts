import { RecordVerifier } from '../../record';
import {
  ActivityService,
  SecretsService,
  VersionsService,
} from '../../secrets';
import { AuthorizedActivity } from './AuthorizedActivity';
import { AuthorizedSecrets } from './AuthorizedSecrets';
import { AuthorizedVersions } from './AuthorizedVersions';
import { Gatekeeper, GatekeeperOptions } from './Gatekeeper';

/** All use cases behind the caller's permissions, as the routes call them. */
export interface SecretsServices {
  secrets: SecretsService;
  activity: ActivityService;
  versions: VersionsService;
}

/** Options of {@link createSecretsServices}. */
export interface SecretsServicesOptions extends GatekeeperOptions {
  verifier: RecordVerifier;
}

/** Puts one gatekeeper before all of them. */
export function createSecretsServices(
  options: SecretsServicesOptions,
): SecretsServices {
  const { context } = options;
  const gatekeeper = Gatekeeper.create(options);
  return {
    secrets: AuthorizedSecrets.create(context, gatekeeper),
    activity: AuthorizedActivity.create({ ...options, gatekeeper }),
    versions: AuthorizedVersions.create({ ...options, gatekeeper }),
  };
}
