import { useAnalytics, useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  Finding,
  RepairRequest,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { refreshSecret } from './refreshSecret';
import { useIdempotencyKey } from './useIdempotencyKey';

/** Carries out a repair that a finding offers. @internal */
export function useRepairFinding(finding: Finding) {
  const { id, kind, namespace, name } = finding;
  const api = useApi(secretsApiRef);
  const analytics = useAnalytics();
  const client = useQueryClient();
  const idempotencyKey = useIdempotencyKey();

  function refresh() {
    client.invalidateQueries({ queryKey: ['findings'] });
    if (namespace && name) {
      refreshSecret(client, { namespace, name });
    }
  }

  return useMutation({
    mutationFn: (repair: RepairRequest) =>
      api.repairFinding(id, repair, { idempotencyKey: idempotencyKey.read() }),
    onSettled: (_repair, error) => idempotencyKey.ended(error),
    onSuccess: (_repair, { action }) => {
      analytics.captureEvent('repair', 'finding', {
        attributes: { kind, action },
      });
      refresh();
    },
    // A refusal says most often that it is not as it was found any more.
    onError: refresh,
  });
}
