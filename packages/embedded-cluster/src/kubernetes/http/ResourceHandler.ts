import { Clock } from '../../clock';
import { StoredEvent } from '../../storage/StoredObject';
import {
  invalid,
  methodNotAllowed,
  UnknownPathError,
  unknownResource,
  unsupportedMediaType,
} from '../errors';
import { applyPatch } from '../patch/applyPatch';
import { ResourceType } from '../resources/ResourceType';
import { ClusterObjects } from '../store/ClusterObjects';
import { parseRevision } from '../store/ObjectReader';
import { WriteResult } from '../store/ObjectWriter';
import { forbiddenField } from '../validation/causes';
import { isTrue } from './parseRequest';
import { parseJson } from './readBody';
import { Renderer } from './Renderer';
import { negotiate } from './representation';
import {
  deleteOptions,
  mediaType,
  readObject,
  selectionOf,
  writeRequest,
} from './requestOptions';
import { HttpAnswer, HttpRequest, HttpStream } from './types';

const patchKinds: Record<string, 'merge' | 'json'> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
};

/** Half an hour to an hour, as on the real server: 45 minutes. */
const defaultWatchSeconds = 2700;

/** @internal */
export interface ResourceHandlerOptions {
  objects: ClusterObjects;
  clock: Clock;
}

/** Answers requests for resources. @internal */
export class ResourceHandler {
  readonly #objects: ClusterObjects;
  readonly #clock: Clock;
  /** Each change is written once per form, however many watch. */
  readonly #lines = new WeakMap<StoredEvent, Map<string, string>>();

  constructor({ objects, clock }: ResourceHandlerOptions) {
    this.#objects = objects;
    this.#clock = clock;
  }

  /** @throws StatusError */
  answer(request: HttpRequest): HttpAnswer | HttpStream {
    const type = this.#objects.registry.get(request);
    if (!type) {
      throw new UnknownPathError();
    }
    const { subresource } = request;
    const knownSubresource =
      !subresource || (subresource === 'status' && type.hasStatus);
    const misplaced = type.namespaced
      ? request.name && !request.namespace
      : request.namespace;
    if (!knownSubresource || misplaced) {
      throw unknownResource();
    }
    const renderer = new Renderer(
      type,
      negotiate(request.accept),
      request.query.get('includeObject'),
      this.#clock,
    );
    switch (request.verb) {
      case 'get':
        this.#demandNamespace(type, request);
        return json(
          renderer.object(
            this.#objects.reader.get(type, request.namespace, request.name),
          ),
        );
      case 'list':
        return json(
          renderer.list(
            this.#objects.reader.list(type, {
              ...selectionOf(request),
              limit: Number(request.query.get('limit') ?? 0),
              continueToken: request.query.get('continue') ?? undefined,
              resourceVersion: request.query.get('resourceVersion') ?? '',
              resourceVersionMatch:
                request.query.get('resourceVersionMatch') ?? '',
            }),
          ),
        );
      case 'watch':
        return this.#watch(type, request, renderer);
      case 'create':
        return this.#create(type, request, renderer);
      case 'update':
        return this.#update(type, request, renderer);
      case 'patch':
        return this.#patch(type, request, renderer);
      case 'delete':
        return this.#delete(type, request, renderer);
      case 'deletecollection':
        return this.#deleteCollection(type, request, renderer);
      default:
        throw methodNotAllowed();
    }
  }

  #watch(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpStream {
    const { query } = request;
    // Clients fall back to list and watch when they are told so.
    if (isTrue(query.get('sendInitialEvents'))) {
      throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
        forbiddenField(
          'sendInitialEvents',
          'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
        ),
      ]);
    }
    const { reader, storage } = this.#objects;
    const revision = parseRevision(query.get('resourceVersion') ?? '');
    const began = storage.revision;
    return {
      start: send =>
        reader.watch(type, selectionOf(request), revision || undefined, event =>
          send(this.#line(event, renderer)),
        ),
      bookmark: isTrue(query.get('allowWatchBookmarks'))
        ? () =>
            storage.revision > began
              ? renderer.bookmark(storage.revision)
              : undefined
        : undefined,
      timeoutSeconds:
        Number(query.get('timeoutSeconds') ?? 0) || defaultWatchSeconds,
    };
  }

  #line(event: StoredEvent, renderer: Renderer): string {
    const lines = this.#lines.get(event) ?? new Map<string, string>();
    this.#lines.set(event, lines);
    const line = lines.get(renderer.form) ?? renderer.event(event);
    lines.set(renderer.form, line);
    return line;
  }

  #create(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpAnswer {
    if (request.name) {
      throw methodNotAllowed();
    }
    this.#demandNamespace(type, request);
    const result = this.#objects.writer.create(
      type,
      request.namespace,
      readObject(request),
      writeRequest(request),
    );
    return written(201, result, renderer);
  }

  #update(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpAnswer {
    if (!request.name) {
      throw methodNotAllowed();
    }
    this.#demandNamespace(type, request);
    const value = readObject(request);
    const result = this.#objects.writer.update(
      type,
      request.namespace,
      request.name,
      () => value,
      writeRequest(request),
    );
    return written(200, result, renderer);
  }

  #patch(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpAnswer {
    if (!request.name) {
      throw methodNotAllowed();
    }
    this.#demandNamespace(type, request);
    const kind = patchKinds[mediaType(request)];
    if (!kind) {
      throw unsupportedMediaType(Object.keys(patchKinds));
    }
    const patch = parseJson(request.body);
    const result = this.#objects.writer.update(
      type,
      request.namespace,
      request.name,
      present => applyPatch(type, present, kind, patch),
      writeRequest(request),
    );
    return written(200, result, renderer);
  }

  #delete(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpAnswer {
    if (request.subresource) {
      throw methodNotAllowed();
    }
    this.#demandNamespace(type, request);
    const { preconditions, dryRun } = deleteOptions(request);
    const { object, gone } = this.#objects.writer.delete(
      type,
      request.namespace,
      request.name,
      preconditions,
      { dryRun },
    );
    if (!gone) {
      return json(renderer.object(object));
    }
    return json(
      JSON.stringify({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        details: {
          name: request.name,
          ...(type.group ? { group: type.group } : {}),
          kind: type.resource,
          uid: object.parse().metadata.uid,
        },
      }),
    );
  }

  #deleteCollection(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpAnswer {
    const { dryRun } = deleteOptions(request);
    const page = this.#objects.reader.list(type, selectionOf(request));
    for (const { key } of page.items) {
      const [first, second] = key.split('/');
      this.#objects.writer.delete(
        type,
        type.namespaced ? first : undefined,
        second ?? first,
        {},
        { dryRun },
      );
    }
    return json(renderer.list(page));
  }

  #demandNamespace(type: ResourceType, request: HttpRequest): void {
    if (type.namespaced && !request.namespace) {
      throw methodNotAllowed();
    }
  }
}

function json(body: string, code: number = 200): HttpAnswer {
  return { code, contentType: 'application/json', body };
}

function written(
  code: number,
  { object, warnings }: WriteResult,
  renderer: Renderer,
): HttpAnswer {
  const answer = json(renderer.object(object), code);
  if (warnings.length) {
    const texts = warnings.map(text => `299 - ${JSON.stringify(text)}`);
    answer.headers = { Warning: texts.join(', ') };
  }
  return answer;
}
