import { Clock } from '../../clock';
import { methodNotAllowed, UnknownPathError, unknownResource } from '../errors';
import { ResourceType } from '../resources/ResourceType';
import { ClusterObjects } from '../store/ClusterObjects';
import { ReadHandler } from './ReadHandler';
import { Renderer } from './Renderer';
import { negotiate } from './representation';
import { HttpAnswer, HttpRequest, HttpStream } from './types';
import { WriteHandler } from './WriteHandler';

/** @internal */
export interface ResourceHandlerOptions {
  objects: ClusterObjects;
  clock: Clock;
}

/** Answers requests for resources. @internal */
export class ResourceHandler {
  readonly #objects: ClusterObjects;
  readonly #clock: Clock;
  readonly #reads: ReadHandler;
  readonly #writes: WriteHandler;

  constructor({ objects, clock }: ResourceHandlerOptions) {
    this.#objects = objects;
    this.#clock = clock;
    this.#reads = new ReadHandler(objects);
    this.#writes = new WriteHandler(objects);
  }

  /** @throws StatusError */
  answer(request: HttpRequest): HttpAnswer | HttpStream {
    const type = this.#objects.registry.get(request);
    if (!type) {
      throw new UnknownPathError();
    }
    demandKnown(type, request);
    const renderer = new Renderer(
      type,
      negotiate(request.accept),
      request.query.get('includeObject'),
      this.#clock,
    );
    switch (request.verb) {
      case 'list':
        return this.#reads.list(type, request, renderer);
      case 'watch':
        return this.#reads.watch(type, request, renderer);
      case 'deletecollection':
        return this.#writes.deleteCollection(type, request, renderer);
      default:
        return this.#answerOne(type, request, renderer);
    }
  }

  /** What concerns one object, which has a namespace when its kind has. */
  #answerOne(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpAnswer {
    if (type.namespaced && !request.namespace) {
      throw methodNotAllowed();
    }
    switch (request.verb) {
      case 'get':
        return this.#reads.get(type, request, renderer);
      case 'create':
        return this.#writes.create(type, request, renderer);
      case 'update':
        return this.#writes.update(type, request, renderer);
      case 'patch':
        return this.#writes.patch(type, request, renderer);
      case 'delete':
        return this.#writes.delete(type, request, renderer);
      default:
        throw methodNotAllowed();
    }
  }
}

function demandKnown(type: ResourceType, request: HttpRequest): void {
  const { subresource, namespace, name } = request;
  const knownSubresource =
    !subresource || (subresource === 'status' && type.hasStatus);
  const misplaced = type.namespaced ? name && !namespace : namespace;
  if (!knownSubresource || misplaced) {
    throw unknownResource();
  }
}
