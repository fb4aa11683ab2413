import { useAnalytics, useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  SecretDetails,
  SecretPatch,
  SecretReplacement,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { refreshSecret } from './refreshSecret';
import { useIdempotencyKey } from './useIdempotencyKey';

/** A change of single keys and of what describes the secret, or of all keys. @internal */
export type SecretChange =
  | { patch: SecretPatch }
  | { replacement: SecretReplacement };

/**
 * Carries out the change that `readChange` gives at the moment of the call, if the secret still is as it was read.
 * The change is not a variable of the mutation, so no value enters the cache of mutations.
 * @internal
 */
export function useChangeSecret(
  readChange: (secret: SecretDetails) => SecretChange,
) {
  const api = useApi(secretsApiRef);
  const analytics = useAnalytics();
  const client = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  return useMutation({
    mutationFn: (secret: SecretDetails) => {
      const change = readChange(secret);
      const options = {
        etag: secret.etag,
        idempotencyKey: idempotencyKey.read(),
      };
      return 'patch' in change
        ? api.updateSecret(secret, change.patch, options)
        : api.replaceSecretData(secret, change.replacement, options);
    },
    onSettled: (_changed, error) => idempotencyKey.ended(error),
    onSuccess: changed => {
      analytics.captureEvent('update', 'secret', {
        attributes: { type: changed.type },
      });
      // Not awaited: the outcome is known before the lists are fresh.
      refreshSecret(client, changed);
    },
  });
}
