import https from 'node:https';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { Upstream } from './FaultProxy';

/** Somebody with every right in a store, past the driver and its proxy. */
export class RootClient {
  readonly #upstream: Upstream;
  readonly token: string;

  private constructor(upstream: Upstream, token: string) {
    this.#upstream = upstream;
    this.token = token;
  }

  static create(upstream: Upstream, token: string): RootClient {
    return new RootClient(upstream, token);
  }

  /** @returns the parsed answer, `undefined` for 404 and for none @throws Error for any other failure */
  async send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<any> {
    const { address, ca } = this.#upstream;
    const url = new URL(`/v1/${path}`, address);
    const [status, said] = await new Promise<[number, string]>(
      (resolve, reject) => {
        const outgoing = (ca ? https : http).request(
          url,
          {
            method,
            ca,
            headers: {
              'X-Vault-Token': this.token,
              'Content-Type':
                method === 'PATCH'
                  ? 'application/merge-patch+json'
                  : 'application/json',
            },
          },
          answer => {
            text(answer).then(
              whole => resolve([answer.statusCode ?? 0, whole]),
              reject,
            );
          },
        );
        outgoing.on('error', reject);
        outgoing.end(body && JSON.stringify(body));
      },
    );
    if (status === 404) {
      return undefined;
    }
    if (status > 299) {
      throw new Error(`${method} ${path} gave ${status}: ${said}`);
    }
    return said ? JSON.parse(said) : undefined;
  }
}
