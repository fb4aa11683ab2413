import { useApi } from '@backstage/core-plugin-api';
import { useMutation } from '@tanstack/react-query';
import { secretsApiRef } from '../api';
import { PlacedDraft } from './useCreateSecret';

/**
 * Asks what a create of the secret that `readDraft` gives would refuse and warn of; nothing is written.
 * As with a create, the draft is not a variable of the mutation, so no value enters the cache of mutations.
 * @internal
 */
export function useCheckSecret(readDraft: () => PlacedDraft) {
  const api = useApi(secretsApiRef);
  return useMutation({
    mutationFn: () => {
      const { namespace, draft } = readDraft();
      return api.validateSecret(namespace, draft);
    },
  });
}
