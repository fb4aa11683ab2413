/** A kind of object as the API server names it. @public */
export interface KubernetesResource {
  /** `''` for the core group. */
  group: string;
  version: string;
  plural: string;
  kind: string;
  namespaced: boolean;
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/ @public */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: Array<{
    apiVersion: string;
    kind: string;
    name: string;
    uid: string;
    controller?: boolean;
  }>;
  managedFields?: ManagedFields[];
}

/** Which writer set which fields. @public */
export interface ManagedFields {
  manager?: string;
  operation?: 'Apply' | 'Update';
  time?: string;
  subresource?: string;
  fieldsV1?: Record<string, unknown>;
}

/** Any object of the API server. @public */
export interface KubernetesObject {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
}

/** An object without spec, data and status: all that may be read of a Secret. @public */
export interface PartialObjectMetadata {
  metadata: ObjectMeta;
}

/** Name of one object. @public */
export interface ObjectRef {
  namespace?: string;
  name: string;
}

/** Options of every call. @public */
export interface CallOptions {
  signal?: AbortSignal;
}

/** One page of a list. @public */
export interface ObjectPage<T> {
  items: T[];
  resourceVersion: string;
  /** Token of the next page. */
  continue?: string;
}

/** What a reflector tells, in order: everything that stands, then every change. @public */
export interface ReflectorListener<T> {
  /** A page of the first list, or of a relist, arrived; keep what you need and drop the rest. */
  onUpsert(object: T): void;
  /** The object is gone. */
  onDelete(ref: { namespace?: string; name: string; uid?: string }): void;
  /** A list is complete: everything not upserted since `onListStart` is gone. */
  onListed?(): void;
  /** A list begins. */
  onListStart?(): void;
  /** The kind can be read or cannot, with the time since when; `refused` when the cluster answers, and says no. */
  onReachable?(reachable: boolean, since: Date, refused?: boolean): void;
}

/** Ends what was started. @public */
export interface Subscription {
  close(): void;
}

/**
 * What a driver may do on a cluster. Errors are {@link StoreError}s; text of the API server never crosses this line.
 * Writes answer with metadata only, so that no value comes back.
 * @public
 */
export interface KubernetesClient {
  /** Name of the cluster in the configuration; the same cluster has the same client. */
  readonly cluster: string;

  /** Reads an object; `undefined` when it is not there. Not for Secrets: see {@link KubernetesClient.getMetadata}. */
  get<T extends KubernetesObject>(
    resource: KubernetesResource,
    ref: ObjectRef,
    options?: CallOptions,
  ): Promise<T | undefined>;

  /** Reads the metadata of an object, managed fields included; `undefined` when it is not there. */
  getMetadata(
    resource: KubernetesResource,
    ref: ObjectRef,
    options?: CallOptions,
  ): Promise<PartialObjectMetadata | undefined>;

  /** Lists one page. */
  listPage<T extends KubernetesObject>(
    resource: KubernetesResource,
    options?: CallOptions & {
      namespace?: string;
      labelSelector?: string;
      limit?: number;
      continue?: string;
    },
  ): Promise<ObjectPage<T>>;

  /**
   * Lists page by page, then watches, and does so again whenever that breaks; never ends by itself.
   * Several callers of the same resource and selector share nothing: keep the number small.
   */
  reflect<T extends KubernetesObject>(
    resource: KubernetesResource,
    listener: ReflectorListener<T>,
    options?: { namespace?: string; labelSelector?: string },
  ): Subscription;

  /**
   * Asks the cluster whether the caller that this client speaks for may do something, without doing it. Absent where the
   * portal speaks for itself.
   * @throws StoreError `Denied`
   */
  requireRight?(
    verb: 'create' | 'patch' | 'delete',
    resource: KubernetesResource,
    ref: ObjectRef,
    options?: CallOptions,
  ): Promise<void>;

  /** Creates an object. @throws StoreError `AlreadyExists` */
  create(
    resource: KubernetesResource,
    object: KubernetesObject & Record<string, unknown>,
    options?: CallOptions,
  ): Promise<PartialObjectMetadata>;

  /** Changes an object by JSON merge patch; put `metadata.resourceVersion` into it to lose no update. */
  mergePatch(
    resource: KubernetesResource,
    ref: ObjectRef,
    patch: Record<string, unknown>,
    options?: CallOptions,
  ): Promise<PartialObjectMetadata>;

  /** Deletes an object; one that is not there is no error. @throws StoreError `Conflict` when a precondition fails */
  delete(
    resource: KubernetesResource,
    ref: ObjectRef,
    options?: CallOptions & { uid?: string; resourceVersion?: string },
  ): Promise<void>;
}
