import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { SecretKeyRef } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { isErrorCode } from './isErrorCode';
import { isTransient } from './transientStates';

const FOLLOW_CLOSELY_MS = 1_500;
const FOLLOW_MS = 8_000;

/** One secret in full, without values; followed until it is gone. @internal */
export function useSecretDetails(ref: SecretKeyRef) {
  const api = useApi(secretsApiRef);
  return useQuery({
    queryKey: ['secret', ref.namespace, ref.name],
    queryFn: ({ signal }) => api.getSecret(ref, { signal }),
    refetchInterval: ({ state }) => {
      if (isErrorCode(state.error, 'SecretNotFound', 'NamespaceNotFound')) {
        return false;
      }
      return state.data && isTransient(state.data.delivery)
        ? FOLLOW_CLOSELY_MS
        : FOLLOW_MS;
    },
  });
}
