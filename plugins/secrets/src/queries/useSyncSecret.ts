import { useAnalytics, useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  Delivery,
  SecretDetails,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { useIdempotencyKey } from './useIdempotencyKey';

/** Asks for a push, and for every consumer to pull, now; the answer is shown at once. @internal */
export function useSyncSecret(secret: SecretDetails) {
  const { namespace, name } = secret;
  const api = useApi(secretsApiRef);
  const analytics = useAnalytics();
  const client = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  return useMutation({
    mutationFn: () =>
      api.syncSecret(secret, { idempotencyKey: idempotencyKey.read() }),
    onSettled: (_delivery, error) => idempotencyKey.ended(error),
    onSuccess: ({ steps, ...delivery }: Delivery) => {
      analytics.captureEvent('sync', 'secret', {
        attributes: { type: secret.type },
      });
      const queryKey = ['secret', namespace, name];
      client.setQueryData<SecretDetails>(
        queryKey,
        shown => shown && { ...shown, delivery, deliverySteps: steps },
      );
      client.invalidateQueries({ queryKey });
      client.invalidateQueries({ queryKey: ['secrets'] });
    },
  });
}
