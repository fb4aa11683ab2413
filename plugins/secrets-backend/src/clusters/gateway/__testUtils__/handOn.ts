import { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import https from 'node:https';

/** The API server that an agent asks, with its own rights. */
export interface AgentCluster {
  url: string;
  /** PEM in base64. */
  caData: string;
  adminToken: string;
}

/** An answer that is complete. */
interface HandedOn {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Asks the API server with the agent's own token. @returns undefined when it takes longer than the limit */
export async function handOn(
  cluster: AgentCluster,
  {
    path,
    request,
    body,
  }: { path: string; request: IncomingMessage; body: Buffer },
  limitMs: number,
): Promise<HandedOn | undefined> {
  const { accept, 'content-type': contentType } = request.headers;
  const outgoing = https.request(cluster.url + path, {
    method: request.method,
    ca: Buffer.from(cluster.caData, 'base64'),
    agent: false,
    headers: {
      Authorization: `Bearer ${cluster.adminToken}`,
      ...(accept && { Accept: accept }),
      ...(contentType && { 'Content-Type': contentType }),
      'Content-Length': body.length,
    },
  });
  const limit = setTimeout(() => outgoing.destroy(), limitMs);
  const response = new Promise<IncomingMessage | undefined>(resolve => {
    outgoing.on('response', resolve);
    outgoing.on('error', () => resolve(undefined));
  });
  outgoing.end(body);
  const incoming = await response;
  const answer = incoming && (await readBody(incoming));
  clearTimeout(limit);
  if (!incoming?.complete || !answer) {
    return undefined;
  }
  const {
    'transfer-encoding': _encoding,
    connection: _connection,
    ...headers
  } = incoming.headers;
  return { status: incoming.statusCode ?? 0, headers, body: answer };
}

/** All that comes of a stream, also when it breaks off. */
export async function readBody(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
    }
  } catch {
    // The other side went away; what came is what there is.
  }
  return Buffer.concat(chunks);
}
