import {
  GroupVersionResource,
  KubernetesObject,
  ObjectKey,
  WatchEvent,
} from './types';

/** @public */
export interface WriteOptions {
  /** Name under which the fields are recorded in `metadata.managedFields`. */
  fieldManager?: string;
  /** Runs every check and answers as usual, but keeps nothing. */
  dryRun?: boolean;
}

/** @public */
export interface PatchOptions extends WriteOptions {
  subresource?: 'status';
}

/** @public */
export interface DeleteOptions {
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun?: boolean;
  /** What becomes of what the object owns; by default it is deleted afterwards. */
  propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  /** How long a Pod that runs on a node may take to end. */
  gracePeriodSeconds?: number;
}

/** @public */
export interface ListOptions {
  namespace?: string;
  /** Kubernetes syntax, for instance `tier in (a,b),!old`. */
  labelSelector?: string;
  /** Kubernetes syntax, for instance `metadata.name=x`. */
  fieldSelector?: string;
}

/** @public */
export interface ResourceList {
  items: KubernetesObject[];
  resourceVersion: string;
}

/** @public */
export interface WatchOptions extends ListOptions {
  /** Tell the changes after this version; without it, the objects that are there come first as ADDED. */
  resourceVersion?: string;
}

/**
 * The objects of one cluster with the rules of the Kubernetes API: validation,
 * defaults, names, `resourceVersion` and `uid` preconditions, generation,
 * finalizers, namespaces, managed fields. The HTTP API is a thin layer above it,
 * so what a controller writes in process behaves exactly as what a client sends.
 *
 * Every method is synchronous and atomic, every object that comes back is the
 * caller's own copy, and every failure is a {@link StatusError}.
 *
 * @public
 */
export interface ResourceStore {
  /** @throws StatusError NotFound */
  get(type: GroupVersionResource, key: ObjectKey): KubernetesObject;
  /** Like `get`, but `undefined` when there is no such object. */
  find(
    type: GroupVersionResource,
    key: ObjectKey,
  ): KubernetesObject | undefined;
  list(type: GroupVersionResource, options?: ListOptions): ResourceList;
  /** @throws StatusError AlreadyExists, Invalid, NotFound (no such namespace), Forbidden (namespace is terminating) */
  create(
    type: GroupVersionResource,
    object: KubernetesObject,
    options?: WriteOptions,
  ): KubernetesObject;
  /** Replaces everything but the status; `metadata.resourceVersion` and `uid` are preconditions. @throws StatusError Conflict, Invalid, NotFound */
  update(
    type: GroupVersionResource,
    object: KubernetesObject,
    options?: WriteOptions,
  ): KubernetesObject;
  /** Replaces nothing but the status (and may change labels, annotations and finalizers as little as the real server lets it). */
  updateStatus(
    type: GroupVersionResource,
    object: KubernetesObject,
    options?: WriteOptions,
  ): KubernetesObject;
  /** RFC 7386; a `metadata.resourceVersion` in the patch is a precondition. */
  mergePatch(
    type: GroupVersionResource,
    key: ObjectKey,
    patch: object,
    options?: PatchOptions,
  ): KubernetesObject;
  /** RFC 6902. */
  jsonPatch(
    type: GroupVersionResource,
    key: ObjectKey,
    patch: object[],
    options?: PatchOptions,
  ): KubernetesObject;
  /** The object when it stays for its finalizers (with `deletionTimestamp`), else `undefined`. */
  delete(
    type: GroupVersionResource,
    key: ObjectKey,
    options?: DeleteOptions,
  ): KubernetesObject | undefined;
  /**
   * Tells the listener of every change, in order, after the write that made it has returned.
   *
   * @returns ends the watch; the listener is not called any more
   * @throws StatusError Expired when the version was compacted away
   */
  watch(
    type: GroupVersionResource,
    listener: (event: WatchEvent) => void,
    options?: WatchOptions,
  ): () => void;
  /** Whether the resource is known; custom resources are after their definition was created. */
  serves(type: GroupVersionResource): boolean;
}
