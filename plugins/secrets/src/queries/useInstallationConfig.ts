import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { secretsApiRef } from '../api';

/** What the installation offers; asked once per mount of the page. @internal */
export function useInstallationConfig() {
  const api = useApi(secretsApiRef);
  return useQuery({
    queryKey: ['config'],
    queryFn: ({ signal }) => api.getConfig({ signal }),
    staleTime: Infinity,
  });
}
