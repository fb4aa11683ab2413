import {
  SecretDetails,
  SecretVersion,
} from '@strongroom/backstage-plugin-secrets-common';
import { Caller, SecretId } from '../types';

/** Older versions of a secret, as the router asks for them. Every method throws a SecretsError for what a caller can mend. */
export interface VersionsService {
  /** Newest first, without values. */
  listVersions(
    caller: Caller,
    id: SecretId,
    options: { against?: string },
  ): Promise<SecretVersion[]>;
  /** Makes the values of an older version the present ones, unseen. */
  restoreVersion(
    caller: Caller,
    id: SecretId,
    version: string,
    options: { etag?: string; idempotencyKey?: string },
  ): Promise<SecretDetails>;
}
