import { useApi } from '@backstage/core-plugin-api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ListActivityQuery } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';

const PAGE_SIZE = 50;

/**
 * What the record says of all secrets that the viewer may see, newest first, page by page.
 * Not followed by polling: each look is itself recorded.
 * @internal
 */
export function useActivity(query: ListActivityQuery) {
  const api = useApi(secretsApiRef);
  return useInfiniteQuery({
    queryKey: ['activity', 'all', query],
    queryFn: ({ pageParam, signal }) =>
      api.listActivity(
        { ...query, limit: PAGE_SIZE, cursor: pageParam },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ pageInfo }) => pageInfo.nextCursor,
    refetchOnWindowFocus: false,
  });
}
