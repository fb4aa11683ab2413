import { Connection, HttpRequest } from '../connection/HttpConnection';
import { ClusterIdentity } from './types';

/**
 * A connection whose every request tells the API server whom to see instead of the portal. Sockets and limits are those
 * of the cluster's own connection, which is closed with that.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export class ImpersonatingConnection implements Connection {
  readonly #connection: Connection;
  readonly #headers: Record<string, string | string[]>;

  private constructor(connection: Connection, identity: ClusterIdentity) {
    const { user, groups } = identity;
    this.#connection = connection;
    this.#headers = {
      'Impersonate-User': user,
      ...(groups.length > 0 && { 'Impersonate-Group': groups }),
    };
  }

  static create(
    connection: Connection,
    identity: ClusterIdentity,
  ): ImpersonatingConnection {
    return new ImpersonatingConnection(connection, identity);
  }

  async send(request: HttpRequest) {
    return this.#connection.send(this.#speaking(request));
  }

  async stream(request: HttpRequest) {
    return this.#connection.stream(this.#speaking(request));
  }

  close(): void {}

  #speaking(request: HttpRequest): HttpRequest {
    return { ...request, headers: { ...request.headers, ...this.#headers } };
  }
}
