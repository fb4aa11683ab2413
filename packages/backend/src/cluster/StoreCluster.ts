import {
  KubernetesObject,
  ObjectKey,
  ResourceStore,
} from '@strongroom/embedded-cluster';
import {
  EstateClock,
  EstateCluster,
  EstateKind,
  EstateObject,
  RESOURCES,
  withKind,
} from '../estate';

/** An embedded cluster, whose clock lets things have happened earlier. */
export class StoreCluster implements EstateCluster {
  readonly #store: ResourceStore;
  readonly #clock: EstateClock;
  readonly #time: Date | undefined;

  private constructor(
    store: ResourceStore,
    clock: EstateClock,
    time: Date | undefined,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#time = time;
  }

  static create(store: ResourceStore, clock: EstateClock): StoreCluster {
    return new StoreCluster(store, clock, undefined);
  }

  at(time: Date): EstateCluster {
    return new StoreCluster(this.#store, this.#clock, time);
  }

  async ensure(
    kind: EstateKind,
    object: EstateObject,
    manager: string,
  ): Promise<void> {
    const { name, namespace } = object.metadata;
    if (!this.#store.find(RESOURCES[kind], { name, namespace })) {
      this.#write(() =>
        this.#store.create(RESOURCES[kind], withKind(kind, object), {
          fieldManager: manager,
        }),
      );
    }
  }

  async find(
    kind: EstateKind,
    { name, namespace }: ObjectKey,
  ): Promise<KubernetesObject | undefined> {
    return this.#store.find(RESOURCES[kind], { name, namespace });
  }

  async list(kind: EstateKind): Promise<KubernetesObject[]> {
    return this.#store.list(RESOURCES[kind]).items;
  }

  async mergePatch(
    kind: EstateKind,
    key: ObjectKey,
    patch: object,
    options: { manager: string; subresource?: 'status' },
  ): Promise<void> {
    this.#write(() =>
      this.#store.mergePatch(RESOURCES[kind], key, patch, {
        fieldManager: options.manager,
        subresource: options.subresource,
      }),
    );
  }

  async delete(kind: EstateKind, key: ObjectKey): Promise<void> {
    this.#write(() => this.#store.delete(RESOURCES[kind], key));
  }

  #write(work: () => void): void {
    if (this.#time) {
      this.#clock.at(this.#time, work);
    } else {
      work();
    }
  }
}
