import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { ServiceError } from '../ServiceError';
import { Role } from '../types';
import { ApiCall, Route } from './Api';
import { send, sendJson, sendText } from './answers';
import { authenticate } from './authenticate';
import { BodyError } from './BodyError';
import { LimitError } from './pagination';

/** Options of {@link OpenChoreoServer.listen}. */
export interface OpenChoreoServerOptions {
  port: number;
  routes: Route[];
  roles?: Record<string, Role>;
}

interface Match {
  route: Route;
  parameters: ApiCall['parameters'];
}

/** Answers HTTP as openchoreo-api does, on 127.0.0.1. */
export class OpenChoreoServer {
  readonly #options: OpenChoreoServerOptions;
  readonly #server: Server;

  private constructor(options: OpenChoreoServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(error => fail(response, error));
    });
  }

  static async listen(
    options: OpenChoreoServerOptions,
  ): Promise<OpenChoreoServer> {
    const server = new OpenChoreoServer(options);
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject);
      server.#server.listen(options.port, '127.0.0.1', resolve);
    });
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#options.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { pathname, searchParams } = new URL(`${this.url}${request.url}`);
    if (this.#answerOpen(pathname, response)) {
      return;
    }
    const match = this.#match(request.url!.split('?')[0]);
    if (!match) {
      sendText(response, 404, '404 page not found');
      return;
    }
    const handle = match.route.methods[request.method!];
    if (!handle) {
      const methods = Object.keys(match.route.methods);
      const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
      sendText(response, 405, 'Method Not Allowed', {
        Allow: allowed.sort().join(', '),
      });
      return;
    }
    const role = authenticate(request, this.#options.roles);
    if ('error' in role) {
      sendJson(response, 401, role);
      return;
    }
    const { status, body } = await handle({
      role,
      query: searchParams,
      body: await buffer(request),
      parameters: match.parameters,
    });
    if (status === 204) {
      response.writeHead(status).end();
    } else {
      sendJson(response, status, body);
    }
  }

  /** Routes that need no token. */
  #answerOpen(path: string, response: ServerResponse): boolean {
    switch (path) {
      case '/health':
        send(response, 200, 'OK', { 'Content-Type': 'text/plain' });
        return true;
      case '/ready':
        send(response, 200, 'Ready', { 'Content-Type': 'text/plain' });
        return true;
      case '/version':
        sendJson(response, 200, {
          buildTime: 'not-set',
          gitRevision: 'not-set',
          goArch: 'amd64',
          goOS: 'linux',
          goVersion: 'go1.26.8',
          name: 'not-set',
          version: 'not-set',
        });
        return true;
      case '/.well-known/oauth-protected-resource':
        sendJson(response, 200, this.#protectedResource());
        return true;
      default:
        return false;
    }
  }

  #protectedResource(): object {
    return {
      authorization_servers: [this.url],
      bearer_methods_supported: ['header'],
      openchoreo_clients: [
        { client_id: 'cli', name: 'cli', scopes: ['openid'] },
      ],
      openchoreo_security_enabled: this.#options.roles !== undefined,
      resource: `${this.url}/mcp`,
      resource_name: 'OpenChoreo MCP Server',
      scopes_supported: ['openid', 'profile', 'email'],
    };
  }

  #match(path: string): Match | undefined {
    const segments = path.split('/');
    for (const route of this.#options.routes) {
      const wanted = route.path.split('/');
      const parameters = { namespace: '', name: '' };
      const fits =
        wanted.length === segments.length &&
        wanted.every((part, index) => {
          if (part === '{namespace}' || part === '{name}') {
            const key = part.slice(1, -1) as keyof typeof parameters;
            parameters[key] = decodeURIComponent(segments[index]);
            return true;
          }
          return part === segments[index];
        });
      if (fits) {
        return { route, parameters };
      }
    }
    return undefined;
  }
}

function fail(response: ServerResponse, error: unknown): void {
  if (error instanceof BodyError) {
    sendText(response, 400, `can't decode JSON body: ${error.message}`);
  } else if (error instanceof LimitError) {
    sendText(response, 400, error.message);
  } else {
    const { status, code, message } =
      error instanceof ServiceError ? error : ServiceError.internal();
    sendJson(response, status, { code, error: message });
  }
}
