import { createServer, IncomingMessage, Server, STATUS_CODES } from 'node:http';
import { AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { FaultEffect, FaultLayer } from '../faults';
import { HttpAnswer } from '../kubernetes/http/types';
import { LoggedRequest, RequestLog } from '../kubernetes/RequestLog';
import { describeKvRequest } from './describeKvRequest';
import { KvError } from './KvError';
import { KvRouter } from './KvRouter';
import { kvStatusFault } from './kvStatusFault';
import { parseListRequest, readKvRequest } from './readKvRequest';
import { KvRequest, KvResponse } from './types';

/** @internal */
export interface KvHttpServerOptions {
  router: KvRouter;
  faults: FaultLayer;
  requestLog: RequestLog;
  recordBodies: boolean;
}

/** What goes onto the wire. */
interface Answer {
  status: number;
  text: string;
  headers: Record<string, string | number>;
}

/** Speaks HTTP on 127.0.0.1 for the router, faults included. @internal */
export class KvHttpServer {
  readonly #options: KvHttpServerOptions;
  readonly #server: Server;

  private constructor(options: KvHttpServerOptions) {
    this.#options = options;
    this.#server = createServer((message, response) => {
      this.#serve(message)
        .then(answer => {
          if (!answer) {
            message.socket.destroy();
            return;
          }
          response.writeHead(answer.status, answer.headers);
          response.end(answer.text);
        })
        .catch(() => message.socket.destroy());
    });
    this.#server.on('clientError', (error, socket) =>
      this.#serveUnknownMethod(error, socket),
    );
  }

  static create(options: KvHttpServerOptions): KvHttpServer {
    return new KvHttpServer(options);
  }

  /** @returns the address it listens on */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    const { port: actual } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${actual}`;
  }

  async close(): Promise<void> {
    await new Promise(resolve => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }

  async #serve(message: IncomingMessage): Promise<Answer | undefined> {
    try {
      const request = await readKvRequest(message);
      return await this.#answer(request, message.headers['user-agent'] ?? '');
    } catch (error) {
      if (error instanceof KvError) {
        return toAnswer(error.toResponse());
      }
      throw error;
    }
  }

  #serveUnknownMethod(error: Error, socket: Duplex): void {
    const packet = 'rawPacket' in error ? error.rawPacket : undefined;
    const request = Buffer.isBuffer(packet)
      ? parseListRequest(packet)
      : undefined;
    if (!request) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#answer(request, '')
      .then(answer => {
        if (answer) {
          socket.end(toRawResponse(answer));
        } else {
          socket.destroy();
        }
      })
      .catch(() => socket.destroy());
  }

  async #answer(
    request: KvRequest,
    userAgent: string,
  ): Promise<Answer | undefined> {
    const described = describeKvRequest(
      request.method,
      request.path,
      this.#options.router.mountOf(request.path)?.mount.path,
    );
    const entry: LoggedRequest = {
      ...described,
      query: Object.fromEntries(request.query),
      contentType: request.contentType,
      accept: '',
      userAgent,
      status: 0,
      ...(this.#options.recordBodies
        ? { body: request.body.toString('utf8') }
        : {}),
    };
    this.#options.requestLog.record(entry);
    const effects = await this.#options.faults.take(described);
    RequestLog.noteFaults(entry, effects);
    const answer = await this.#answerWithFaults(request, effects);
    entry.status = answer?.status ?? 0;
    return answer;
  }

  async #answerWithFaults(
    request: KvRequest,
    effects: FaultEffect[],
  ): Promise<Answer | undefined> {
    let cut = false;
    for (const effect of effects) {
      switch (effect.type) {
        case 'latency':
          await delay(effect.milliseconds);
          break;
        case 'cutAfter':
          cut = true;
          break;
        case 'refuse':
          return undefined;
        case 'hang':
          return new Promise<undefined>(() => {});
        case 'garbage':
          return { status: 200, text: effect.bytes ?? '<html', headers: {} };
        default:
          return injected(kvStatusFault(effect, request.body));
      }
    }
    const response = this.#options.router.handle(request);
    return cut ? undefined : toAnswer(response);
  }
}

function injected({ code, contentType, body, headers }: HttpAnswer): Answer {
  return {
    status: code,
    text: String(body),
    headers: {
      'cache-control': 'no-store',
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      ...headers,
    },
  };
}

function toAnswer(response: KvResponse): Answer {
  if (!response.body) {
    return {
      status: response.status,
      text: '',
      headers: {
        'cache-control': 'no-store',
        ...(response.location ? { location: response.location } : {}),
      },
    };
  }
  const text = `${JSON.stringify(response.body)}\n`;
  return {
    status: response.status,
    text,
    headers: {
      'cache-control': 'no-store',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    },
  };
}

function toRawResponse(answer: Answer): string {
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    ...Object.entries(answer.headers).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${answer.text}`;
}
