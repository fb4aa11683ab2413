import { randomUUID } from 'node:crypto';
import { AccessControl } from './AccessControl';
import { envelope } from './envelope';
import { KvError } from './KvError';
import { KvSeal } from './KvSeal';
import { KvState } from './KvState';
import { NanoClock } from './NanoClock';
import { isJsonObject } from './mergeJson';
import { bodyOf } from './requestFields';
import { JsonObject, KvMount, KvRequest, KvResponse, KvToken } from './types';

/** @internal */
export interface SystemRoutesOptions {
  state: KvState;
  seal: KvSeal;
  access: AccessControl;
  time: NanoClock;
}

/**
 * The paths below `sys`.
 *
 * @see https://openbao.org/api-docs/system/
 * @internal
 */
export class SystemRoutes {
  readonly #state: KvState;
  readonly #seal: KvSeal;
  readonly #access: AccessControl;
  readonly #time: NanoClock;

  private constructor(options: SystemRoutesOptions) {
    this.#state = options.state;
    this.#seal = options.seal;
    this.#access = options.access;
    this.#time = options.time;
  }

  static create(options: SystemRoutesOptions): SystemRoutes {
    return new SystemRoutes(options);
  }

  /** Paths that need no token and answer while the store is sealed. */
  handleOpen(request: KvRequest): KvResponse | undefined {
    switch (request.path) {
      case 'sys/health': {
        const code = request.query.get(
          this.#seal.sealed ? 'sealedcode' : 'activecode',
        );
        return {
          status: Number(code ?? (this.#seal.sealed ? 503 : 200)),
          body: this.#seal.health(new Date(this.#time.milliseconds())),
        };
      }
      case 'sys/seal-status':
        return { status: 200, body: this.#seal.status() };
      case 'sys/leader':
        return this.#seal.sealed
          ? undefined
          : { status: 200, body: this.#leader() };
      case 'sys/init':
        return { status: 200, body: { initialized: true } };
      case 'sys/unseal':
        this.#seal.unsealWith(bodyOf(request).key);
        return { status: 200, body: this.#seal.status() };
      default:
        return undefined;
    }
  }

  /** Tells the command line tools what a path is mounted on; decides by itself who may know. */
  handleMountLookup(path: string, caller: KvToken): KvResponse {
    const mount = [...this.#state.mounts.values()].find(
      ({ path: prefix }) => path === prefix || path.startsWith(`${prefix}/`),
    );
    if (!mount || !this.#access.reaches(caller, mount.path)) {
      throw new KvError(
        403,
        `preflight capability check returned 403, please ensure client's policies grant access to path "${path}/"`,
      );
    }
    return {
      status: 200,
      body: envelope({
        data: { ...describeMount(mount), path: `${mount.path}/` },
      }),
    };
  }

  handle(path: string, request: KvRequest, caller: KvToken): KvResponse {
    const write = request.method === 'POST' || request.method === 'PUT';
    if (path === 'seal' && write) {
      this.#seal.seal();
      return { status: 204 };
    }
    if (path === 'mounts' && request.method === 'GET') {
      const mounts = [...this.#state.mounts.values()].map(mount => [
        `${mount.path}/`,
        describeMount(mount),
      ]);
      const data = Object.fromEntries(mounts);
      return { status: 200, body: { ...data, ...envelope({ data }) } };
    }
    if (path.startsWith('mounts/')) {
      return this.#mount(path.slice('mounts/'.length), request);
    }
    if (path === 'capabilities-self' && write) {
      return this.#capabilities(request, caller);
    }
    if (path === 'policies/acl' && request.method === 'LIST') {
      return ok({ keys: this.#access.policyNames() });
    }
    if (path.startsWith('policies/acl/')) {
      return this.#policy(path.slice('policies/acl/'.length), request);
    }
    throw KvError.wrapped(404, 'unsupported path');
  }

  #leader(): JsonObject {
    return {
      ha_enabled: true,
      is_self: true,
      active_time: new Date(this.#time.milliseconds()).toISOString(),
      leader_address: '',
      leader_cluster_address: '',
      performance_standby: false,
      performance_standby_last_remote_wal: 0,
    };
  }

  #mount(given: string, request: KvRequest): KvResponse {
    const path = given.replace(/\/+$/, '');
    const existing = this.#state.mounts.get(path);
    switch (request.method) {
      case 'GET':
        if (!existing) {
          throw new KvError(400, `No secret engine mount at ${path}/`);
        }
        return ok(describeMount(existing));
      case 'POST':
      case 'PUT': {
        const body = bodyOf(request);
        const { version } = isJsonObject(body.options) ? body.options : {};
        const isKv2 =
          body.type === 'kv-v2' || (body.type === 'kv' && `${version}` === '2');
        if (!isKv2) {
          throw new KvError(400, 'only KV version 2 can be mounted here');
        }
        if (existing) {
          throw new KvError(400, `path is already in use at ${path}/`);
        }
        this.#state.mounts.set(path, newMount(path));
        return { status: 204 };
      }
      case 'DELETE':
        for (const key of [...this.#state.entries.keys()]) {
          if (existing && key.startsWith(KvState.entryKey(existing, ''))) {
            this.#state.entries.delete(key);
          }
        }
        this.#state.mounts.delete(path);
        return { status: 204 };
      default:
        throw KvError.unsupportedOperation();
    }
  }

  #policy(name: string, request: KvRequest): KvResponse {
    switch (request.method) {
      case 'GET': {
        const policy = this.#access.policy(name);
        if (policy === undefined) {
          throw KvError.notFound();
        }
        return { status: 200, body: envelope({ data: { name, policy } }) };
      }
      case 'POST':
      case 'PUT': {
        const { policy } = bodyOf(request);
        if (typeof policy !== 'string' || !policy) {
          throw new KvError(400, "'policy' parameter not supplied or empty");
        }
        this.#access.setPolicy(name, policy);
        return { status: 204 };
      }
      case 'DELETE':
        this.#access.deletePolicy(name);
        return { status: 204 };
      default:
        throw KvError.unsupportedOperation();
    }
  }

  #capabilities(request: KvRequest, caller: KvToken): KvResponse {
    const { paths, path: single } = bodyOf(request);
    const asked = [paths ?? single ?? []].flat();
    const held = asked.map(path => {
      const names = [...this.#access.capabilities(caller, String(path))];
      return [String(path), names.length ? names.sort() : ['deny']];
    });
    const data = Object.fromEntries(
      held.length === 1 ? [['capabilities', held[0][1]], ...held] : held,
    );
    return { status: 200, body: { ...data, ...envelope({ data }) } };
  }
}

/** A mount with the settings of a fresh one. @internal */
export function newMount(path: string): KvMount {
  const uuid = randomUUID();
  return {
    path,
    uuid,
    accessor: `kv_${uuid.slice(0, 8)}`,
    description: '',
    maxVersions: 0,
    casRequired: false,
    metadataCasRequired: false,
    deleteVersionAfter: 0,
  };
}

function describeMount(mount: KvMount): JsonObject {
  return {
    accessor: mount.accessor,
    config: {
      default_lease_ttl: 0,
      force_no_cache: false,
      max_lease_ttl: 0,
    },
    deprecation_status: 'supported',
    description: mount.description,
    external_entropy_access: false,
    local: false,
    options: { version: '2' },
    plugin_version: '',
    running_plugin_version: 'v2.7.2+builtin.bao',
    running_sha256: '',
    seal_wrap: false,
    type: 'kv',
    uuid: mount.uuid,
  };
}

function ok(data: JsonObject): KvResponse {
  return { status: 200, body: { ...data, ...envelope({ data }) } };
}
