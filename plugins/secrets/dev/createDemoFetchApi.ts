import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';

const RENEW_AFTER_MS = 10 * 60_000;

/** A fetch that signs every request with a token of the demo's sign-in provider. */
export function createDemoFetchApi(
  discoveryApi: DiscoveryApi,
  role: string,
): FetchApi {
  let token: Promise<string> | undefined;
  let renewAt = 0;

  async function signIn(): Promise<string> {
    const baseUrl = await discoveryApi.getBaseUrl('auth');
    const response = await fetch(`${baseUrl}/demo/refresh?user=${role}`, {
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
      credentials: 'include',
    });
    const { backstageIdentity } = await response.json();
    return backstageIdentity.token;
  }

  return {
    async fetch(input, init) {
      if (!token || Date.now() > renewAt) {
        token = signIn();
        renewAt = Date.now() + RENEW_AFTER_MS;
      }
      const headers = new Headers(init?.headers);
      headers.set('Authorization', `Bearer ${await token}`);
      return fetch(input, { ...init, headers });
    },
  };
}
