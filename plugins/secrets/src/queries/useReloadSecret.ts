import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { useQueryClient } from '@tanstack/react-query';
import {
  SecretDetails,
  SecretKeyRef,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';

/** A function that reads a secret anew, for all who show it. @internal */
export function useReloadSecret(): (
  ref: SecretKeyRef,
) => Promise<SecretDetails> {
  const api = useApi(secretsApiRef);
  const client = useQueryClient();
  return useCallback(
    ({ namespace, name }) =>
      client.fetchQuery({
        queryKey: ['secret', namespace, name],
        queryFn: () => api.getSecret({ namespace, name }),
        staleTime: 0,
      }),
    [api, client],
  );
}
