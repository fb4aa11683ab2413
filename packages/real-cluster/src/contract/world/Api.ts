import { HttpAnswer, HttpClient } from '../../http';

/** How to send a request. */
export interface ApiCall {
  accept?: string;
  contentType?: string;
  token?: string;
  /** Its first part is the field manager, when the query names none. */
  userAgent?: string;
}

/** Sends requests to an API server as they are, and answers with what comes back. */
export class Api {
  readonly #client: HttpClient;
  readonly #token: string;

  private constructor(client: HttpClient, token: string) {
    this.#client = client;
    this.#token = token;
  }

  static create(cluster: {
    url: string;
    caData: string;
    adminToken: string;
  }): Api {
    const ca = Buffer.from(cluster.caData, 'base64').toString();
    return new Api(
      HttpClient.create({ url: cluster.url, ca }),
      cluster.adminToken,
    );
  }

  get = (path: string, call?: ApiCall) =>
    this.send('GET', path, undefined, call);

  post = (path: string, body: unknown, call?: ApiCall) =>
    this.send('POST', path, body, call);

  put = (path: string, body: unknown, call?: ApiCall) =>
    this.send('PUT', path, body, call);

  merge = (path: string, body: unknown, call?: ApiCall) =>
    this.send('PATCH', path, body, {
      contentType: 'application/merge-patch+json',
      ...call,
    });

  jsonPatch = (path: string, body: unknown, call?: ApiCall) =>
    this.send('PATCH', path, body, {
      contentType: 'application/json-patch+json',
      ...call,
    });

  delete = (path: string, body?: unknown, call?: ApiCall) =>
    this.send('DELETE', path, body, call);

  send(
    method: string,
    path: string,
    body?: unknown,
    call?: ApiCall,
  ): Promise<HttpAnswer> {
    return this.#client.send(method, path, {
      body,
      headers: this.#headers(call),
    });
  }

  /** Reads a watch to its end, or until so many events have come. */
  async watch(
    path: string,
    { atMost = Infinity, ...call }: ApiCall & { atMost?: number } = {},
  ): Promise<{ code: number; events: any[] }> {
    const response = await this.#client.stream('GET', path, {
      headers: this.#headers(call),
    });
    const events: any[] = [];
    let rest = '';
    response.setEncoding('utf8');
    for await (const chunk of response) {
      rest += chunk;
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      events.push(...lines.map(line => JSON.parse(line)));
      if (events.length >= atMost) {
        break;
      }
    }
    if (rest) {
      events.push(JSON.parse(rest));
    }
    return { code: response.statusCode ?? 0, events };
  }

  /** Closes connections that are kept open; the next call opens another. */
  close(): void {
    this.#client.close();
  }

  #headers({ accept, contentType, token, userAgent }: ApiCall = {}) {
    return {
      Authorization: `Bearer ${token ?? this.#token}`,
      'User-Agent': userAgent ?? 'contract/1.0',
      ...(accept && { Accept: accept }),
      ...(contentType && { 'Content-Type': contentType }),
    };
  }
}
