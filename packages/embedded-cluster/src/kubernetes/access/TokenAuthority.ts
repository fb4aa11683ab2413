import { randomBytes } from 'node:crypto';
import { ApiRequest } from '../../faults';
import { AccessRule } from '../../types';
import { forbidden, unauthorized } from '../errors';

/** Who sent a request. @internal */
export interface Identity {
  username: string;
  /** `undefined`: may do everything. */
  rules: AccessRule[] | undefined;
}

/** Knows bearer tokens and what they may do. @internal */
export class TokenAuthority {
  readonly #identities = new Map<string, Identity>();

  private constructor() {}

  static create(adminToken: string): TokenAuthority {
    const authority = new TokenAuthority();
    authority.#identities.set(adminToken, {
      username: 'admin',
      rules: undefined,
    });
    return authority;
  }

  issue(rules: AccessRule[], username: string): string {
    const token = newToken();
    this.#identities.set(token, { username, rules });
    return token;
  }

  /** @throws StatusError Unauthorized */
  authenticate(authorization: string | undefined): Identity {
    const token = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
    const identity = token && this.#identities.get(token);
    if (!identity) {
      throw unauthorized();
    }
    return identity;
  }

  /** Paths that are no resource, such as discovery, are open to every identity. @throws StatusError Forbidden */
  authorize(identity: Identity, request: ApiRequest): void {
    if (!identity.rules || !request.resource) {
      return;
    }
    const { verb, group, name } = request;
    // A namespace counts as lying in itself.
    const isNamespace = !group && request.resource === 'namespaces';
    const namespace = isNamespace ? name : request.namespace;
    const asked = { ...request, namespace };
    if (!identity.rules.some(rule => allows(rule, asked))) {
      const where = namespace
        ? `in the namespace "${namespace}"`
        : 'at the cluster scope';
      throw forbidden(
        request,
        name,
        `User "${identity.username}" cannot ${verb} resource "${qualified(
          request,
        )}" in API group "${group}" ${where}`,
      );
    }
  }
}

/** @internal */
export function newToken(): string {
  return randomBytes(24).toString('base64url');
}

function qualified(request: ApiRequest): string {
  return request.subresource
    ? `${request.resource}/${request.subresource}`
    : request.resource;
}

function has(list: string[], wanted: string): boolean {
  return list.includes('*') || list.includes(wanted);
}

function allows(rule: AccessRule, request: ApiRequest): boolean {
  return (
    has(rule.verbs, request.verb) &&
    has(rule.apiGroups, request.group) &&
    has(rule.resources, qualified(request)) &&
    (!rule.namespaces || rule.namespaces.includes(request.namespace)) &&
    (!rule.resourceNames || rule.resourceNames.includes(request.name))
  );
}
