import { KubernetesObject, OwnerReference } from '../../storage/types';
import { ResourceRegistry } from '../resources/ResourceRegistry';
import { apiVersionOf, ResourceType } from '../resources/ResourceType';
import { BackgroundTasks } from './BackgroundTasks';
import { ObjectDeleter } from './ObjectDeleter';
import { ObjectReader } from './ObjectReader';
import { ObjectWriter } from './ObjectWriter';
import { locationOf, ObjectLocation, OwnerIndex } from './OwnerIndex';
import { foregroundFinalizer, orphanFinalizer } from './propagation';
import { objectOf } from './serialize';

const request = { fieldManager: 'kube-controller-manager' };

/** @internal */
export interface OwnerCollectorOptions {
  registry: ResourceRegistry;
  reader: ObjectReader;
  writer: ObjectWriter;
  deleter: ObjectDeleter;
  tasks: BackgroundTasks;
}

interface Found {
  type: ResourceType;
  object: KubernetesObject;
}

/**
 * Deletes objects whose owners are gone, and lets owners go that wait for that or
 * for being forgotten by what they own.
 *
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 * @internal
 */
export class OwnerCollector {
  readonly #options: OwnerCollectorOptions;
  readonly #index = new OwnerIndex();
  /** Owners that the collector's finalizers hold, by uid. */
  readonly #held = new Map<string, ObjectLocation>();

  constructor(options: OwnerCollectorOptions) {
    this.#options = options;
  }

  /** Learns who owns what from the objects that are there, and finishes what a previous process began. */
  resume(): void {
    const { registry, reader } = this.#options;
    for (const type of registry.stored()) {
      for (const stored of reader.list(type, {}).items) {
        if (/"(ownerReferences|deletionTimestamp)"/.test(stored.json)) {
          this.learn(type, stored.parse());
        }
      }
    }
    for (const uid of this.#index.owners()) {
      this.collect(uid);
    }
  }

  /** To be called after every write. */
  learn(type: ResourceType, object: KubernetesObject): void {
    const { uid, deletionTimestamp, finalizers = [] } = object.metadata;
    this.#index.add(type, object);
    const held = [orphanFinalizer, foregroundFinalizer].some(name =>
      finalizers.includes(name),
    );
    if (deletionTimestamp && held) {
      this.#held.set(uid!, locationOf(type, object));
      this.#release(uid!);
    }
    this.#releaseOwners(type, object);
  }

  /** To be called after an object went. */
  forget(type: ResourceType, object: KubernetesObject): void {
    this.#held.delete(object.metadata.uid!);
    this.collect(object.metadata.uid!);
    this.#releaseOwners(type, object);
  }

  /** To be called when the owner may be gone. */
  collect(uid: string): void {
    this.#options.tasks.schedule(`owner/${uid}`, () => {
      for (const location of this.#index.take(uid)) {
        this.#check(location);
      }
    });
  }

  #releaseOwners(type: ResourceType, object: KubernetesObject): void {
    const location = locationOf(type, object);
    for (const uid of this.#held.keys()) {
      if (this.#index.has(uid, location)) {
        this.#release(uid);
      }
    }
  }

  #release(uid: string): void {
    this.#options.tasks.schedule(`release/${uid}`, () => {
      const location = this.#held.get(uid);
      const owner = location && this.#find(location);
      if (owner?.object.metadata.uid !== uid) {
        this.#held.delete(uid);
        return;
      }
      const { finalizers = [] } = owner.object.metadata;
      if (finalizers.includes(orphanFinalizer)) {
        this.#orphan(uid);
        this.#drop(owner, orphanFinalizer);
      } else if (finalizers.includes(foregroundFinalizer)) {
        this.#deleteOwned(uid);
        if (!this.#isBlocked(uid)) {
          this.#drop(owner, foregroundFinalizer);
        }
      } else {
        this.#held.delete(uid);
      }
    });
  }

  #dependentsOf(uid: string): Found[] {
    return this.#index
      .dependents(uid)
      .map(location => this.#find(location))
      .filter(
        (found): found is Found =>
          found !== undefined && references(found, uid).length > 0,
      );
  }

  #orphan(uid: string): void {
    for (const { type, object } of this.#dependentsOf(uid)) {
      this.#keepOwners(
        type,
        object,
        (object.metadata.ownerReferences ?? []).filter(
          owner => owner.uid !== uid,
        ),
      );
    }
  }

  #deleteOwned(uid: string): void {
    for (const { type, object } of this.#dependentsOf(uid)) {
      const { namespace, ownerReferences = [], ...metadata } = object.metadata;
      const living = ownerReferences.filter(
        owner => !this.#held.has(owner.uid) && this.#isThere(owner, namespace),
      );
      if (living.length) {
        this.#keepOwners(type, object, living);
      } else if (!metadata.deletionTimestamp) {
        const owns = this.#dependentsOf(metadata.uid!).length > 0;
        this.#options.deleter.delete(type, namespace, metadata.name!, {
          propagationPolicy: owns ? 'Foreground' : undefined,
        });
      }
    }
  }

  #isBlocked(uid: string): boolean {
    return this.#dependentsOf(uid).some(found =>
      references(found, uid).some(owner => owner.blockOwnerDeletion),
    );
  }

  #drop({ type, object }: Found, finalizer: string): void {
    const { namespace, name, finalizers = [] } = object.metadata;
    object.metadata.finalizers = finalizers.filter(held => held !== finalizer);
    this.#options.writer.update(type, namespace, name!, () => object, request);
  }

  #check(location: ObjectLocation): void {
    const found = this.#find(location);
    if (!found) {
      return;
    }
    const { type, object } = found;
    const owners = object.metadata.ownerReferences ?? [];
    const living = owners.filter(owner =>
      this.#isThere(owner, location.namespace),
    );
    if (living.length === owners.length) {
      this.#index.add(type, object);
    } else if (living.length) {
      this.#keepOwners(type, object, living);
    } else {
      const { deleter } = this.#options;
      deleter.delete(type, location.namespace, location.name, {});
    }
  }

  #keepOwners(
    type: ResourceType,
    object: KubernetesObject,
    owners: OwnerReference[],
  ): void {
    const { namespace, name } = object.metadata;
    object.metadata.ownerReferences = owners;
    this.#options.writer.update(type, namespace, name!, () => object, request);
  }

  #find(location: ObjectLocation): Found | undefined {
    const { registry, reader } = this.#options;
    const type = registry
      .stored()
      .find(
        ({ group, resource }) =>
          group === location.group && resource === location.resource,
      );
    const stored = type && reader.find(type, location.namespace, location.name);
    return type && stored && { type, object: objectOf(stored, type) };
  }

  #isThere(owner: OwnerReference, namespace: string | undefined): boolean {
    const { registry, reader } = this.#options;
    const type = registry
      .all()
      .find(
        ({ group, version, kind }) =>
          apiVersionOf(group, version) === owner.apiVersion &&
          kind === owner.kind,
      );
    // An owner of a kind that is not served cannot be judged.
    if (!type) {
      return true;
    }
    const found = reader.find(
      type,
      type.namespaced ? namespace : undefined,
      owner.name,
    );
    return found?.parse().metadata.uid === owner.uid;
  }
}

function references({ object }: Found, uid: string): OwnerReference[] {
  return (object.metadata.ownerReferences ?? []).filter(
    owner => owner.uid === uid,
  );
}
