import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { VaultError } from './VaultError';

/** Waits between the attempts of one call. */
export type Sleep = (milliseconds: number) => Promise<void>;

/** Connections that stay open from one call to the next, as those of Vault's client do. @internal */
export class VaultConnections {
  readonly http = new HttpAgent({ keepAlive: true });
  readonly https = new HttpsAgent({ keepAlive: true });
}

/** @internal */
export interface VaultHttpClientOptions {
  address: string;
  connections: VaultConnections;
  token: string;
  /** Of Vault, sent as `X-Vault-Namespace`. */
  namespace?: string;
  /** Certificate authority, PEM. */
  ca?: string;
  timeoutMs: number;
  /** Never returns once the signal is aborted. */
  sleep: Sleep;
  signal: AbortSignal;
}

/** The part of an answer that has a meaning. @internal */
export interface VaultAnswer {
  status: number;
  data: Record<string, unknown> | undefined;
}

const attempts = 3;
/** Middle of the random wait of Vault's client before the second attempt; the third waits twice as long. */
const retryWaitMs = 1250;

const methodNames = { GET: 'Get', PUT: 'Put', DELETE: 'Delete' };

/**
 * Calls a store as Vault's client for Go does: failures of the server or the
 * connection are tried three times, and errors have that client's texts.
 *
 * @internal
 */
export class VaultHttpClient {
  readonly #options: VaultHttpClientOptions;

  private constructor(options: VaultHttpClientOptions) {
    this.#options = options;
  }

  static create(options: VaultHttpClientOptions): VaultHttpClient {
    return new VaultHttpClient(options);
  }

  /**
   * @returns `undefined` for a 404 that says nothing
   * @throws VaultError
   */
  async call(
    method: 'GET' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    query: string = '',
  ): Promise<VaultAnswer | undefined> {
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    const url = `${this.#options.address.replace(
      /\/+$/,
      '',
    )}/v1/${encoded}${query}`;
    for (let attempt = 1; ; attempt++) {
      const last = attempt === attempts;
      try {
        const { status, text } = await this.#send(method, url, body);
        if (!isRetried(status) || last) {
          return parse(method, url, status, text);
        }
      } catch (error) {
        if (this.#options.signal.aborted) {
          await this.#options.sleep(0);
        }
        if (error instanceof VaultError || last) {
          throw error instanceof VaultError
            ? error
            : new VaultError(
                `${methodNames[method]} "${url}": ${connectionText(
                  error,
                  url,
                )}`,
              );
        }
      }
      await this.#options.sleep(retryWaitMs * attempt);
    }
  }

  #send(
    method: string,
    url: string,
    body: object | undefined,
  ): Promise<{ status: number; text: string }> {
    const { connections, token, namespace, ca, timeoutMs, signal } =
      this.#options;
    const isSecure = url.startsWith('https:');
    const send = isSecure ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const message = send(
        url,
        {
          method,
          ca,
          agent: isSecure ? connections.https : connections.http,
          timeout: timeoutMs,
          signal,
          headers: {
            'x-vault-token': token,
            'x-vault-request': 'true',
            ...(namespace ? { 'x-vault-namespace': namespace } : {}),
            ...(body ? { 'content-type': 'application/json' } : {}),
          },
        },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        },
      );
      message.on('timeout', () => message.destroy(new Error('timeout')));
      message.on('error', reject);
      message.end(body && JSON.stringify(body));
    });
  }
}

function isRetried(status: number): boolean {
  return status === 412 || (status >= 500 && status !== 501);
}

function parse(
  method: string,
  url: string,
  status: number,
  text: string,
): VaultAnswer | undefined {
  const body = parseJson(text);
  if (status < 400) {
    return { status, data: body?.data ?? undefined };
  }
  const isAbsent = method === 'GET' && status === 404;
  if (isAbsent && body?.data) {
    return { status, data: body.data };
  }
  if (isAbsent) {
    return undefined;
  }
  const errors: unknown = body?.errors;
  const detail = Array.isArray(errors)
    ? `Errors:\n\n${errors.map(error => `* ${error}`).join('\n')}`
    : `Raw Message:\n\n${text}`;
  throw new VaultError(
    `Error making API request.\n\nURL: ${method} ${url}\nCode: ${status}. ${detail}`,
  );
}

function parseJson(text: string): Record<string, any> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function connectionText(error: unknown, url: string): string {
  const { code, message } = error as { code?: string; message?: string };
  const { hostname, port, protocol } = new URL(url);
  const target = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  switch (code) {
    case 'ECONNREFUSED':
      return `dial tcp ${target}: connect: connection refused`;
    case 'ENOTFOUND':
      return `dial tcp: lookup ${hostname}: no such host`;
    case 'ECONNRESET':
      return message === 'socket hang up'
        ? 'EOF'
        : `read tcp ${target}: connection reset by peer`;
    default:
      return message === 'timeout'
        ? 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
        : message ?? 'unknown error';
  }
}
