import { once } from 'node:events';
import {
  ClientRequest,
  IncomingMessage,
  request as httpRequest,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { EstateKv } from '../EstateTarget';
import { remoteKeyOf } from './remoteKeyOf';
import { PlacedSecret } from './types';

/** Puts the values of a secret into the KV store, as somebody does who then writes the reference. Rejects when the store refuses. */
export async function putIntoStore(
  { address, caData, token }: EstateKv,
  { namespace, secret, values }: PlacedSecret,
): Promise<void> {
  const path = remoteKeyOf(namespace, secret).replace(
    'secret/',
    'secret/data/',
  );
  const send = caData ? httpsRequest : httpRequest;
  const request: ClientRequest = send(`${address}/v1/${path}`, {
    method: 'PUT',
    headers: { 'X-Vault-Token': token },
    ca: caData && Buffer.from(caData, 'base64'),
  });
  request.end(JSON.stringify({ data: values }));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  if (response.statusCode !== 200) {
    throw new Error(`The KV store answered ${response.statusCode}`);
  }
}
