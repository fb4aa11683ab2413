import {
  FaultSide,
  OutsideCalls,
} from '@strongroom/backstage-plugin-secrets-node/testUtils';
import http, { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Where a {@link FaultProxy} passes requests on to. */
export interface Upstream {
  address: string;
  /** PEM of the authority that signed its certificate. */
  ca?: string;
}

/**
 * Stands between a driver and its store on loopback: counts the driver's requests, keeps their paths, breaks any one
 * of them, and can answer for a store that is sealed. Works before every store alike.
 */
export class FaultProxy implements OutsideCalls {
  readonly #upstream: Upstream;
  readonly #server: http.Server;
  /** Method and path of every request, as it came. */
  readonly requests: string[] = [];
  #sealed = false;
  #meanwhile: { method: string; act: () => Promise<unknown> } | undefined;
  #armed: { call: number; side: FaultSide; reached: boolean } | undefined;

  private constructor(upstream: Upstream) {
    this.#upstream = upstream;
    this.#server = http.createServer((request, response) => {
      this.#serve(request, response).catch(() => request.socket.destroy());
    });
  }

  static async start(upstream: Upstream): Promise<FaultProxy> {
    const proxy = new FaultProxy(upstream);
    await new Promise<void>(resolve => {
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get address(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  get count(): number {
    return this.requests.length;
  }

  breakNext(index: number, side: FaultSide): () => boolean {
    const armed = { call: this.count + index, side, reached: false };
    this.#armed = armed;
    return () => {
      this.#armed = undefined;
      return armed.reached;
    };
  }

  /** Answers as a sealed store does, or passes on again. */
  seal(sealed: boolean): void {
    this.#sealed = sealed;
  }

  /** Lets something happen right before the next request of a method is passed on. */
  beforeNext(method: string, act: () => Promise<unknown>): void {
    this.#meanwhile = { method, act };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const armed = this.#armed?.call === this.count ? this.#armed : undefined;
    this.requests.push(`${request.method} ${request.url}`);
    const body = await text(request);
    if (armed) {
      armed.reached = true;
    }
    if (armed?.side === 'before') {
      // quotes the whole request, as a proxy or a store in trouble may
      reply(response, 503, { errors: [`cannot serve: ${body}`] });
    } else if (this.#sealed) {
      const isHealth = request.url?.startsWith('/v1/sys/health');
      reply(
        response,
        503,
        isHealth
          ? { initialized: true, sealed: true, standby: true }
          : { errors: ['Vault is sealed'] },
      );
    } else {
      const meanwhile = this.#meanwhile;
      if (meanwhile && meanwhile.method === request.method) {
        this.#meanwhile = undefined;
        await meanwhile.act();
      }
      const answer = await this.#pass(request, body);
      if (armed) {
        request.socket.destroy();
      } else {
        reply(response, answer.status, answer.body);
      }
    }
  }

  async #pass(
    { method, url, headers }: IncomingMessage,
    body: string,
  ): Promise<{ status: number; body: string }> {
    const { address, ca } = this.#upstream;
    const target = new URL(address);
    return new Promise((resolve, reject) => {
      const outgoing = (ca ? https : http).request(
        {
          hostname: target.hostname,
          port: target.port,
          method,
          path: url,
          headers: { ...headers, host: target.host },
          ca,
        },
        answer => {
          text(answer).then(
            said => resolve({ status: answer.statusCode ?? 0, body: said }),
            reject,
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

function reply(
  response: ServerResponse,
  status: number,
  body: object | string,
): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
