import {
  Agent as HttpAgent,
  IncomingMessage,
  request as httpRequest,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** @public */
export interface HttpAnswer {
  code: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The parsed body; reading it fails when the body is no JSON. */
  readonly body: any;
}

/** @public */
export interface HttpCall {
  /** Sent as it is when it is a text, else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  timeoutMs?: number;
}

/** Where to send requests, and what goes with each. @public */
export interface HttpClientOptions {
  /** `https://127.0.0.1:<port>`, or without TLS */
  url: string;
  /** Certificate authority, PEM. */
  ca?: string;
  /** Own certificate and its key, PEM. */
  certificate?: { cert: string; key: string };
  headers?: Record<string, string>;
}

/** An API server closes a connection that idles for 90 s; one that is closed as it is used again fails a call. */
const IDLE_MS = 45_000;

/** A plain HTTP client that checks certificates and shows everything of an answer. @public */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #agent: HttpAgent;

  private constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#agent = options.url.startsWith('https:')
      ? new HttpsAgent({
          ca: options.ca,
          ...options.certificate,
          keepAlive: true,
          timeout: IDLE_MS,
        })
      : new HttpAgent();
  }

  static create(options: HttpClientOptions): HttpClient {
    return new HttpClient(options);
  }

  /** Answers with the whole body; every status is an answer. @throws when there is none */
  async send(
    method: string,
    path: string,
    call: HttpCall = {},
  ): Promise<HttpAnswer> {
    const response = await this.stream(method, path, call);
    let text = '';
    response.setEncoding('utf8');
    for await (const chunk of response) {
      text += chunk;
    }
    return {
      code: response.statusCode ?? 0,
      headers: response.headers,
      text,
      get body() {
        return JSON.parse(text);
      },
    };
  }

  /** Answers as soon as the headers are there. */
  stream(
    method: string,
    path: string,
    { body, headers, timeoutMs = 30_000 }: HttpCall = {},
  ): Promise<IncomingMessage> {
    const payload =
      body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
        ? body
        : JSON.stringify(body);
    const send = this.#agent instanceof HttpsAgent ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const sent = send(
        this.#options.url + path,
        {
          method,
          agent: this.#agent,
          headers: {
            ...(payload === undefined
              ? {}
              : {
                  'Content-Type': 'application/json',
                  'Content-Length': Buffer.byteLength(payload),
                }),
            ...this.#options.headers,
            ...headers,
          },
        },
        resolve,
      );
      sent.setTimeout(timeoutMs, () =>
        sent.destroy(new Error(`${method} ${path} took too long`)),
      );
      sent.on('error', reject);
      sent.end(payload);
    });
  }

  /** Closes connections that are kept open. */
  close(): void {
    this.#agent.destroy();
  }
}
