import { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { KvError } from './KvError';
import { KvRequest } from './types';

/** Largest body that the server reads. */
const maxBodyBytes = 33_554_432;

/** Reads a request with its body. @throws KvError 400, 413 @internal */
export async function readKvRequest(
  message: IncomingMessage,
): Promise<KvRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size > maxBodyBytes) {
      throw new KvError(413, 'http: request body too large');
    }
    chunks.push(chunk);
  }
  return toKvRequest(
    message.method ?? 'GET',
    message.url ?? '/',
    message.headers,
    Buffer.concat(chunks),
  );
}

/**
 * Reads a request whose method Node's parser does not know, which `LIST` and
 * `SCAN` are; they have no body.
 *
 * @returns `undefined` when the packet is none
 * @internal
 */
export function parseListRequest(packet: Buffer): KvRequest | undefined {
  const [start, ...lines] = packet.toString('latin1').split('\r\n');
  const match = /^(LIST|SCAN) (\S+) HTTP\/1\.1$/.exec(start);
  if (!match) {
    return undefined;
  }
  const headers: IncomingHttpHeaders = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) {
      headers[line.slice(0, colon).toLowerCase()] = line
        .slice(colon + 1)
        .trim();
    }
  }
  return toKvRequest(match[1], match[2], headers, Buffer.alloc(0));
}

function toKvRequest(
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): KvRequest {
  const [rawPath, rawQuery = ''] = url.split('?', 2);
  const query = new URLSearchParams(rawQuery);
  const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  const token = headers['x-vault-token'] ?? bearer;
  const listing = listingOf(method, query);
  const path = decode(rawPath).replace(/^\/v1\//, '');
  return {
    method: listing ?? method,
    path: listing && !path.endsWith('/') ? `${path}/` : path,
    query,
    token: Array.isArray(token) ? token[0] : token,
    contentType: headers['content-type'] ?? '',
    body,
  };
}

function listingOf(
  method: string,
  query: URLSearchParams,
): 'LIST' | 'SCAN' | undefined {
  if (method === 'LIST' || method === 'SCAN') {
    return method;
  }
  if (method === 'GET' && query.get('list') === 'true') {
    return 'LIST';
  }
  return method === 'GET' && query.get('scan') === 'true' ? 'SCAN' : undefined;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new KvError(400, 'invalid URL escape');
  }
}
