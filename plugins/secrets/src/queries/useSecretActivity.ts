import { useApi } from '@backstage/core-plugin-api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { SecretKeyRef } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';

const PAGE_SIZE = 20;

/** What the record says of one secret, newest first, page by page. @internal */
export function useSecretActivity({ namespace, name }: SecretKeyRef) {
  const api = useApi(secretsApiRef);
  return useInfiniteQuery({
    queryKey: ['activity', namespace, name],
    queryFn: ({ pageParam, signal }) =>
      api.listSecretActivity(
        { namespace, name },
        { limit: PAGE_SIZE, cursor: pageParam },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ pageInfo }) => pageInfo.nextCursor,
  });
}
