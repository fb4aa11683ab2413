import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { ListSecretsQuery } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { isTransient } from './transientStates';

const FOLLOW_CLOSELY_MS = 3_000;
const FOLLOW_MS = 12_000;

/**
 * One page of the list, followed by polling: closely while something is on its way.
 * TanStack pauses the polling of a hidden tab.
 * @internal
 */
export function useSecretList(query: ListSecretsQuery) {
  const api = useApi(secretsApiRef);
  const scope = query.namespace?.join() ?? '';
  return useQuery({
    queryKey: ['secrets', scope, query],
    queryFn: ({ signal }) => api.listSecrets(query, { signal }),
    // Rows of another namespace must not stand under this one's name while it loads.
    placeholderData: (previous, previousQuery) =>
      previousQuery?.queryKey[1] === scope ? previous : undefined,
    refetchInterval: ({ state }) =>
      state.data?.items.some(secret => isTransient(secret.delivery))
        ? FOLLOW_CLOSELY_MS
        : FOLLOW_MS,
  });
}
