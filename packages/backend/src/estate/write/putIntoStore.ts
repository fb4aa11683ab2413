import { once } from 'node:events';
import {
  ClientRequest,
  IncomingMessage,
  request as httpRequest,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { EstateKv } from '../EstateTarget';
import { followRecipes } from '../values/makeValues';
import { entryPathOf } from './remoteKeyOf';
import { PlacedSecret } from './types';

/** Id of the installation, as the configuration of the demo has it. */
const INSTALLATION = 'demo';

/** Puts the values of a secret into the KV store, as somebody does who then writes the reference. Rejects when the store refuses. */
export async function putIntoStore(
  kv: EstateKv,
  { namespace, secret, values }: PlacedSecret,
): Promise<void> {
  await write(kv, `data/${entryPathOf(namespace, secret)}`, { data: values });
}

/**
 * Puts a secret into the KV store as the portal does where it writes there itself: a version for all that it ever held,
 * and the mark that makes it the portal's. Rejects when the store refuses.
 */
export async function putVersions(
  kv: EstateKv,
  { namespace, secret, values, operationId }: PlacedSecret,
): Promise<void> {
  const path = entryPathOf(namespace, secret);
  const versions = [...(secret.before ?? []).map(followRecipes), values];
  for (const data of versions) {
    await write(kv, `data/${path}`, { data });
  }
  await write(kv, `metadata/${path}`, {
    custom_metadata: {
      'managed-by': 'strongroom',
      installation: INSTALLATION,
      namespace,
      name: secret.name,
      operation: operationId,
    },
  });
}

async function write(
  { address, caData, token }: EstateKv,
  path: string,
  body: object,
): Promise<void> {
  const send = caData ? httpsRequest : httpRequest;
  const request: ClientRequest = send(`${address}/v1/secret/${path}`, {
    method: 'PUT',
    headers: { 'X-Vault-Token': token },
    ca: caData && Buffer.from(caData, 'base64'),
  });
  request.end(JSON.stringify(body));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  if (![200, 204].includes(response.statusCode!)) {
    throw new Error(`The KV store answered ${response.statusCode}`);
  }
}
