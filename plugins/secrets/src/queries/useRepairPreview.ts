import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { RepairAction } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';

/** What a repair would do; asked anew for each look, because only the present state counts. @internal */
export function useRepairPreview(id: string, action: RepairAction) {
  const api = useApi(secretsApiRef);
  return useQuery({
    queryKey: ['repair-preview', id, action],
    queryFn: ({ signal }) =>
      api.repairFinding(id, { action }, { dryRun: true, signal }),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}
