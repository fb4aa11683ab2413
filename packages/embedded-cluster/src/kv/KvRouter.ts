import { AccessControl } from './AccessControl';
import { KvError } from './KvError';
import { KvSeal } from './KvSeal';
import { KvState } from './KvState';
import { MountRoutes } from './MountRoutes';
import { NanoClock } from './NanoClock';
import { SystemRoutes } from './SystemRoutes';
import { TokenRegistry } from './TokenRegistry';
import { TokenRoutes } from './TokenRoutes';
import { KvMount, KvRequest, KvResponse, KvToken } from './types';

const mountLookup = 'sys/internal/ui/mounts/';

/** @internal */
export interface KvRouterOptions {
  state: KvState;
  seal: KvSeal;
  access: AccessControl;
  tokens: TokenRegistry;
  time: NanoClock;
}

/**
 * Takes a request through the same gates as the real server, in its order: open
 * paths, seal, token, policy, route.
 *
 * @internal
 */
export class KvRouter {
  readonly #options: KvRouterOptions;
  readonly #system: SystemRoutes;
  readonly #tokenRoutes: TokenRoutes;
  readonly #mountRoutes: MountRoutes;

  private constructor(options: KvRouterOptions) {
    this.#options = options;
    this.#system = SystemRoutes.create(options);
    this.#tokenRoutes = TokenRoutes.create(options.tokens);
    this.#mountRoutes = MountRoutes.create(options.state, options.time);
  }

  static create(options: KvRouterOptions): KvRouter {
    return new KvRouter(options);
  }

  handle(request: KvRequest): KvResponse {
    try {
      return this.#route(request);
    } catch (error) {
      if (error instanceof KvError) {
        return error.toResponse();
      }
      throw error;
    }
  }

  /** The mount that a path lies in, and what follows it. */
  mountOf(path: string): { mount: KvMount; rest: string } | undefined {
    let best: KvMount | undefined;
    for (const mount of this.#options.state.mounts.values()) {
      const inside = `${path}/`.startsWith(`${mount.path}/`);
      if (inside && mount.path.length > (best?.path.length ?? -1)) {
        best = mount;
      }
    }
    return best && { mount: best, rest: path.slice(best.path.length + 1) };
  }

  #route(request: KvRequest): KvResponse {
    const { seal, tokens, access } = this.#options;
    const { path } = request;
    if (path.includes('//')) {
      const clean = path.replace(/\/{2,}/g, '/');
      const encoded = clean.split('/').map(encodeURIComponent).join('/');
      const query = request.query.size ? `?${request.query}` : '';
      return { status: 307, location: `/v1/${encoded}${query}` };
    }
    if (path.split('/').includes('..')) {
      throw new KvError(400, 'relative paths not supported');
    }
    const open = this.#system.handleOpen(request);
    if (open) {
      return open;
    }
    if (seal.sealed) {
      throw new KvError(503, 'Vault is sealed');
    }
    const caller = tokens.find(request.token);
    if (!caller) {
      throw new KvError(403, 'permission denied');
    }
    if (path.startsWith(mountLookup)) {
      const asked = path.slice(mountLookup.length).replace(/\/+$/, '');
      return this.#system.handleMountLookup(asked, caller);
    }
    access.require(caller, path, this.#capability(request));
    if (path === 'sys/seal') {
      access.require(caller, path, 'sudo');
    }
    tokens.use(caller);
    return this.#dispatch(request, caller);
  }

  #dispatch(request: KvRequest, caller: KvToken): KvResponse {
    const { path } = request;
    if (path.startsWith('sys/')) {
      const below = path.slice('sys/'.length).replace(/\/+$/, '');
      return this.#system.handle(below, request, caller);
    }
    if (path.startsWith('auth/token/')) {
      return this.#tokenRoutes.handle(
        path.slice('auth/token/'.length),
        request,
        caller,
      );
    }
    const target = this.mountOf(path);
    if (!target) {
      throw new KvError(
        404,
        `no handler for route "${path}". route entry not found.`,
      );
    }
    if (isWrite(request) && path.endsWith('/')) {
      throw new KvError(400, "cannot write to a path ending in '/'");
    }
    return this.#mountRoutes.handle(target.mount, target.rest, request);
  }

  #capability(request: KvRequest): string {
    switch (request.method) {
      case 'GET':
        return 'read';
      case 'DELETE':
        return 'delete';
      case 'LIST':
      case 'SCAN':
      case 'PATCH':
        return request.method.toLowerCase();
      default: {
        const target = this.mountOf(request.path);
        return target && !this.#mountRoutes.exists(target.mount, target.rest)
          ? 'create'
          : 'update';
      }
    }
  }
}

function isWrite(request: KvRequest): boolean {
  return ['POST', 'PUT', 'PATCH'].includes(request.method);
}
