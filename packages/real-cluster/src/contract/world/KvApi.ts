import { HttpAnswer, HttpClient } from '../../http';
import type { WorldKv } from './types';

/** Sends requests to a KV store as they are, and answers with what comes back. */
export class KvApi {
  readonly #client: HttpClient;

  private constructor(client: HttpClient) {
    this.#client = client;
  }

  /** As a token, by default the one that may do everything; an empty text is none. */
  static create(kv: WorldKv, token: string = kv.token): KvApi {
    const { address, caData } = kv;
    return new KvApi(
      HttpClient.create({
        url: address,
        ca: caData && Buffer.from(caData, 'base64').toString(),
        headers: {
          'User-Agent': 'contract/1.0',
          ...(token && { 'X-Vault-Token': token }),
        },
      }),
    );
  }

  /** @param path - behind `/v1/` */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<HttpAnswer> {
    return this.#client.send(method, `/v1/${path}`, { body, headers });
  }

  close(): void {
    this.#client.close();
  }
}
