import { useAnalytics, useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { LinkDraft } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { useIdempotencyKey } from './useIdempotencyKey';

/** A link with the namespace it is for; it holds no value. @internal */
export interface PlacedLink {
  namespace: string;
  draft: LinkDraft;
}

/** Makes a reference to a value that exists already. @internal */
export function useLinkSecret() {
  const api = useApi(secretsApiRef);
  const analytics = useAnalytics();
  const client = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  return useMutation({
    mutationFn: ({ namespace, draft }: PlacedLink) =>
      api.linkSecret(namespace, draft, {
        idempotencyKey: idempotencyKey.read(),
      }),
    onSettled: (_linked, error) => idempotencyKey.ended(error),
    onSuccess: (linked, { draft }) => {
      analytics.captureEvent('link', 'secret', {
        attributes: { type: linked.type, source: draft.source.kind },
      });
      // Not awaited: the outcome is known before the lists are fresh.
      for (const kind of ['secrets', 'namespaces', 'findings']) {
        client.invalidateQueries({ queryKey: [kind] });
      }
    },
  });
}
