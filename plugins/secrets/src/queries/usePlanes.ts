import { useApi } from '@backstage/core-plugin-api';
import { skipToken, useQuery } from '@tanstack/react-query';
import { secretsApiRef } from '../api';

/** The target planes of a namespace; nothing is asked while no namespace is chosen. @internal */
export function usePlanes(namespace: string | undefined) {
  const api = useApi(secretsApiRef);
  return useQuery({
    queryKey: ['planes', namespace],
    queryFn: namespace
      ? ({ signal }) => api.listPlanes(namespace, { signal })
      : skipToken,
    staleTime: 10_000,
  });
}
