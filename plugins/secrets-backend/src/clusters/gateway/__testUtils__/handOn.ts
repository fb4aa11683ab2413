import { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import https from 'node:https';

/** The API server that an agent asks, with its own rights. */
export interface AgentCluster {
  url: string;
  /** PEM in base64. */
  caData: string;
  /** The agent's own. */
  token: string;
}

/** An answer that is complete. */
interface HandedOn {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Of one connection alone, or the gateway's own; the Authorization of the caller is dropped. */
const NOT_HANDED_ON = new Set([
  'authorization',
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
]);

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
  const outgoing = https.request(cluster.url + path, {
    method: request.method,
    ca: Buffer.from(cluster.caData, 'base64'),
    agent: false,
    headers: {
      ...handedOn(request.headers),
      Authorization: `Bearer ${cluster.token}`,
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
  return {
    status: incoming.statusCode ?? 0,
    headers: handedOn(incoming.headers),
    body: answer,
  };
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

function handedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !NOT_HANDED_ON.has(name)),
  );
}
