import { Route, Routes, useLocation } from 'react-router-dom';
import { storageApiRef } from '@backstage/core-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  SecretsClient,
  secretsReviewPermission,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { SecretsPage } from '../components/SecretsPage';
import { rootRouteRef } from '../routing';
import { BASE_URL } from './FakeSecretsBackend';

const PATH = '/settings/secrets';

/** What a test sees of the page besides the screen. */
export interface RenderedPage {
  storage: ReturnType<typeof mockApis.storage>;
  analytics: ReturnType<typeof mockApis.analytics>;
  /** Path and search of the present address. */
  address(): string;
  unmount(): void;
}

/**
 * Renders Settings → Secrets at an address beneath it, against the backend that msw plays.
 * @param address - for instance `/payments?state=Failed`
 * @param mayReview - whether the viewer has the permission `secrets.review`
 */
export async function renderSecretsPage(
  address = '',
  storage: RenderedPage['storage'] = mockApis.storage(),
  mayReview = false,
): Promise<RenderedPage> {
  const analytics = mockApis.analytics();
  const permissions = mockApis.permission({
    authorize: ({ permission }) =>
      mayReview && permission.name === secretsReviewPermission.name
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
  });
  let present = '';
  function Address() {
    const { pathname, search } = useLocation();
    present = pathname + search;
    return null;
  }
  const client = new SecretsClient({
    discoveryApi: { getBaseUrl: async () => BASE_URL },
    fetchApi: { fetch: (...args) => fetch(...args) },
  });
  const { unmount } = await renderInTestApp(
    <>
      <Address />
      <Routes>
        <Route path={`${PATH}/*`} element={<SecretsPage />} />
      </Routes>
    </>,
    {
      initialRouteEntries: [`${PATH}${address}`],
      mountedRoutes: {
        [PATH]: rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      apis: [
        [secretsApiRef, client],
        [storageApiRef, storage],
        analytics,
        permissions,
      ],
    },
  );
  return { storage, analytics, unmount, address: () => present };
}
