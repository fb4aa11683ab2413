import { useAnalytics, useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { refreshSecret } from './refreshSecret';
import { useIdempotencyKey } from './useIdempotencyKey';

/** Makes an older version of a secret the present one, if nobody has changed the secret since it was read. @internal */
export function useRestoreVersion(secret: SecretDetails, version: string) {
  const api = useApi(secretsApiRef);
  const analytics = useAnalytics();
  const client = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  return useMutation({
    mutationFn: () =>
      api.restoreVersion(secret, version, {
        etag: secret.etag,
        idempotencyKey: idempotencyKey.read(),
      }),
    onSettled: (_restored, error) => idempotencyKey.ended(error),
    onSuccess: () => {
      analytics.captureEvent('restore', 'secret', {
        attributes: { type: secret.type },
      });
      refreshSecret(client, secret);
    },
    // Whoever changed it meanwhile has made a version, too.
    onError: () => refreshSecret(client, secret),
  });
}
