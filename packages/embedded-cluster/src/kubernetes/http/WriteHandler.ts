import { methodNotAllowed, unsupportedPatch } from '../errors';
import { applyPatch, PatchKind, readPatch } from '../patch/applyPatch';
import { ResourceType } from '../resources/ResourceType';
import { ClusterObjects } from '../store/ClusterObjects';
import { WriteResult } from '../store/ObjectWriter';
import { answerWith } from './answers';
import { deleteRequest } from './deleteOptions';
import { Renderer } from './Renderer';
import {
  mediaType,
  readBodyObject,
  selectionOf,
  writeRequest,
} from './requestOptions';
import { HttpAnswer, HttpRequest } from './types';

const patchKinds: Record<string, PatchKind> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
};

const orphanWarning =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

/** Answers requests that create, change and delete. @internal */
export class WriteHandler {
  readonly #objects: ClusterObjects;

  constructor(objects: ClusterObjects) {
    this.#objects = objects;
  }

  create(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpAnswer {
    if (request.name) {
      throw methodNotAllowed();
    }
    const options = writeRequest(request, 'CreateOptions');
    const { value, duplicates } = readBodyObject(request, type);
    const result = this.#objects.writer.create(type, request.namespace, value, {
      ...options,
      duplicates,
    });
    return written(201, result, renderer);
  }

  update(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpAnswer {
    demandName(request);
    const options = writeRequest(request, 'UpdateOptions');
    const { value, duplicates } = readBodyObject(request, type);
    const result = this.#objects.writer.update(
      type,
      request.namespace,
      request.name,
      () => value,
      { ...options, duplicates },
    );
    return written(200, result, renderer);
  }

  patch(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpAnswer {
    demandName(request);
    const kind = patchKinds[mediaType(request)];
    if (!kind) {
      throw unsupportedPatch(type.custom);
    }
    const options = writeRequest(request, 'PatchOptions');
    const patch = readPatch(kind, request.body.toString('utf8'));
    const result = this.#objects.writer.update(
      type,
      request.namespace,
      request.name,
      present => applyPatch(present, kind, patch),
      options,
    );
    return written(200, result, renderer);
  }

  delete(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpAnswer {
    if (request.subresource) {
      throw methodNotAllowed();
    }
    const options = deleteRequest(request);
    const { object, gone } = this.#objects.deleter.delete(
      type,
      request.namespace,
      request.name,
      options,
    );
    const orphans =
      type.defaultPropagation === 'Orphan' && !options.propagationPolicy;
    const warnings = orphans ? [orphanWarning] : [];
    if (!gone || type.answersDeleted) {
      return written(200, { object, warnings }, renderer);
    }
    const status = {
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
    };
    return answerWith(JSON.stringify(status), renderer, 200, warnings);
  }

  deleteCollection(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpAnswer {
    const options = deleteRequest(request);
    const page = this.#objects.reader.list(type, selectionOf(request));
    for (const { key } of page.items) {
      const [first, second] = key.split('/');
      this.#objects.deleter.delete(
        type,
        type.namespaced ? first : undefined,
        second ?? first,
        options,
      );
    }
    return answerWith(renderer.list(page), renderer);
  }
}

function demandName(request: HttpRequest): void {
  if (!request.name) {
    throw methodNotAllowed();
  }
}

function written(
  code: number,
  { object, warnings }: WriteResult,
  renderer: Renderer,
): HttpAnswer {
  return answerWith(renderer.object(object), renderer, code, warnings);
}
