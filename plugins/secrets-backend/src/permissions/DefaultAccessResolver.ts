import {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { Config, readDurationFromConfig } from '@backstage/config';
import {
  AuthorizeResult,
  QueryPermissionRequest,
} from '@backstage/plugin-permission-common';
import { durationToMilliseconds } from '@backstage/types';
import { secretsPermissions } from '@strongroom/backstage-plugin-secrets-common';
import { createAccess, intersectAccess, NO_ACCESS } from './access';
import { compileDecision } from './compileDecision';
import { ServiceGrants } from './ServiceGrants';
import { Access, AccessResolver, ResolveAccessOptions } from './types';

const DEFAULT_REUSE_MS = 3_000;

/** Options of {@link DefaultAccessResolver.fromConfig}. */
export interface DefaultAccessResolverOptions {
  auth: AuthService;
  permissions: PermissionsService;
  logger: LoggerService;
}

interface Reusable {
  access: Promise<Access>;
  /** On the monotonic clock, so that a clock set back does not prolong a permission. */
  until: number;
}

/**
 * Asks Backstage's permission framework, once per request and for all permissions together. Users' decisions serve
 * their further reads for `secrets.permissions.reuseFor` (3 seconds unless configured; 0 switches it off).
 */
export class DefaultAccessResolver implements AccessResolver {
  readonly #auth: AuthService;
  readonly #permissions: PermissionsService;
  readonly #logger: LoggerService;
  readonly #services: ServiceGrants;
  readonly #reuseMs: number;
  readonly #reusable = new Map<string, Reusable>();

  private constructor(
    options: DefaultAccessResolverOptions,
    services: ServiceGrants,
    reuseMs: number,
  ) {
    this.#auth = options.auth;
    this.#permissions = options.permissions;
    this.#logger = options.logger;
    this.#services = services;
    this.#reuseMs = reuseMs;
  }

  /** Reads `secrets.services` and `secrets.permissions.reuseFor`. */
  static fromConfig(
    config: Config,
    options: DefaultAccessResolverOptions,
  ): DefaultAccessResolver {
    const key = 'secrets.permissions.reuseFor';
    return new DefaultAccessResolver(
      options,
      ServiceGrants.fromConfig(config),
      config.has(key)
        ? durationToMilliseconds(readDurationFromConfig(config, { key }))
        : DEFAULT_REUSE_MS,
    );
  }

  async resolve(
    credentials: BackstageCredentials,
    { write }: ResolveAccessOptions,
  ): Promise<Access> {
    if (this.#auth.isPrincipal(credentials, 'user')) {
      return write ? this.#ask(credentials) : this.#reuseOrAsk(credentials);
    }
    if (this.#auth.isPrincipal(credentials, 'service')) {
      const granted = this.#services.accessOf(credentials.principal.subject);
      return granted === NO_ACCESS
        ? NO_ACCESS
        : intersectAccess(granted, await this.#ask(credentials));
    }
    return NO_ACCESS;
  }

  async #reuseOrAsk(
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<Access> {
    const now = performance.now();
    for (const [key, { until }] of this.#reusable) {
      if (until > now) {
        break;
      }
      this.#reusable.delete(key);
    }
    const caller = identify(credentials);
    const known = this.#reusable.get(caller);
    if (known) {
      return known.access;
    }
    const entry = {
      access: this.#ask(credentials),
      until: now + this.#reuseMs,
    };
    this.#reusable.set(caller, entry);
    entry.access.catch(() => {
      if (this.#reusable.get(caller) === entry) {
        this.#reusable.delete(caller);
      }
    });
    return entry.access;
  }

  async #ask(credentials: BackstageCredentials): Promise<Access> {
    const decisions = await this.#permissions.authorizeConditional(
      // The framework takes permissions without a resource here too; its types do not say so.
      secretsPermissions.map(
        permission => ({ permission } as QueryPermissionRequest),
      ),
      { credentials },
    );
    const decided = secretsPermissions.map(
      ({ name }, index) => [name, decisions[index]] as const,
    );
    return createAccess(
      new Map(
        decided.map(([name, decision]) => [
          name,
          compileDecision(decision, { permission: name, logger: this.#logger }),
        ]),
      ),
      new Set(
        decided
          .filter(([, { result }]) => result === AuthorizeResult.ALLOW)
          .map(([name]) => name),
      ),
    );
  }
}

/** One session of one user: two sign-ins of a user may differ in groups, and in when they end. */
function identify({
  principal,
  expiresAt,
}: BackstageCredentials<BackstageUserPrincipal>): string {
  return JSON.stringify([principal, expiresAt?.getTime()]);
}
