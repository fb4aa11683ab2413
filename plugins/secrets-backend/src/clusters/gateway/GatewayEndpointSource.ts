import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { Endpoint, EndpointSource } from '../connection/types';
import { gatewayPathOf } from './describePlane';
import { GatewayAccess, GatewayPlane } from './types';

/** Files are small and rotate seldom, but what follows a rotation must not wait. */
const MAX_AGE_MS = 1_000;

/** The address of one plane behind a gateway, with the client certificate that is on the disk right now. */
export class GatewayEndpointSource implements EndpointSource {
  readonly #cluster: string;
  readonly #gateway: GatewayAccess;
  readonly #path: string | undefined;
  #known: { endpoint: Endpoint; files: string } | undefined;
  #resolved: { endpoint: Promise<Endpoint>; at: number } | undefined;

  private constructor(
    cluster: string,
    gateway: GatewayAccess,
    plane: GatewayPlane,
  ) {
    this.#cluster = cluster;
    this.#gateway = gateway;
    this.#path = gatewayPathOf(plane);
  }

  static create(
    cluster: string,
    gateway: GatewayAccess,
    plane: GatewayPlane,
  ): GatewayEndpointSource {
    return new GatewayEndpointSource(cluster, gateway, plane);
  }

  resolve(): Promise<Endpoint> {
    if (!this.#resolved || Date.now() - this.#resolved.at > MAX_AGE_MS) {
      const endpoint = this.#read();
      this.#resolved = { endpoint, at: Date.now() };
      endpoint.catch(() => this.invalidate());
    }
    return this.#resolved.endpoint;
  }

  invalidate(): void {
    this.#resolved = undefined;
  }

  async #read(): Promise<Endpoint> {
    if (this.#path === undefined) {
      throw this.#refuse(
        'cannot be named in an address: its plane ID or name is not usable there',
      );
    }
    const { url, caFile, certFile, keyFile } = this.#gateway;
    const [ca, cert, key] = await Promise.all(
      [caFile, certFile, keyFile].map(path => path && readFile(path, 'utf8')),
    ).catch(() => []);
    const files = JSON.stringify([ca, cert, key]);
    if (this.#known?.files === files) {
      return this.#known.endpoint;
    }
    if (!cert || !key || (caFile && !ca) || !isPair({ ca, cert, key })) {
      if (this.#known) {
        // The files are replaced one after the other: until they fit again, those from before hold.
        return this.#known.endpoint;
      }
      throw this.#refuse(
        'cannot be reached: the certificate files of its gateway cannot be used',
      );
    }
    const endpoint: Endpoint = {
      url: new URL(url.replace(/\/+$/, '') + this.#path),
      headers: {},
      tls: { ca, cert, key, rejectUnauthorized: true },
    };
    this.#known = { endpoint, files };
    return endpoint;
  }

  #refuse(problem: string): StoreError {
    return new StoreError(
      'Unavailable',
      `Cluster ${this.#cluster} ${problem}.`,
    );
  }
}

function isPair(files: { ca?: string; cert: string; key: string }): boolean {
  try {
    createSecureContext(files);
    return true;
  } catch {
    return false;
  }
}
