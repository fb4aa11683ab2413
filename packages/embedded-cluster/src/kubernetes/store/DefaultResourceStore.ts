import {
  DeleteOptions,
  ListOptions,
  PatchOptions,
  ResourceList,
  ResourceStore,
  WatchOptions,
  WriteOptions,
} from '../../storage/ResourceStore';
import {
  GroupVersionResource,
  KubernetesObject,
  ObjectKey,
  WatchEvent,
} from '../../storage/types';
import { cloneJson } from '../../storage/jsonValue';
import { StoredEvent } from '../../storage/StoredObject';
import { unknownResource } from '../errors';
import { applyPatch } from '../patch/applyPatch';
import { ResourceType } from '../resources/ResourceType';
import { ClusterObjects } from './ClusterObjects';
import { parseRevision } from './ObjectReader';
import { WriteRequest } from './ObjectWriter';
import { objectOf } from './serialize';

/** The objects of one cluster for callers in the same process. @internal */
export class DefaultResourceStore implements ResourceStore {
  readonly #objects: ClusterObjects;

  private constructor(objects: ClusterObjects) {
    this.#objects = objects;
  }

  static create(objects: ClusterObjects): DefaultResourceStore {
    return new DefaultResourceStore(objects);
  }

  get(gvr: GroupVersionResource, key: ObjectKey): KubernetesObject {
    const type = this.#type(gvr);
    return objectOf(
      this.#objects.reader.get(type, key.namespace, key.name),
      type,
    );
  }

  find(
    gvr: GroupVersionResource,
    key: ObjectKey,
  ): KubernetesObject | undefined {
    const type = this.#type(gvr);
    const found = this.#objects.reader.find(type, key.namespace, key.name);
    return found && objectOf(found, type);
  }

  list(gvr: GroupVersionResource, options: ListOptions = {}): ResourceList {
    const type = this.#type(gvr);
    const { items, revision } = this.#objects.reader.list(type, options);
    return {
      items: items.map(item => objectOf(item, type)),
      resourceVersion: String(revision),
    };
  }

  create(
    gvr: GroupVersionResource,
    object: KubernetesObject,
    options: WriteOptions = {},
  ): KubernetesObject {
    const type = this.#type(gvr);
    const copy = cloneJson(object);
    const { writer } = this.#objects;
    const result = writer.create(type, copy.metadata?.namespace, copy, options);
    return objectOf(result.object, type);
  }

  update(
    gvr: GroupVersionResource,
    object: KubernetesObject,
    options: WriteOptions = {},
  ): KubernetesObject {
    return this.#change(gvr, object.metadata as ObjectKey, options, () =>
      cloneJson(object),
    );
  }

  updateStatus(
    gvr: GroupVersionResource,
    object: KubernetesObject,
    options: WriteOptions = {},
  ): KubernetesObject {
    return this.#change(
      gvr,
      object.metadata as ObjectKey,
      { ...options, subresource: 'status' },
      () => cloneJson(object),
    );
  }

  mergePatch(
    gvr: GroupVersionResource,
    key: ObjectKey,
    patch: object,
    options: PatchOptions = {},
  ): KubernetesObject {
    return this.#patch(gvr, key, 'merge', patch, options);
  }

  jsonPatch(
    gvr: GroupVersionResource,
    key: ObjectKey,
    patch: object[],
    options: PatchOptions = {},
  ): KubernetesObject {
    return this.#patch(gvr, key, 'json', patch, options);
  }

  delete(
    gvr: GroupVersionResource,
    key: ObjectKey,
    options: DeleteOptions = {},
  ): KubernetesObject | undefined {
    const type = this.#type(gvr);
    const { object, gone } = this.#objects.deleter.delete(
      type,
      key.namespace,
      key.name,
      options,
    );
    return gone ? undefined : objectOf(object, type);
  }

  watch(
    gvr: GroupVersionResource,
    listener: (event: WatchEvent) => void,
    options: WatchOptions = {},
  ): () => void {
    const type = this.#type(gvr);
    let active = true;
    const tell = (event: StoredEvent) =>
      queueMicrotask(() => {
        if (active) {
          listener({ type: event.type, object: objectOf(event.object, type) });
        }
      });
    const end = this.#objects.reader.watch(
      type,
      options,
      parseRevision(options.resourceVersion),
      tell,
    );
    return () => {
      active = false;
      end();
    };
  }

  serves(gvr: GroupVersionResource): boolean {
    return this.#objects.registry.get(gvr) !== undefined;
  }

  #patch(
    gvr: GroupVersionResource,
    key: ObjectKey,
    kind: 'merge' | 'json',
    patch: unknown,
    options: PatchOptions,
  ): KubernetesObject {
    return this.#change(gvr, key, { ...options, patch: true }, present =>
      applyPatch(present, kind, patch),
    );
  }

  #change(
    gvr: GroupVersionResource,
    key: ObjectKey,
    options: WriteRequest,
    change: (present: KubernetesObject) => unknown,
  ): KubernetesObject {
    const type = this.#type(gvr);
    const { object } = this.#objects.writer.update(
      type,
      type.namespaced ? key.namespace : undefined,
      key.name,
      change,
      options,
    );
    return objectOf(object, type);
  }

  #type(gvr: GroupVersionResource): ResourceType {
    const type = this.#objects.registry.get(gvr);
    if (!type) {
      throw unknownResource();
    }
    return type;
  }
}
