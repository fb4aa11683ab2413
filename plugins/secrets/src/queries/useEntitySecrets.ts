import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { EntityName } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';

/** The secrets that a catalog entity uses; followed every 15 s. @internal */
export function useEntitySecrets(entity: EntityName) {
  const api = useApi(secretsApiRef);
  return useQuery({
    queryKey: ['entity', entity.kind, entity.namespace, entity.name],
    queryFn: ({ signal }) => api.listEntitySecrets(entity, { signal }),
    refetchInterval: 15_000,
  });
}
