import { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, Server } from 'node:https';
import { AddressInfo } from 'node:net';
import { Clock } from '../../clock';
import { FaultLayer } from '../../faults';
import { TokenAuthority } from '../access/TokenAuthority';
import { methodNotAllowed, UnknownPathError } from '../errors';
import { LoggedRequest, RequestLog } from '../RequestLog';
import { ClusterObjects } from '../store/ClusterObjects';
import { failure, send } from './answers';
import { discover, serverVersion } from './discovery';
import { interfere } from './interfere';
import { openApiV2, openApiV3 } from './openApi';
import { parseRequest } from './parseRequest';
import { readBody } from './readBody';
import { ResourceHandler } from './ResourceHandler';
import { streamEvents } from './streamEvents';
import { HttpAnswer, HttpRequest, HttpStream } from './types';

/** @internal */
export interface ApiServerOptions {
  objects: ClusterObjects;
  authority: TokenAuthority;
  faults: FaultLayer;
  requestLog: RequestLog;
  clock: Clock;
  certificate: { cert: string; key: string };
  recordBodies: boolean;
}

/** The HTTP side of one cluster. @internal */
export class ApiServer {
  readonly #options: ApiServerOptions;
  readonly #handler: ResourceHandler;
  readonly #server: Server;

  private constructor(options: ApiServerOptions) {
    this.#options = options;
    this.#handler = new ResourceHandler(options);
    this.#server = createServer(options.certificate, (message, response) => {
      void this.#serve(message, response);
    });
    // A client that goes away in the middle is no error of the server.
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
    this.#server.keepAliveTimeout = 60_000;
  }

  static create(options: ApiServerOptions): ApiServer {
    return new ApiServer(options);
  }

  /** @returns the port it listens on, at 127.0.0.1 */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(
    message: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { requestLog, recordBodies } = this.#options;
    const { request, entry } = readHead(message);
    requestLog.record(entry);
    response.on('finish', () => {
      entry.status = response.statusCode;
    });
    try {
      const { authority, faults } = this.#options;
      const identity = authority.authenticate(message.headers.authorization);
      request.body = await readBody(message);
      if (recordBodies) {
        entry.body = request.body.toString('utf8');
      }
      const effects = await faults.take(request);
      RequestLog.noteFaults(entry, effects);
      if (await interfere(effects, request, message, response)) {
        return;
      }
      authority.authorize(identity, request);
      const answer = this.#answer(request);
      if (effects.some(effect => effect.type === 'cutAfter')) {
        message.socket.destroy();
      } else if ('start' in answer) {
        streamEvents(answer, response);
        // A watch is answered when it begins: most end with their client.
        entry.status = response.statusCode;
      } else {
        send(response, answer);
      }
    } catch (error) {
      message.resume();
      send(response, failure(error));
    }
  }

  #answer(request: HttpRequest): HttpAnswer | HttpStream {
    if (request.resource) {
      return this.#handler.answer(request);
    }
    if (request.verb !== 'get' && request.verb !== 'head') {
      throw methodNotAllowed();
    }
    const { path } = request;
    const text = (contentType: string, body: string | Buffer) => ({
      code: 200,
      contentType,
      body,
    });
    if (['/healthz', '/livez', '/readyz'].includes(path)) {
      return text('text/plain; charset=utf-8', 'ok');
    }
    if (path === '/openapi/v2') {
      const { contentType, body } = openApiV2(request.accept);
      return text(contentType, body);
    }
    const types = this.#options.objects.registry.all();
    const document =
      path === '/version'
        ? serverVersion
        : openApiV3(path, types) ?? discover(path, types);
    if (!document) {
      throw new UnknownPathError();
    }
    return text('application/json', JSON.stringify(document));
  }
}

function readHead(message: IncomingMessage): {
  request: HttpRequest;
  entry: LoggedRequest;
} {
  const { headers, method = 'GET', url = '/' } = message;
  const [path, search = ''] = url.split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const described = {
    ...parseRequest(method, path, query),
    accept: headers.accept ?? '',
    contentType: headers['content-type'] ?? '',
    userAgent: headers['user-agent'] ?? '',
  };
  return {
    request: { ...described, query, body: Buffer.alloc(0) },
    entry: { ...described, query: Object.fromEntries(query), status: 0 },
  };
}
