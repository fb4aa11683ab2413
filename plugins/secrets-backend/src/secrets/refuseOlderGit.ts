import { SecretsError } from '../errors';
import { SecretRow } from '../references';

/** @throws SecretsError `NotOwned` for a git secret of the older kind, which OpenChoreo alone changes */
export function refuseOlderGit({ legacyGit }: SecretRow): void {
  if (legacyGit) {
    throw new SecretsError(
      'NotOwned',
      'This is a git secret of the older kind. It is shown here and managed with OpenChoreo.',
    );
  }
}
