import { remoteKeyOf } from './remoteKeyOf';
import { EstateSite, PlacedSecret } from './types';

/** Puts the values of a secret into the KV store, as somebody does who then writes the reference. Rejects when the store refuses. */
export async function putIntoStore(
  { kv }: EstateSite,
  { namespace, secret, values }: PlacedSecret,
): Promise<void> {
  const path = remoteKeyOf(namespace, secret).replace(
    'secret/',
    'secret/data/',
  );
  const response = await fetch(`${kv.address}/v1/${path}`, {
    method: 'PUT',
    headers: { 'X-Vault-Token': kv.token },
    body: JSON.stringify({ data: values }),
  });
  if (!response.ok) {
    throw new Error(`The KV store answered ${response.status}`);
  }
}
