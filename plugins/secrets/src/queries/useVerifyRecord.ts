import { useApi } from '@backstage/core-plugin-api';
import { useMutation } from '@tanstack/react-query';
import { secretsApiRef } from '../api';

/**
 * Reads the whole record and says whether it is as it was written; done when asked for, since it is recorded itself. Takes
 * a head that was kept elsewhere.
 *
 * @internal
 */
export function useVerifyRecord() {
  const api = useApi(secretsApiRef);
  return useMutation({
    mutationFn: (head: string | undefined) => api.verifyRecord({ head }),
  });
}
