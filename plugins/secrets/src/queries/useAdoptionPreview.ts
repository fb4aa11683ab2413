import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';

/** What taking a secret over would change, if it still is as it was read. @internal */
export function useAdoptionPreview(secret: SecretDetails) {
  const { namespace, name, etag } = secret;
  const api = useApi(secretsApiRef);
  return useQuery({
    queryKey: ['adoption-preview', namespace, name, etag],
    queryFn: ({ signal }) =>
      api.adoptSecret({ namespace, name }, { etag, dryRun: true, signal }),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}
