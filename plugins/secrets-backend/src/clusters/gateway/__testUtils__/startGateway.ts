import { IssuedCertificate } from '@strongroom/real-cluster';
import { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { AgentCluster, handOn, readBody } from './handOn';

const STREAMING =
  'Streaming operations (watch, logs -f, exec, port-forward) are not yet supported through the HTTP proxy.';
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** When an agent was last seen that never was. */
const NEVER = '0001-01-01T00:00:00Z';

/** An agent that is connected: the plane resources it speaks for (`namespace/name`) and its cluster. */
export interface TestAgent {
  resources: string[];
  cluster: AgentCluster;
}

/** A request as it arrived at the gateway. */
export interface GatewayRequest {
  method: string;
  url: string;
  authorization?: string;
  /** Common name of the client's certificate. */
  client: string;
  /** Absent as long as it is not answered. */
  status?: number;
}

/** A gateway of tests, by what it is reached and looked at. */
export type TestGateway = Awaited<ReturnType<typeof startGateway>>;

/**
 * A cluster gateway in front of clusters, with the answers that OpenChoreo's was recorded to give. It asks for a client
 * certificate, hands an answer on when it is complete, and gives up after `limitMs` where the real one waits 30 s.
 */
export async function startGateway(options: {
  server: IssuedCertificate;
  /** Certificate of the authority of clients, PEM. */
  clientAuthority: string;
  limitMs: number;
}) {
  /** By `dataplane/<plane ID>` or `workflowplane/<plane ID>`. */
  const agents = new Map<string, TestAgent>();
  const requests: GatewayRequest[] = [];
  const server = https.createServer(
    {
      ...options.server,
      ca: options.clientAuthority,
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) => {
      const entry: GatewayRequest = {
        method: request.method ?? '',
        url: request.url ?? '',
        authorization: request.headers.authorization,
        client: String(
          (request.socket as TLSSocket).getPeerCertificate().subject.CN,
        ),
      };
      requests.push(entry);
      response.on('finish', () => {
        entry.status = response.statusCode;
      });
      void readBody(request).then(body =>
        answer(agents, options.limitMs, request, body, response),
      );
    },
  );
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    agents,
    requests,
    /** Trusts clients of another authority from the next connection on, and ends those that are open. */
    trust(clientAuthority: string) {
      server.setSecureContext({ ...options.server, ca: clientAuthority });
      server.closeAllConnections();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function answer(
  agents: ReadonlyMap<string, TestAgent>,
  limitMs: number,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const say = (status: number, text: string, headers = {}) =>
    response.writeHead(status, headers).end(text);
  const [path, query = ''] = (request.url ?? '').split('?', 2);
  if (Number(request.headers['content-length']) > MAX_BODY_BYTES) {
    request.socket.destroy();
    return;
  }
  if (path.includes('//')) {
    const location = path.replace(/\/+/g, '/');
    say(307, `<a href="${location}">Temporary Redirect</a>.`, {
      Location: location,
    });
    return;
  }
  if (path.includes('..')) {
    say(400, 'Path contains directory traversal');
    return;
  }
  if (query.split('&').includes('watch=true') || request.headers.upgrade) {
    say(501, STREAMING);
    return;
  }
  const told = describePlanes(path, agents);
  if (told) {
    say(200, JSON.stringify(told), { 'Content-Type': 'application/json' });
    return;
  }
  const [, , , type, planeID, namespace, name, target, ...rest] =
    path.split('/');
  const agent = agents.get(`${type}/${planeID}`);
  if (target === 'logs') {
    say(404, '');
  } else if (target !== 'k8s') {
    say(403, `Target not allowed: ${target}`);
  } else if (!agent) {
    say(
      502,
      `proxy request failed: no agents found for plane ${type}/${planeID}`,
    );
  } else if (!agent.resources.includes(resourceOf(namespace, name))) {
    const resource = resourceOf(namespace, name);
    say(403, `Forbidden: Agent not authorized for CR ${resource}`);
  } else if (
    rest.join('/').startsWith('api/v1/namespaces/kube-system/secrets')
  ) {
    say(403, `Access to path is blocked: /${rest.join('/')}`);
  } else {
    const handed = await handOn(
      agent.cluster,
      { path: `/${rest.join('/')}${query && `?${query}`}`, request, body },
      limitMs,
    );
    if (handed) {
      response.writeHead(handed.status, handed.headers).end(handed.body);
    } else {
      say(502, 'proxy request failed: HTTP tunnel request timeout');
    }
  }
}

function resourceOf(namespace: string, name: string): string {
  return `${namespace === '_cluster' ? '' : namespace}/${name}`;
}

/** What `/api/v1/planes/status` and `/api/v1/planes/<type>/<plane ID>/status` tell; undefined for other paths. */
function describePlanes(
  path: string,
  agents: ReadonlyMap<string, TestAgent>,
): object | undefined {
  const describe = (plane: string) => {
    const [planeType, planeID] = plane.split('/');
    const connected = agents.has(plane);
    return {
      planeType,
      planeID,
      connected,
      connectedAgents: connected ? 1 : 0,
      lastSeen: connected ? new Date().toISOString() : NEVER,
    };
  };
  if (path === '/api/v1/planes/status') {
    return { planes: [...agents.keys()].map(describe) };
  }
  const one = /^\/api\/v1\/planes\/([^/]+\/[^/]+)\/status$/.exec(path);
  return one ? describe(one[1]) : undefined;
}
