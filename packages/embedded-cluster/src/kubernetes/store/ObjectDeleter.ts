import { StoredObject } from '../../storage/StoredObject';
import { KubernetesObject } from '../../storage/types';
import { equalJson } from '../../storage/jsonValue';
import { ResourceType } from '../resources/ResourceType';
import { ObjectKeeper } from './ObjectKeeper';
import { ObjectReader } from './ObjectReader';
import { checkPreconditions, Preconditions } from './preconditions';
import { finalizersForDeletion, PropagationPolicy } from './propagation';

/** @internal */
export interface DeleteRequest {
  preconditions?: Preconditions;
  dryRun?: boolean;
  propagationPolicy?: PropagationPolicy;
  gracePeriodSeconds?: number;
}

/** @internal */
export interface DeleteResult {
  /** As it is now, or as it went. */
  object: StoredObject;
  gone: boolean;
}

/** Deletes objects by the rules of the Kubernetes API. @internal */
export class ObjectDeleter {
  readonly #reader: ObjectReader;
  readonly #keeper: ObjectKeeper;

  constructor(reader: ObjectReader, keeper: ObjectKeeper) {
    this.#reader = reader;
    this.#keeper = keeper;
  }

  /**
   * Deletes an object, or marks it when finalizers or a grace period hold it.
   *
   * @throws StatusError NotFound, Conflict
   */
  delete(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    request: DeleteRequest,
  ): DeleteResult {
    const stored = this.#reader.get(type, namespace, name);
    const object = stored.parse();
    checkPreconditions(type, object, request.preconditions ?? {});
    const { metadata } = object;
    const finalizers = finalizersForDeletion(
      type,
      metadata.finalizers ?? [],
      request.propagationPolicy,
    );
    setFinalizers(object, finalizers);
    if (type.markForDeletion) {
      return this.#mark(type, stored, object, request, type.markForDeletion);
    }
    if (type.gracePeriod) {
      return this.#end(type, stored, object, request, type.gracePeriod);
    }
    if (!finalizers.length) {
      return this.#remove(type, object, request);
    }
    return this.#mark(type, stored, object, request, markHeld);
  }

  /** Takes an object away for good, finalizers or not. */
  purge(type: ResourceType, namespace: string | undefined, name: string): void {
    const stored = this.#reader.find(type, namespace, name);
    if (stored) {
      this.#keeper.remove(type, stored.parse());
    }
  }

  #mark(
    type: ResourceType,
    stored: StoredObject,
    object: KubernetesObject,
    { dryRun }: DeleteRequest,
    mark: (object: KubernetesObject, timestamp: string) => void,
  ): DeleteResult {
    if (!object.metadata.deletionTimestamp) {
      object.metadata.deletionTimestamp = this.#keeper.timestamp();
      mark(object, object.metadata.deletionTimestamp);
    } else if (equalJson(stored.parse(), object)) {
      return { object: stored, gone: false };
    }
    return { object: this.#keeper.put(type, object, dryRun), gone: false };
  }

  /** Ends what takes its time: first it is marked, and then it goes when nothing is left to wait for. */
  #end(
    type: ResourceType,
    stored: StoredObject,
    object: KubernetesObject,
    request: DeleteRequest,
    gracePeriod: NonNullable<ResourceType['gracePeriod']>,
  ): DeleteResult {
    const { metadata } = object;
    const seconds = gracePeriod(object, request.gracePeriodSeconds);
    const before = metadata.deletionGracePeriodSeconds;
    if (before === undefined || seconds < before) {
      const end = Date.parse(this.#keeper.timestamp()) + seconds * 1000;
      metadata.deletionTimestamp = `${new Date(end)
        .toISOString()
        .slice(0, 19)}Z`;
      metadata.deletionGracePeriodSeconds = seconds;
      countDeletion(object, before);
      const marked = this.#keeper.put(type, object, request.dryRun);
      if (seconds > 0 || metadata.finalizers?.length) {
        return { object: marked, gone: false };
      }
    } else if (before > 0 || metadata.finalizers?.length) {
      return { object: stored, gone: false };
    }
    return this.#remove(type, object, request);
  }

  #remove(
    type: ResourceType,
    object: KubernetesObject,
    { dryRun }: DeleteRequest,
  ): DeleteResult {
    return { object: this.#keeper.remove(type, object, dryRun), gone: true };
  }
}

function setFinalizers(object: KubernetesObject, finalizers: string[]): void {
  if (finalizers.length) {
    object.metadata.finalizers = finalizers;
  } else {
    delete object.metadata.finalizers;
  }
}

function markHeld(object: KubernetesObject): void {
  object.metadata.deletionGracePeriodSeconds = 0;
  countDeletion(object, undefined);
}

/** The first mark counts as a generation where generations are counted. */
function countDeletion(
  { metadata }: KubernetesObject,
  before: number | undefined,
): void {
  if (metadata.generation && before === undefined) {
    metadata.generation += 1;
  }
}
