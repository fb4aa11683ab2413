import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { SecretKeyRef } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';

/**
 * The versions of a secret, newest first, each with the names of the keys that differ.
 * @param against - the version to compare with; each with the one before it when left out
 * @internal
 */
export function useVersions(
  { namespace, name }: SecretKeyRef,
  against?: string,
) {
  const api = useApi(secretsApiRef);
  return useQuery({
    queryKey: ['versions', namespace, name, against ?? ''],
    queryFn: ({ signal }) =>
      api.listVersions({ namespace, name }, { against, signal }),
    placeholderData: previous => previous,
  });
}
