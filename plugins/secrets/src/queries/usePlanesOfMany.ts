import { useApi } from '@backstage/core-plugin-api';
import { useQueries } from '@tanstack/react-query';
import { secretsApiRef } from '../api';

/** The target planes of several namespaces, as far as they have answered; shares its answers with `usePlanes`. @internal */
export function usePlanesOfMany(namespaces: string[]) {
  const api = useApi(secretsApiRef);
  return useQueries({
    queries: namespaces.map(namespace => ({
      queryKey: ['planes', namespace],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.listPlanes(namespace, { signal }),
      staleTime: 10_000,
    })),
    combine: answers => answers.flatMap(({ data }) => data ?? []),
  });
}
