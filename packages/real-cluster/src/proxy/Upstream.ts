import {
  Agent as HttpAgent,
  IncomingMessage,
  request as httpRequest,
  ServerResponse,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { ProxyTarget } from './types';

/** Of one connection alone (RFC 9110, 7.6.1), so that they are not passed on. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** One connection to the server for each connection of a client, so that both see the same of the other. */
export class Upstream {
  readonly #target: URL;
  readonly #ca: string | undefined;
  readonly #agents = new WeakMap<Socket, HttpAgent>();

  private constructor({ url, ca }: ProxyTarget) {
    this.#target = new URL(url);
    this.#ca = ca;
  }

  static create(target: ProxyTarget): Upstream {
    return new Upstream(target);
  }

  /** Sends a request on. @throws when the server gives no answer */
  send(
    message: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): Promise<IncomingMessage> {
    const secure = this.#target.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const sent = (secure ? httpsRequest : httpRequest)({
        host: this.#target.hostname,
        port: this.#target.port,
        method: message.method,
        path: message.url,
        headers: {
          ...passedOn(message),
          Host: this.#target.host,
          ...(body.length > 0 && { 'Content-Length': body.length }),
        },
        agent: this.#agentOf(message.socket),
      });
      sent.on('response', resolve);
      sent.on('error', reject);
      if (message.method === 'GET') {
        // A client that went away waits for nothing more; what it wanted to write may have its effect.
        response.once('close', () => sent.destroy());
      }
      sent.end(body);
    });
  }

  #agentOf(client: Socket): HttpAgent {
    const known = this.#agents.get(client);
    if (known) {
      return known;
    }
    const options = { keepAlive: true, maxSockets: 1 };
    const agent =
      this.#target.protocol === 'https:'
        ? new HttpsAgent({ ...options, ca: this.#ca })
        : new HttpAgent(options);
    this.#agents.set(client, agent);
    client.once('close', () => agent.destroy());
    return agent;
  }
}

/** Passes an answer on while it comes, and breaks off where it breaks off. */
export function passAnswer(
  answer: IncomingMessage,
  response: ServerResponse,
): void {
  response.writeHead(
    answer.statusCode ?? 502,
    answer.statusMessage,
    passedOn(answer),
  );
  response.flushHeaders();
  answer.on('error', () => response.destroy());
  answer.pipe(response);
}

function passedOn({ headers }: IncomingMessage) {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hopByHop.has(name)),
  );
}
