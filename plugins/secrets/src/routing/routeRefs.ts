import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

/** Settings → Secrets itself. @public */
export const rootRouteRef = createRouteRef({ id: 'secrets' });

/** One secret, opened over the list of its namespace. @public */
export const secretRouteRef = createSubRouteRef({
  id: 'secrets/secret',
  parent: rootRouteRef,
  path: '/:namespace/:name',
});
