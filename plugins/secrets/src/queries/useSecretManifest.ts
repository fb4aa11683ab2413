import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { SecretKeyRef } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';

/** The secret reference as YAML, asked for anew each time it is opened. @internal */
export function useSecretManifest(ref: SecretKeyRef) {
  const api = useApi(secretsApiRef);
  return useQuery({
    queryKey: ['manifest', ref.namespace, ref.name],
    queryFn: ({ signal }) => api.getManifest(ref, { signal }),
    gcTime: 0,
  });
}
