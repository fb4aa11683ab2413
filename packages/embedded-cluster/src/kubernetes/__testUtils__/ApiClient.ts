import { request } from 'node:https';
import type { EmbeddedKubernetes } from '../../types';

export interface ApiAnswer {
  code: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The parsed body; reading it fails when the body is no JSON. */
  readonly body: any;
}

export interface ApiCall {
  body?: unknown;
  contentType?: string;
  accept?: string;
  token?: string;
  userAgent?: string;
}

/** Speaks to a cluster as any HTTP client would, certificate checked. */
export class ApiClient {
  readonly #cluster: EmbeddedKubernetes;

  constructor(cluster: EmbeddedKubernetes) {
    this.#cluster = cluster;
  }

  get = (path: string, call?: ApiCall) => this.send('GET', path, call);

  post = (path: string, body: unknown, call?: ApiCall) =>
    this.send('POST', path, { ...call, body });

  put = (path: string, body: unknown, call?: ApiCall) =>
    this.send('PUT', path, { ...call, body });

  merge = (path: string, body: unknown, call?: ApiCall) =>
    this.send('PATCH', path, {
      contentType: 'application/merge-patch+json',
      ...call,
      body,
    });

  delete = (path: string, body?: unknown, call?: ApiCall) =>
    this.send('DELETE', path, { ...call, body });

  send(method: string, path: string, call: ApiCall = {}): Promise<ApiAnswer> {
    const { body, contentType = 'application/json' } = call;
    const payload =
      body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
        ? body
        : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent = request(
        this.#cluster.url + path,
        {
          method,
          ca: Buffer.from(this.#cluster.caData, 'base64'),
          headers: {
            Authorization: `Bearer ${call.token ?? this.#cluster.adminToken}`,
            'User-Agent': call.userAgent ?? 'test-client/1.0',
            ...(call.accept ? { Accept: call.accept } : {}),
            ...(payload === undefined
              ? {}
              : {
                  'Content-Type': contentType,
                  'Content-Length': Buffer.byteLength(payload),
                }),
          },
        },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({
              code: response.statusCode ?? 0,
              headers: response.headers,
              text,
              get body() {
                return JSON.parse(text);
              },
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(payload);
    });
  }
}
