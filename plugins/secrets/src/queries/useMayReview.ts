import { useApi } from '@backstage/core-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { useQuery } from '@tanstack/react-query';
import { secretsReviewPermission } from '@strongroom/backstage-plugin-secrets-common';

/** Whether the viewer may see what belongs to no readable secret; not before that is known. @internal */
export function useMayReview(): boolean {
  const permissions = useApi(permissionApiRef);
  const { data } = useQuery({
    queryKey: ['mayReview'],
    queryFn: () =>
      permissions.authorize({ permission: secretsReviewPermission }),
  });
  return data?.result === AuthorizeResult.ALLOW;
}
