import {
  explainCertificate,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { readFile } from 'node:fs/promises';
import http, { IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { OpenBaoConfig } from '../config/types';
import { brokenAnswer } from './toStoreError';
import { BaoAnswer, BaoRequest } from './types';

/** Longest answer that is read; the largest entry of a store is 1 MiB of JSON. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
/** Idle connections are closed before a server or a balancer does, which would cost a write its answer. */
const IDLE_CONNECTION_MS = 30_000;

type ConnectionConfig = Pick<
  OpenBaoConfig,
  | 'address'
  | 'namespace'
  | 'caFile'
  | 'tlsServerName'
  | 'timeoutMs'
  | 'connectTimeoutMs'
>;

/**
 * Sends requests to one server over connections that stay open: with a deadline each, without following redirects, and
 * with TLS always verified, whatever the environment says.
 */
export class BaoConnection {
  readonly #config: ConnectionConfig;
  readonly #agent: http.Agent;
  /** A request that waited for a connection gets one that is kept without being told that it is. */
  readonly #connected = new WeakSet<Socket>();

  private constructor(config: ConnectionConfig) {
    this.#config = config;
    const options = {
      keepAlive: true,
      maxSockets: 32,
      maxFreeSockets: 8,
      timeout: IDLE_CONNECTION_MS,
    };
    this.#agent =
      config.address.protocol === 'https:'
        ? new https.Agent(options)
        : new http.Agent(options);
  }

  static create(config: ConnectionConfig): BaoConnection {
    return new BaoConnection(config);
  }

  /**
   * Sends a request and reads the whole answer.
   * @throws StoreError `Unavailable` or `Timeout`; with `outcomeUnknown` when it may have had its effect
   */
  async send(request: BaoRequest, token?: string): Promise<BaoAnswer> {
    const ca = await this.#readCa();
    const { status, text, retryAfter } = await this.#exchange(request, {
      token,
      ca,
    });
    return {
      status,
      body: parse(request, status, text),
      retryAfterMs: toMilliseconds(retryAfter),
    };
  }

  /** The file is read each time: connections are kept by its content, so a rotated authority counts at once. */
  async #readCa(): Promise<string | undefined> {
    const { caFile } = this.#config;
    try {
      return caFile === undefined ? undefined : await readFile(caFile, 'utf8');
    } catch {
      throw new StoreError(
        'Unavailable',
        'The file with the certificate authority of the store cannot be read.',
      );
    }
  }

  #exchange(
    request: BaoRequest,
    { token, ca }: { token?: string; ca?: string },
  ): Promise<{ status: number; text: string; retryAfter?: string }> {
    const { timeoutMs, connectTimeoutMs } = this.#config;
    let connected = false;
    let failed: { code: 'Timeout' | 'Unavailable'; words: string } | undefined;
    const outgoing = this.#request(request, token, ca);
    const fail = (code: 'Timeout' | 'Unavailable', words: string) => {
      failed ??= { code, words };
      outgoing.destroy();
    };
    const deadline = setTimeout(
      () => fail('Timeout', 'did not answer in time'),
      timeoutMs,
    );
    let connecting: NodeJS.Timeout | undefined;
    const cancel = () => fail('Timeout', 'was not waited for any longer');
    outgoing.once('socket', socket => {
      const begun = () => {
        this.#connected.add(socket);
        connected = true;
        clearTimeout(connecting);
      };
      if (this.#connected.has(socket)) {
        begun();
      } else {
        connecting = setTimeout(
          () => fail('Unavailable', 'cannot be reached in time'),
          connectTimeoutMs,
        );
        socket.once(
          this.#config.address.protocol === 'https:'
            ? 'secureConnect'
            : 'connect',
          begun,
        );
      }
    });
    const failure = () =>
      new StoreError(
        failed?.code ?? 'Unavailable',
        `The store ${
          failed?.words ??
          (connected ? 'broke the connection off' : 'cannot be reached')
        } when asked to ${request.purpose}.`,
        { outcomeUnknown: connected && request.method !== 'GET' },
      );
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve);
      outgoing.on('error', reject);
    });
    if (request.signal?.aborted) {
      cancel();
    } else {
      request.signal?.addEventListener('abort', cancel, { once: true });
      outgoing.end();
    }
    return answered
      .then(async response => ({
        status: response.statusCode ?? 0,
        text: await readAll(response, fail),
        retryAfter: response.headers['retry-after'],
      }))
      .catch(error => {
        const problem = explainCertificate(error);
        if (problem) {
          fail('Unavailable', problem);
        }
        throw failure();
      })
      .finally(() => {
        clearTimeout(deadline);
        clearTimeout(connecting);
        request.signal?.removeEventListener('abort', cancel);
      });
  }

  #request(
    request: BaoRequest,
    token: string | undefined,
    ca: string | undefined,
  ): http.ClientRequest {
    const { address, namespace, tlsServerName } = this.#config;
    const secure = address.protocol === 'https:';
    const body =
      request.body === undefined ? undefined : JSON.stringify(request.body);
    const outgoing = (secure ? https : http).request({
      protocol: address.protocol,
      hostname: address.hostname.replace(/^\[|\]$/g, ''),
      port: address.port || undefined,
      method: request.method,
      path: `/v1/${request.path}`,
      agent: this.#agent,
      headers: {
        'User-Agent': 'strongroom',
        Accept: 'application/json',
        ...(token !== undefined && { 'X-Vault-Token': token }),
        ...(namespace !== undefined &&
          !request.global && { 'X-Vault-Namespace': namespace }),
        ...(body !== undefined && {
          'Content-Type': request.contentType ?? 'application/json',
          'Content-Length': Buffer.byteLength(body),
        }),
      },
      ...(secure && {
        ca,
        servername: tlsServerName,
        rejectUnauthorized: true,
        minVersion: 'TLSv1.2' as const,
      }),
    });
    if (body !== undefined) {
      outgoing.write(body);
    }
    return outgoing;
  }
}

async function readAll(
  response: IncomingMessage,
  fail: (code: 'Unavailable', words: string) => void,
): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) {
      fail('Unavailable', 'answered with more than is read');
      break;
    }
    chunks.push(chunk);
  }
  if (!response.complete) {
    throw new Error('incomplete');
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(request: BaoRequest, status: number, text: string): unknown {
  if (!text.trim()) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    // a proxy in between may say what it likes about a failure; a success has to be the server's own
    if (status >= 200 && status < 300) {
      throw brokenAnswer(request);
    }
    return undefined;
  }
}

function toMilliseconds(retryAfter: string | undefined): number | undefined {
  const seconds = Number(retryAfter);
  return retryAfter && Number.isFinite(seconds) && seconds >= 0
    ? seconds * 1000
    : undefined;
}
