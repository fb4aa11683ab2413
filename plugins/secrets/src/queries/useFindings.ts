import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { secretsApiRef } from '../api';

const FOLLOW_MS = 30_000;

/** What is not as it should be, the most serious first; of all namespaces that the viewer may see when none is given. @internal */
export function useFindings(namespace: string | undefined) {
  const api = useApi(secretsApiRef);
  return useQuery({
    queryKey: ['findings', namespace ?? ''],
    queryFn: ({ signal }) => api.listFindings({ namespace }, { signal }),
    refetchInterval: FOLLOW_MS,
  });
}
