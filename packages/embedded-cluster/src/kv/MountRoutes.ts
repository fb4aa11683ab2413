import { envelope } from './envelope';
import { formatGoDuration } from './goDuration';
import { KvEngine } from './KvEngine';
import { KvError } from './KvError';
import { KvState } from './KvState';
import { describeEntry, metadataResponse } from './metadataResponse';
import { NanoClock } from './NanoClock';
import {
  bodyOf,
  casField,
  durationField,
  flagField,
  numberField,
  objectField,
  requireMergePatch,
  versionNumbers,
} from './requestFields';
import { JsonObject, KvMount, KvRequest, KvResponse } from './types';

const noContent: KvResponse = { status: 204 };
const sections = ['data', 'metadata', 'subkeys'];

/**
 * The paths below a KV v2 mount.
 *
 * @see https://openbao.org/api-docs/secret/kv/kv-v2/
 * @internal
 */
export class MountRoutes {
  readonly #state: KvState;
  readonly #time: NanoClock;

  private constructor(state: KvState, time: NanoClock) {
    this.#state = state;
    this.#time = time;
  }

  static create(state: KvState, time: NanoClock): MountRoutes {
    return new MountRoutes(state, time);
  }

  /** Whether a path is there already, so that writing needs `update` rather than `create`. */
  exists(mount: KvMount, rest: string): boolean {
    const [section, path] = split(rest);
    return (
      section === 'config' ||
      ['delete', 'undelete', 'destroy'].includes(section) ||
      this.#engine(mount).find(path) !== undefined
    );
  }

  /** @param rest - the path behind the mount */
  handle(mount: KvMount, rest: string, request: KvRequest): KvResponse {
    const [section, given] = split(rest);
    const path = given.replace(/\/$/, '');
    const engine = this.#engine(mount);
    const operation = `${request.method} ${section}`;
    if (section === 'config' && !path) {
      return this.#config(mount, request);
    }
    if (operation === 'LIST metadata' || operation === 'SCAN metadata') {
      const keys =
        request.method === 'LIST' ? engine.list(path) : engine.scan(path);
      return keys.length ? ok({ keys }) : KvError.notFound().toResponse();
    }
    if (operation === 'LIST detailed-metadata') {
      return this.#detailedList(engine, path);
    }
    if (!path && sections.includes(section)) {
      return rest.endsWith('/')
        ? KvError.notFound().toResponse()
        : notHere(
            'Non-listing operations on the root of a K/V v2 mount are not supported.',
          );
    }
    switch (section) {
      case 'data':
        return this.#data(engine, path, request);
      case 'metadata':
        return metadataResponse(engine, path, request);
      case 'subkeys':
        return this.#subkeys(engine, path, request);
      case 'delete':
      case 'undelete':
      case 'destroy':
        return this.#versions(engine, section, path, request);
      default:
        return notHere(
          `Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use. If using the OpenBao CLI, use 'bao kv ${
            request.method === 'GET' ? 'get' : 'put'
          }' for this operation.`,
        );
    }
  }

  #data(engine: KvEngine, path: string, request: KvRequest): KvResponse {
    switch (request.method) {
      case 'GET':
        return ok(
          engine.read(
            path,
            numberField('version', request.query.get('version')) ?? 0,
          ),
        );
      case 'POST':
      case 'PUT': {
        const { data, cas } = writeFields(request);
        return ok(engine.write(path, data, cas));
      }
      case 'PATCH': {
        requireMergePatch(request);
        if (!engine.find(path)) {
          return { status: 404 };
        }
        const { data, cas } = writeFields(request);
        return ok(engine.patch(path, data, cas));
      }
      case 'DELETE':
        engine.softDelete(path);
        return noContent;
      default:
        throw KvError.unsupportedOperation();
    }
  }

  #subkeys(engine: KvEngine, path: string, request: KvRequest): KvResponse {
    if (request.method !== 'GET') {
      throw KvError.unsupportedOperation();
    }
    return ok(
      engine.subkeys(
        path,
        numberField('version', request.query.get('version')) ?? 0,
        numberField('depth', request.query.get('depth')) ?? 0,
      ),
    );
  }

  #versions(
    engine: KvEngine,
    section: 'delete' | 'undelete' | 'destroy',
    path: string,
    request: KvRequest,
  ): KvResponse {
    if (request.method !== 'POST' && request.method !== 'PUT') {
      throw KvError.unsupportedOperation();
    }
    const numbers = versionNumbers(section, bodyOf(request));
    if (section === 'delete') {
      engine.softDelete(path, numbers);
    } else {
      engine[section](path, numbers);
    }
    return noContent;
  }

  #config(mount: KvMount, request: KvRequest): KvResponse {
    if (request.method === 'GET') {
      return ok({
        cas_required: mount.casRequired,
        delete_version_after: formatGoDuration(mount.deleteVersionAfter),
        max_versions: mount.maxVersions,
        metadata_cas_required: mount.metadataCasRequired,
      });
    }
    if (request.method !== 'POST' && request.method !== 'PUT') {
      throw KvError.unsupportedOperation();
    }
    const body = bodyOf(request);
    this.#state.mounts.set(mount.path, {
      ...mount,
      maxVersions:
        numberField('max_versions', body.max_versions) ?? mount.maxVersions,
      casRequired: flagField(body.cas_required, mount.casRequired),
      metadataCasRequired: flagField(
        body.metadata_cas_required,
        mount.metadataCasRequired,
      ),
      deleteVersionAfter:
        durationField('delete_version_after', body.delete_version_after) ??
        mount.deleteVersionAfter,
    });
    return noContent;
  }

  #detailedList(engine: KvEngine, folder: string): KvResponse {
    const keys = engine.list(folder);
    const prefix = folder && !folder.endsWith('/') ? `${folder}/` : folder;
    const info = keys.flatMap(key => {
      const entry = engine.find(`${prefix}${key}`);
      return entry ? [[key, describeEntry(entry)]] : [];
    });
    return keys.length
      ? ok({ keys, key_info: Object.fromEntries(info) })
      : KvError.notFound().toResponse();
  }

  #engine(mount: KvMount): KvEngine {
    return KvEngine.create(this.#state, mount, this.#time);
  }
}

function ok(data: JsonObject): KvResponse {
  return { status: 200, body: envelope({ data }) };
}

function split(rest: string): [section: string, path: string] {
  const slash = rest.indexOf('/');
  return slash < 0 ? [rest, ''] : [rest.slice(0, slash), rest.slice(slash + 1)];
}

function writeFields(request: KvRequest): {
  data: JsonObject | null;
  cas: number | undefined;
} {
  const { data, options } = bodyOf(request);
  if (data === undefined) {
    throw new KvError(400, 'no data provided');
  }
  return { data: objectField('data', data), cas: casField(options) };
}

function notHere(warning: string): KvResponse {
  return { status: 404, body: envelope({ warnings: [warning] }) };
}
