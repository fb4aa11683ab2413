import { QueryClient } from '@tanstack/react-query';
import { SecretsApiError } from '@strongroom/backstage-plugin-secrets-common';

const UPSTREAM_STATUSES = [502, 503, 504];

/**
 * A query cache for one mount of the page: nothing of it is persisted or shared with other plugins.
 * Mutations leave no trace (`gcTime: 0`), and only answers that may pass by themselves are asked for again.
 * @internal
 */
export function createSecretsQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Being offline is a failure to show, not a reason to wait in silence.
        networkMode: 'always',
        gcTime: 60_000,
        retry: (failures, error) => failures < 1 && mayPass(error),
        retryDelay: 500,
      },
      mutations: { networkMode: 'always', gcTime: 0, retry: false },
    },
  });
}

function mayPass(error: unknown): boolean {
  return (
    error instanceof SecretsApiError && UPSTREAM_STATUSES.includes(error.status)
  );
}
