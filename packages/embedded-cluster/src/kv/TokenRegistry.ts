import { randomBytes } from 'node:crypto';
import { KvError } from './KvError';
import { KvState } from './KvState';
import { NanoClock } from './NanoClock';
import { JsonObject, KvToken } from './types';

/** What a new token is made of. @internal */
export interface IssueTokenOptions {
  id?: string;
  policies: string[];
  /** Seconds; 0 is never. */
  ttl?: number;
  displayName?: string;
  renewable?: boolean;
  numUses?: number;
  orphan?: boolean;
  meta?: Record<string, string>;
  path?: string;
}

/**
 * The tokens of the store.
 *
 * @see https://openbao.org/api-docs/auth/token/
 * @internal
 */
export class TokenRegistry {
  readonly #state: KvState;
  readonly #time: NanoClock;

  private constructor(state: KvState, time: NanoClock) {
    this.#state = state;
    this.#time = time;
  }

  static create(state: KvState, time: NanoClock): TokenRegistry {
    return new TokenRegistry(state, time);
  }

  issue(options: IssueTokenOptions): KvToken {
    const createdAt = this.#time.milliseconds();
    const ttl = options.ttl ?? 0;
    const token: KvToken = {
      id: options.id ?? `s.${randomToken(24)}`,
      accessor: randomToken(24),
      policies: [...new Set(options.policies)].sort(),
      displayName: options.displayName ?? 'token',
      createdAt,
      ttl,
      expiresAt: ttl > 0 ? createdAt + ttl * 1000 : undefined,
      renewable: options.renewable ?? ttl > 0,
      numUses: options.numUses ?? 0,
      orphan: options.orphan ?? true,
      meta: options.meta,
      path: options.path ?? 'auth/token/create',
    };
    this.#state.tokens.set(token.id, token);
    return token;
  }

  /** The token when it is known and has not expired. */
  find(id: string | undefined): KvToken | undefined {
    const token = id === undefined ? undefined : this.#state.tokens.get(id);
    if (
      token?.expiresAt !== undefined &&
      token.expiresAt <= this.#time.milliseconds()
    ) {
      this.#state.tokens.delete(token.id);
      return undefined;
    }
    return token;
  }

  /** Counts a use of a token that has a limited number of them. */
  use(token: KvToken): void {
    if (token.numUses === 1) {
      this.revoke(token);
    } else if (token.numUses > 1) {
      this.#state.tokens.set(token.id, {
        ...token,
        numUses: token.numUses - 1,
      });
    }
  }

  /** @param increment - seconds from now; 0 is the token's own time to live */
  renew(token: KvToken, increment: number): KvToken {
    if (!token.renewable) {
      throw new KvError(
        400,
        token.ttl ? 'lease is not renewable' : 'invalid lease ID',
      );
    }
    const ttl = increment || token.ttl;
    const renewed = {
      ...token,
      ttl,
      expiresAt: this.#time.milliseconds() + ttl * 1000,
    };
    this.#state.tokens.set(token.id, renewed);
    return renewed;
  }

  revoke(token: KvToken): void {
    this.#state.tokens.delete(token.id);
  }

  /** The `data` of a lookup. */
  describe(token: KvToken): JsonObject {
    const { expiresAt } = token;
    return {
      accessor: token.accessor,
      creation_time: Math.floor(token.createdAt / 1000),
      creation_ttl: token.ttl,
      display_name: token.displayName,
      entity_id: '',
      expire_time:
        expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
      explicit_max_ttl: 0,
      id: token.id,
      meta: token.meta ?? null,
      num_uses: token.numUses,
      orphan: token.orphan,
      path: token.path,
      policies: token.policies,
      ...(token.ttl
        ? {
            issue_time: new Date(token.createdAt).toISOString(),
            renewable: token.renewable,
          }
        : {}),
      ttl:
        expiresAt === undefined
          ? 0
          : Math.ceil((expiresAt - this.#time.milliseconds()) / 1000),
      type: 'service',
    };
  }

  /** The `auth` of a login, a creation or a renewal. */
  authOf(token: KvToken): JsonObject {
    return {
      client_token: token.id,
      accessor: token.accessor,
      policies: token.policies,
      token_policies: token.policies,
      metadata: token.meta ?? null,
      lease_duration: token.ttl,
      renewable: token.renewable,
      entity_id: '',
      token_type: 'service',
      orphan: token.orphan,
      mfa_requirement: null,
      num_uses: token.numUses,
    };
  }
}

function randomToken(length: number): string {
  const text = randomBytes(length * 2).toString('base64');
  return text.replace(/[^0-9A-Za-z]/g, '').slice(0, length);
}
