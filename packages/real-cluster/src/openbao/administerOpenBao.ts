import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient } from '../http';
import type { RealKv } from '../types';
import { callOpenBao } from './callOpenBao';

const activeMs = 30_000;

/** Where a server is, and what opens it. */
export type OpenBaoAccess = Pick<
  RealKv,
  'address' | 'caData' | 'token' | 'unsealKey'
>;

/** What an administrator does with a server, from whatever process. */
export type OpenBaoAdministration = OpenBaoAccess &
  Pick<RealKv, 'seal' | 'unseal' | 'setPolicy' | 'createToken'>;

/** Seals, unseals, writes policies and makes tokens, all through the server's own API. */
export function administerOpenBao(
  access: OpenBaoAccess,
): OpenBaoAdministration {
  const ca = Buffer.from(access.caData, 'base64').toString();
  const anybody = HttpClient.create({ url: access.address, ca });
  const root = HttpClient.create({
    url: access.address,
    ca,
    headers: { 'X-Vault-Token': access.token },
  });
  return {
    ...access,
    seal: async () => {
      await callOpenBao(root, 'PUT', 'sys/seal');
    },
    unseal: async () => {
      await callOpenBao(anybody, 'PUT', 'sys/unseal', {
        key: access.unsealKey,
      });
      await active(anybody);
    },
    setPolicy: async (name, policy) => {
      await callOpenBao(root, 'PUT', `sys/policies/acl/${name}`, { policy });
    },
    createToken: async ({ policies, ttlSeconds }) => {
      const { auth } = await callOpenBao(root, 'POST', 'auth/token/create', {
        policies,
        no_parent: true,
        ttl: ttlSeconds ? `${ttlSeconds}s` : undefined,
      });
      return auth.client_token;
    },
  };
}

async function active(client: HttpClient): Promise<void> {
  const deadline = Date.now() + activeMs;
  while ((await client.send('GET', '/v1/sys/health')).code !== 200) {
    if (Date.now() > deadline) {
      throw new Error('OpenBao does not become active.');
    }
    await sleep(40);
  }
}
