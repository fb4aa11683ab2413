import {
  explainCertificate,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { createHash } from 'node:crypto';
import http, { IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { sleep } from './sleep';
import { TokenBucket } from './TokenBucket';
import { CallLimits, Endpoint, EndpointSource } from './types';

/** Longest answer that is read; a page of 500 large references stays far below. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
/** Idle connections are closed before a server or a balancer does, which would cost a write its answer. */
const IDLE_CONNECTION_MS = 30_000;

/** A request to the API server; nothing of it is ever logged or quoted. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query below the address of the API server. */
  path: string;
  headers?: Record<string, string | string[]>;
  body?: string;
  signal?: AbortSignal;
  /** Milliseconds until the answer must begin, where it may take longer than the cluster's calls. */
  timeoutMs?: number;
}

/** What a client sends its requests by. */
export type Connection = Pick<HttpConnection, 'send' | 'stream' | 'close'>;

/** An answer, whatever its status. */
export interface HttpAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/**
 * Sends requests to one cluster over connections that stay open: with a deadline each, without following redirects,
 * and with TLS verified unless the address is this machine's and its kubeconfig says otherwise.
 */
export class HttpConnection {
  readonly #cluster: string;
  readonly #timeoutMs: number;
  readonly #source: EndpointSource;
  readonly #bucket: TokenBucket | undefined;
  /** A request that waited for a connection gets one that is kept without being told that it is. */
  readonly #connected = new WeakSet<Socket>();
  #agent:
    | { endpoint: Endpoint; material: string; agent: http.Agent }
    | undefined;

  private constructor(config: CallLimits, source: EndpointSource) {
    this.#cluster = config.name;
    this.#timeoutMs = config.timeoutMs;
    this.#source = source;
    this.#bucket = config.rateLimit && TokenBucket.create(config.rateLimit);
  }

  static create(config: CallLimits, source: EndpointSource): HttpConnection {
    return new HttpConnection(config, source);
  }

  /**
   * Sends a request and reads the whole answer.
   * @throws StoreError `Unavailable`, `Timeout`, `RateLimited`, `Unauthenticated`; with `outcomeUnknown` when it may
   * have had its effect
   */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    await this.#waitForTurn(request.signal);
    let endpoint = await this.#source.resolve();
    let answer = await this.#sendTo(endpoint, request);
    if (answer.status === 401) {
      this.#source.invalidate();
      const renewed = await this.#source.resolve();
      if (credentialsOf(renewed) !== credentialsOf(endpoint)) {
        endpoint = renewed;
        answer = await this.#sendTo(endpoint, request);
      }
    }
    return answer;
  }

  /** Sends a GET and hands over the answer as it arrives; ending the signal ends it. */
  async stream(request: HttpRequest): Promise<IncomingMessage> {
    await this.#waitForTurn(request.signal);
    const endpoint = await this.#source.resolve();
    const exchange = this.#start(endpoint, request);
    try {
      const response = await exchange.response;
      if (response.statusCode === 401) {
        this.#source.invalidate();
      }
      return response;
    } finally {
      exchange.endDeadline();
    }
  }

  /** Closes all connections. */
  close(): void {
    this.#agent?.agent.destroy();
    this.#agent = undefined;
  }

  async #sendTo(endpoint: Endpoint, request: HttpRequest): Promise<HttpAnswer> {
    const exchange = this.#start(endpoint, request);
    try {
      const response = await exchange.response;
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of response) {
        length += chunk.length;
        if (length > MAX_ANSWER_BYTES) {
          exchange.fail('Unavailable', 'answered with more than is read');
          break;
        }
        chunks.push(chunk);
      }
      if (!response.complete) {
        throw new Error('incomplete');
      }
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
    } catch {
      if (exchange.mayRepeat()) {
        return await this.#sendTo(endpoint, request);
      }
      throw exchange.failure();
    } finally {
      exchange.endDeadline();
    }
  }

  #start(endpoint: Endpoint, request: HttpRequest) {
    let sent = false;
    let kept = false;
    let failed: { code: 'Timeout' | 'Unavailable'; words: string } | undefined;

    const outgoing = this.#request(endpoint, request);
    const fail = (code: 'Timeout' | 'Unavailable', words: string) => {
      failed ??= { code, words };
      outgoing.destroy();
    };
    const cancel = () => fail('Timeout', 'was not waited for any longer');
    const deadline = setTimeout(
      () => fail('Timeout', 'did not answer in time'),
      request.timeoutMs ?? this.#timeoutMs,
    );
    const endDeadline = () => clearTimeout(deadline);
    outgoing.once('socket', socket => {
      kept = this.#connected.has(socket);
      sent = kept;
      if (!kept) {
        socket.once(
          endpoint.url.protocol === 'https:' ? 'secureConnect' : 'connect',
          () => {
            this.#connected.add(socket);
            sent = true;
          },
        );
      }
    });
    outgoing.once('close', () => {
      endDeadline();
      request.signal?.removeEventListener('abort', cancel);
    });

    const failure = () =>
      new StoreError(
        failed?.code ?? 'Unavailable',
        `Cluster ${this.#cluster} ${
          failed?.words ??
          (sent ? 'broke the connection off' : 'cannot be reached')
        }.`,
        { outcomeUnknown: sent && request.method !== 'GET' },
      );
    const response = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve);
      outgoing.on('error', error => {
        const problem = explainCertificate(error);
        if (problem) {
          fail('Unavailable', problem);
        }
        reject(failure());
      });
    });
    if (request.signal?.aborted) {
      cancel();
    } else {
      request.signal?.addEventListener('abort', cancel, { once: true });
      outgoing.end(request.body);
    }
    return {
      response,
      endDeadline,
      fail,
      failure,
      /** A connection that was closed while idle: reading again does no harm, and the next one is fresh. */
      mayRepeat: () => !failed && kept && request.method === 'GET',
    };
  }

  #request(endpoint: Endpoint, request: HttpRequest): http.ClientRequest {
    const { url } = endpoint;
    const secure = url.protocol === 'https:';
    const body = request.body;
    return (secure ? https : http).request({
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port || undefined,
      method: request.method,
      path: url.pathname.replace(/\/$/, '') + request.path,
      auth: endpoint.auth,
      agent: this.#agentFor(endpoint),
      headers: {
        'User-Agent': 'strongroom',
        ...request.headers,
        ...endpoint.headers,
        ...(body !== undefined && {
          'Content-Length': Buffer.byteLength(body),
        }),
      },
    });
  }

  #agentFor(endpoint: Endpoint): http.Agent {
    if (this.#agent?.endpoint === endpoint) {
      return this.#agent.agent;
    }
    const material = digest([endpoint.url.protocol, endpoint.tls]);
    if (this.#agent?.material === material) {
      this.#agent.endpoint = endpoint;
      return this.#agent.agent;
    }
    closeWhenIdle(this.#agent?.agent);
    const options = {
      keepAlive: true,
      maxSockets: 128,
      maxFreeSockets: 16,
      timeout: IDLE_CONNECTION_MS,
    };
    const agent =
      endpoint.url.protocol === 'https:'
        ? new https.Agent({ ...options, ...endpoint.tls })
        : new http.Agent(options);
    this.#agent = { endpoint, material, agent };
    return agent;
  }

  async #waitForTurn(signal: AbortSignal | undefined): Promise<void> {
    if (!this.#bucket) {
      return;
    }
    const wait = this.#bucket.reserve(this.#timeoutMs);
    if (wait === undefined) {
      throw new StoreError(
        'RateLimited',
        `More calls to cluster ${
          this.#cluster
        } are waiting than its limit allows.`,
      );
    }
    if (wait > 0) {
      await sleep(wait, signal);
    }
  }
}

/** Connections of rotated credentials finish what they carry and are used no more. */
function closeWhenIdle(agent: http.Agent | undefined): void {
  for (const sockets of Object.values(agent?.freeSockets ?? {})) {
    for (const socket of sockets ?? []) {
      socket.destroy();
    }
  }
}

function credentialsOf(endpoint: Endpoint): string {
  return digest([endpoint.headers, endpoint.auth, endpoint.tls]);
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
