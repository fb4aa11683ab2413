import { DemoRole } from '../auth/demoRoles';

/** An answer of the portal, its body parsed when it is JSON. */
export interface PortalAnswer {
  status: number;
  body: any;
}

/** Somebody who is signed in to a portal. */
export class PortalClient {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Uses a token that is known already. */
  static create(url: string, token: string): PortalClient {
    return new PortalClient(url, token);
  }

  /** Signs in as the page does. */
  static async signIn(url: string, role: DemoRole): Promise<PortalClient> {
    const response = await fetch(`${url}/api/auth/demo/refresh?user=${role}`, {
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
    });
    const { backstageIdentity } = await response.json();
    return new PortalClient(url, backstageIdentity.token);
  }

  /** Calls `/api/<path>`. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<PortalAnswer> {
    const response = await fetch(`${this.#url}/api/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.#token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }

  async get(path: string): Promise<PortalAnswer> {
    return this.call('GET', path);
  }

  /** Every secret that may be seen. */
  async secrets(): Promise<any[]> {
    const { body } = await this.get('secrets/secrets?limit=500');
    return body.items;
  }
}
