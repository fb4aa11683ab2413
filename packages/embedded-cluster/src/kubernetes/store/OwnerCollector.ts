import { KubernetesObject, OwnerReference } from '../../storage/types';
import { ResourceRegistry } from '../resources/ResourceRegistry';
import { apiVersionOf, ResourceType } from '../resources/ResourceType';
import { BackgroundTasks } from './BackgroundTasks';
import { ObjectReader } from './ObjectReader';
import { ObjectWriter } from './ObjectWriter';
import { DependentLocation, OwnerIndex } from './OwnerIndex';
import { objectOf } from './serialize';

/** @internal */
export interface OwnerCollectorOptions {
  registry: ResourceRegistry;
  reader: ObjectReader;
  writer: ObjectWriter;
  tasks: BackgroundTasks;
}

/**
 * Deletes objects whose owners are gone.
 *
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 * @internal
 */
export class OwnerCollector {
  readonly #options: OwnerCollectorOptions;
  readonly #index = new OwnerIndex();

  constructor(options: OwnerCollectorOptions) {
    this.#options = options;
  }

  /** Learns who owns what from the objects that are there, and finishes what a previous process began. */
  resume(): void {
    const { registry, reader } = this.#options;
    for (const type of registry.stored()) {
      for (const stored of reader.list(type, {}).items) {
        if (stored.json.includes('"ownerReferences"')) {
          this.#index.add(type, stored.parse());
        }
      }
    }
    for (const uid of this.#index.owners()) {
      this.collect(uid);
    }
  }

  learn(type: ResourceType, object: KubernetesObject): void {
    this.#index.add(type, object);
  }

  /** To be called when the owner may be gone. */
  collect(uid: string): void {
    this.#options.tasks.schedule(`owner/${uid}`, () => {
      for (const location of this.#index.take(uid)) {
        this.#check(location);
      }
    });
  }

  #check(location: DependentLocation): void {
    const { registry, reader, writer } = this.#options;
    const type = registry
      .stored()
      .find(
        ({ group, resource }) =>
          group === location.group && resource === location.resource,
      );
    const stored = type && reader.find(type, location.namespace, location.name);
    if (!type || !stored) {
      return;
    }
    const object = objectOf(stored, type);
    const owners = object.metadata.ownerReferences ?? [];
    const living = owners.filter(owner =>
      this.#isThere(owner, location.namespace),
    );
    if (living.length === owners.length) {
      this.#index.add(type, object);
    } else if (living.length) {
      object.metadata.ownerReferences = living;
      writer.update(type, location.namespace, location.name, () => object, {
        fieldManager: 'kube-controller-manager',
      });
    } else {
      writer.delete(type, location.namespace, location.name, {}, {});
    }
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
