import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { AuthConfig } from '../config/types';
import { BaoConnection } from './BaoConnection';
import { isAgeing, isAlive, Lease, readLease, toLife } from './Lease';
import { readCredential } from './readCredential';
import { brokenAnswer, toStoreError } from './toStoreError';
import { BaoRequest } from './types';

/** A renewed token that lasts less than this part of a fresh one is near the end that no renewal moves. */
const WORTH_KEEPING = 1 / 3;

/**
 * Keeps a token: logs in at the first use, renews before the token expires, and logs in anew when it has expired or
 * cannot be renewed. It does so when a token is asked for, so that nothing runs for a plane that nobody uses.
 */
export class BaoSession {
  readonly #connection: BaoConnection;
  readonly #auth: AuthConfig;
  #lease: Lease | undefined;
  /** How long a fresh token lasts. */
  #freshMs = 0;
  #pending: Promise<Lease> | undefined;

  private constructor(connection: BaoConnection, auth: AuthConfig) {
    this.#connection = connection;
    this.#auth = auth;
  }

  static create(connection: BaoConnection, auth: AuthConfig): BaoSession {
    return new BaoSession(connection, auth);
  }

  /** @throws StoreError `Unauthenticated` when the login is refused, `Unavailable`, `Timeout` */
  async token(): Promise<string> {
    const lease = this.#lease;
    if (lease && !isAgeing(lease, Date.now())) {
      return lease.token;
    }
    this.#pending ??= this.#obtain(lease).finally(() => {
      this.#pending = undefined;
    });
    this.#lease = await this.#pending;
    return this.#lease.token;
  }

  /** The server does not take this token any more. */
  invalidate(token: string): void {
    if (this.#lease?.token === token) {
      this.#lease = undefined;
    }
  }

  async #obtain(lease: Lease | undefined): Promise<Lease> {
    if (lease?.renewable && isAlive(lease, Date.now())) {
      const renewed = await this.#renew(lease);
      if (renewed && renewed.lastsMs >= this.#freshMs * WORTH_KEEPING) {
        return renewed;
      }
    }
    const fresh = await this.#logIn();
    this.#freshMs = fresh.lastsMs;
    return fresh;
  }

  async #renew(lease: Lease): Promise<Lease | undefined> {
    const request: BaoRequest = {
      method: 'POST',
      path: 'auth/token/renew-self',
      body: {},
      purpose: 'renew our token',
    };
    try {
      const { status, body } = await this.#connection.send(
        request,
        lease.token,
      );
      return status === 200 ? readLease(body, Date.now()) : undefined;
    } catch {
      // a fresh login says what is wrong
      return undefined;
    }
  }

  async #logIn(): Promise<Lease> {
    const auth = this.#auth;
    if (auth.method === 'token') {
      return this.#adopt(await readCredential(auth.token));
    }
    const request: BaoRequest = {
      method: 'POST',
      path: `auth/${auth.mountPath}/login`,
      body: await credentialsOf(auth),
      purpose: 'log us in',
    };
    const answer = await this.#connection.send(request);
    if (answer.status >= 400 && answer.status < 500) {
      const { code, message, retryAfterMs } = toStoreError(request, answer);
      throw code === 'RateLimited' || code === 'Timeout'
        ? new StoreError(code, message, { retryAfterMs })
        : new StoreError(
            'Unauthenticated',
            'The store does not accept our credentials.',
          );
    }
    if (answer.status !== 200) {
      // whether a token was made changes nothing: what was to be done with it has not begun
      const { code, message } = toStoreError(request, answer);
      throw new StoreError(code, message);
    }
    const lease = readLease(answer.body, Date.now());
    if (!lease) {
      throw new StoreError('Unavailable', brokenAnswer(request).message);
    }
    return lease;
  }

  /** A token that was given to us: how long it lasts it tells itself, unless its policies keep even that from it. */
  async #adopt(token: string): Promise<Lease> {
    const request: BaoRequest = {
      method: 'GET',
      path: 'auth/token/lookup-self',
      purpose: 'tell how long our token lasts',
    };
    const answer = await this.#connection.send(request, token);
    const since = Date.now();
    if (answer.status === 200) {
      const { data } = (answer.body ?? {}) as {
        data?: { ttl?: unknown; renewable?: unknown };
      };
      return {
        token,
        since,
        renewable: data?.renewable === true,
        lastsMs: toLife(data?.ttl),
      };
    }
    const error = toStoreError(request, answer);
    if (error.code === 'Denied') {
      return { token, since, renewable: false, lastsMs: toLife(undefined) };
    }
    throw error;
  }
}

async function credentialsOf(
  auth: Exclude<AuthConfig, { method: 'token' }>,
): Promise<object> {
  return auth.method === 'appRole'
    ? { role_id: auth.roleId, secret_id: await readCredential(auth.secretId) }
    : { role: auth.role, jwt: await readCredential(auth.jwt) };
}
