import { useAnalytics, useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { refreshSecret } from './refreshSecret';
import { useIdempotencyKey } from './useIdempotencyKey';

/** Takes a secret over as it was read: a change made since then refuses that. @internal */
export function useAdoptSecret(secret: SecretDetails) {
  const api = useApi(secretsApiRef);
  const analytics = useAnalytics();
  const client = useQueryClient();
  const idempotencyKey = useIdempotencyKey();

  function refresh() {
    refreshSecret(client, secret);
    client.invalidateQueries({ queryKey: ['findings'] });
  }

  return useMutation({
    mutationFn: () =>
      api.adoptSecret(secret, {
        etag: secret.etag,
        idempotencyKey: idempotencyKey.read(),
      }),
    onSettled: (_adoption, error) => idempotencyKey.ended(error),
    onSuccess: () => {
      analytics.captureEvent('adopt', 'secret', {
        attributes: { type: secret.type },
      });
      refresh();
    },
    onError: refresh,
  });
}
