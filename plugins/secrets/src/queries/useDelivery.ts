import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { SecretKeyRef } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { isTransient } from './transientStates';

const FOLLOW_MS = 1_000;

/** The delivery of a secret, followed every second until it settles. @internal */
export function useDelivery(ref: SecretKeyRef) {
  const api = useApi(secretsApiRef);
  return useQuery({
    queryKey: ['delivery', ref.namespace, ref.name],
    queryFn: ({ signal }) => api.getDelivery(ref, { signal }),
    refetchInterval: ({ state }) =>
      state.data && !isTransient(state.data) ? false : FOLLOW_MS,
  });
}
