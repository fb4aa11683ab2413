import {
  SecretDetails,
  SecretPatch,
  SecretReplacement,
} from '@strongroom/backstage-plugin-secrets-common';
import { Caller, SecretId } from './types';

/** Headers of a change. */
export interface ChangeOptions {
  /** `If-Match` as sent. */
  etag?: string;
  idempotencyKey?: string;
}

/** Changes of secrets, as the router asks for them. Every method throws a SecretsError for what a caller can mend. */
export interface ChangesService {
  /** Sets and removes single keys, and merges what describes the secret. */
  updateSecret(
    caller: Caller,
    id: SecretId,
    patch: SecretPatch,
    options: ChangeOptions,
  ): Promise<SecretDetails>;
  /** Replaces all keys. */
  replaceSecretData(
    caller: Caller,
    id: SecretId,
    replacement: SecretReplacement,
    options: ChangeOptions,
  ): Promise<SecretDetails>;
}
