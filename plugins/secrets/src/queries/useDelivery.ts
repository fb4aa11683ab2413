import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { SecretKeyRef } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { isTransient } from './transientStates';

const FOLLOW_CLOSELY_MS = 1_000;
const FOLLOW_MS = 3_000;

/** The delivery of a secret, followed every second until it settles, then until every consumer has read it. @internal */
export function useDelivery(ref: SecretKeyRef) {
  const api = useApi(secretsApiRef);
  return useQuery({
    queryKey: ['delivery', ref.namespace, ref.name],
    queryFn: ({ signal }) => api.getDelivery(ref, { signal }),
    refetchInterval: ({ state: { data } }) => {
      if (!data || isTransient(data)) {
        return FOLLOW_CLOSELY_MS;
      }
      const isUnderway = data.steps.some(
        ({ state }) => state === 'running' || state === 'waiting',
      );
      return isUnderway ? FOLLOW_MS : false;
    },
  });
}
