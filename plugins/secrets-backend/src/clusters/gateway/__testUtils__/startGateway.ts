import { readFileSync } from 'node:fs';
import { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { AgentCluster, handOn, readBody } from './handOn';

const STREAMING =
  'Streaming operations (watch, logs -f, exec, port-forward) are not yet supported through the HTTP proxy.';
const MAX_BODY_BYTES = 10 * 1024 * 1024;

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
}

/**
 * A cluster gateway in front of embedded clusters, with the answers that OpenChoreo's was recorded to give. It asks for a
 * client certificate, hands an answer on when it is complete, and gives up after `limitMs` where the real one waits 30 s.
 */
export async function startGateway(options: {
  server: { crt: string; key: string };
  /** File of the authority of clients. */
  clientAuthority: string;
  limitMs: number;
}) {
  /** By `dataplane/<plane ID>` or `workflowplane/<plane ID>`. */
  const agents = new Map<string, TestAgent>();
  const requests: GatewayRequest[] = [];
  const server = https.createServer(
    {
      cert: readFileSync(options.server.crt),
      key: readFileSync(options.server.key),
      ca: readFileSync(options.clientAuthority),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) => {
      const url = request.url ?? '';
      requests.push({
        method: request.method ?? '',
        url,
        authorization: request.headers.authorization,
        client: String(
          (request.socket as TLSSocket).getPeerCertificate().subject.CN,
        ),
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
      server.setSecureContext({
        cert: readFileSync(options.server.crt),
        key: readFileSync(options.server.key),
        ca: readFileSync(clientAuthority),
      });
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
  if (body.length > MAX_BODY_BYTES) {
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
  const [, , , type, planeID, namespace, name, target, ...rest] =
    path.split('/');
  const agent = agents.get(`${type}/${planeID}`);
  if (target !== 'k8s') {
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
