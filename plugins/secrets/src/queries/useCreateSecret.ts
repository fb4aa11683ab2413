import { useAnalytics, useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SecretDraft } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { useIdempotencyKey } from './useIdempotencyKey';

/** A draft with the namespace it is for. @internal */
export interface PlacedDraft {
  namespace: string;
  draft: SecretDraft;
}

/**
 * Creates the secret that `readDraft` gives at the moment of the call.
 * The draft is not a variable of the mutation, so no value enters the cache of mutations.
 * @internal
 */
export function useCreateSecret(readDraft: () => PlacedDraft) {
  const api = useApi(secretsApiRef);
  const analytics = useAnalytics();
  const client = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  return useMutation({
    mutationFn: () => {
      const { namespace, draft } = readDraft();
      return api.createSecret(namespace, draft, {
        idempotencyKey: idempotencyKey.read(),
      });
    },
    onSettled: (_created, error) => idempotencyKey.ended(error),
    onSuccess: created => {
      analytics.captureEvent('create', 'secret', {
        attributes: { type: created.type, category: created.category },
      });
      // Not awaited: the outcome is known before the lists are fresh.
      client.invalidateQueries({ queryKey: ['secrets'] });
      client.invalidateQueries({ queryKey: ['namespaces'] });
    },
  });
}
