import { useAnalytics, useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { useIdempotencyKey } from './useIdempotencyKey';

/** Deletes the secret as it was read: a change made since then refuses the delete. @internal */
export function useDeleteSecret(secret: SecretDetails) {
  const api = useApi(secretsApiRef);
  const analytics = useAnalytics();
  const client = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  return useMutation({
    mutationFn: () =>
      api.deleteSecret(secret, {
        etag: secret.etag,
        idempotencyKey: idempotencyKey.read(),
      }),
    onSettled: (_outcome, error) => idempotencyKey.ended(error),
    onSuccess: () => {
      analytics.captureEvent('delete', 'secret', {
        attributes: { type: secret.type },
      });
      // Not awaited: the outcome is known before the lists are fresh.
      client.invalidateQueries({ queryKey: ['secrets'] });
      client.invalidateQueries({ queryKey: ['namespaces'] });
    },
    onError: () =>
      client.invalidateQueries({
        queryKey: ['secret', secret.namespace, secret.name],
      }),
  });
}
