import { SecretsService } from '../../secrets';
import { AuthorizedSecrets } from './AuthorizedSecrets';
import { Gatekeeper, GatekeeperOptions } from './Gatekeeper';

/** All use cases behind the caller's permissions, as the routes call them. */
export interface SecretsServices {
  secrets: SecretsService;
}

/** Puts one gatekeeper before all of them. */
export function createSecretsServices(
  options: GatekeeperOptions,
): SecretsServices {
  const { context } = options;
  const gatekeeper = Gatekeeper.create(options);
  return { secrets: AuthorizedSecrets.create(context, gatekeeper) };
}
