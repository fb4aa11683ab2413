import { Route, Routes, useLocation } from 'react-router-dom';
import { storageApiRef } from '@backstage/core-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { SecretsClient } from '@strongroom/backstage-plugin-secrets-common';
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
 */
export async function renderSecretsPage(
  address = '',
  storage: RenderedPage['storage'] = mockApis.storage(),
): Promise<RenderedPage> {
  const analytics = mockApis.analytics();
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
      mountedRoutes: { [PATH]: rootRouteRef },
      apis: [[secretsApiRef, client], [storageApiRef, storage], analytics],
    },
  );
  return { storage, analytics, unmount, address: () => present };
}
