import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { secretsApiRef } from '../api';

/** The namespaces the viewer may see, with counts; followed every 30 s. @internal */
export function useNamespaces() {
  const api = useApi(secretsApiRef);
  return useQuery({
    queryKey: ['namespaces'],
    queryFn: ({ signal }) => api.listNamespaces({ signal }),
    refetchInterval: 30_000,
  });
}
