import {
  isStoreError,
  StoreError,
  StoreReadiness,
} from '@strongroom/backstage-plugin-secrets-node';
import { BaoClient } from '../connection/BaoClient';
import { brokenAnswer } from '../connection/toStoreError';
import { BaoRequest } from '../connection/types';
import { KvClient } from '../kv/KvClient';

/** Sentences for what an operator can put right; anything else is a failure to ask. */
const EXPLANATIONS: Partial<Record<StoreError['code'], string>> = {
  Unauthenticated: "The store does not accept this plane's credentials.",
  Denied:
    "The store has no mount of the configured name, or this plane's policies do not reach it.",
  Unsupported: 'The configured mount is no KV store of version 2.',
};

/**
 * Whether the server is up, takes our login and has our mount.
 * @see https://openbao.org/api-docs/system/health/
 * @throws StoreError when it does not answer
 */
export async function storeReadiness(
  client: BaoClient,
  kv: KvClient,
): Promise<StoreReadiness> {
  const request: BaoRequest = {
    method: 'GET',
    path: 'sys/health?standbyok=true&perfstandbyok=true',
    purpose: 'tell how it is',
    global: true,
  };
  const { body } = await client.ask(request);
  const health = (body ?? {}) as { initialized?: unknown; sealed?: unknown };
  if (
    typeof health.sealed !== 'boolean' ||
    typeof health.initialized !== 'boolean'
  ) {
    throw new StoreError('Unavailable', brokenAnswer(request).message);
  }
  if (!health.initialized) {
    return { ready: false, message: 'The store has not been initialised yet.' };
  }
  if (health.sealed) {
    return {
      ready: false,
      message: 'The store is sealed; somebody has to unseal it.',
    };
  }
  try {
    await kv.assertMount();
    return { ready: true };
  } catch (error) {
    const message = isStoreError(error) ? EXPLANATIONS[error.code] : undefined;
    if (!message) {
      throw error;
    }
    return { ready: false, message };
  }
}
