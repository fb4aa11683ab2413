import { envelope } from './envelope';
import { KvError } from './KvError';
import { bodyOf, durationField, numberField } from './requestFields';
import { TokenRegistry } from './TokenRegistry';
import { JsonObject, KvRequest, KvResponse, KvToken } from './types';

/** Time to live when none is asked for: 32 days, in seconds. */
const defaultTtl = 2_764_800;

/**
 * The paths below `auth/token`.
 *
 * @see https://openbao.org/api-docs/auth/token/
 * @internal
 */
export class TokenRoutes {
  readonly #tokens: TokenRegistry;

  private constructor(tokens: TokenRegistry) {
    this.#tokens = tokens;
  }

  static create(tokens: TokenRegistry): TokenRoutes {
    return new TokenRoutes(tokens);
  }

  handle(path: string, request: KvRequest, caller: KvToken): KvResponse {
    const write = request.method === 'POST' || request.method === 'PUT';
    if (path === 'lookup-self' && (write || request.method === 'GET')) {
      return this.#lookup(caller);
    }
    if (!write) {
      throw KvError.unsupportedOperation();
    }
    const body = bodyOf(request);
    switch (path) {
      case 'create':
      case 'create-orphan':
        return this.#create(body, caller);
      case 'lookup':
        return this.#lookup(this.#named(body));
      case 'renew-self':
        return this.#renew(caller, body);
      case 'renew':
        return this.#renew(this.#named(body), body);
      case 'revoke-self':
        return this.#revoke(caller);
      case 'revoke':
        return this.#revoke(this.#tokens.find(String(body.token)));
      default:
        throw KvError.wrapped(404, 'unsupported path');
    }
  }

  #create(body: JsonObject, caller: KvToken): KvResponse {
    const policies = Array.isArray(body.policies)
      ? body.policies.map(String)
      : caller.policies;
    const isRoot = policies.includes('root');
    const withDefault =
      isRoot || body.no_default_policy === true
        ? policies
        : [...policies, 'default'];
    const ttl =
      durationField('period', body.period) || durationField('ttl', body.ttl);
    const token = this.#tokens.issue({
      id: typeof body.id === 'string' ? body.id : undefined,
      policies: withDefault,
      ttl: ttl || (isRoot ? 0 : defaultTtl),
      displayName:
        typeof body.display_name === 'string'
          ? `token-${body.display_name}`
          : 'token',
      renewable: body.renewable !== false && !(isRoot && !ttl),
      numUses: numberField('num_uses', body.num_uses) ?? 0,
      orphan: body.no_parent === true,
      meta: body.meta as Record<string, string> | undefined,
    });
    return answer(this.#tokens.authOf(token));
  }

  #lookup(token: KvToken): KvResponse {
    return {
      status: 200,
      body: envelope({ data: this.#tokens.describe(token) }),
    };
  }

  #renew(token: KvToken, body: JsonObject): KvResponse {
    const increment = durationField('increment', body.increment) ?? 0;
    return answer(this.#tokens.authOf(this.#tokens.renew(token, increment)));
  }

  #revoke(token: KvToken | undefined): KvResponse {
    if (token) {
      this.#tokens.revoke(token);
    }
    return { status: 204 };
  }

  #named(body: JsonObject): KvToken {
    const id = typeof body.token === 'string' ? body.token : undefined;
    const token = this.#tokens.find(id);
    if (!token) {
      throw new KvError(403, 'bad token');
    }
    return token;
  }
}

function answer(auth: JsonObject): KvResponse {
  return { status: 200, body: envelope({ auth }) };
}
