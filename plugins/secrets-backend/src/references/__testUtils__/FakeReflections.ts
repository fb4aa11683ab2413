import {
  KubernetesClient,
  KubernetesObject,
  KubernetesResource,
  ReflectorListener,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';

interface Reflection {
  resource: KubernetesResource;
  listener: ReflectorListener<any>;
  labelSelector?: string;
}

/** Stands for a cluster whose watches a test feeds by hand; any other call fails. */
export class FakeReflections {
  readonly cluster: string;
  readonly #open: Reflection[] = [];

  private constructor(cluster: string) {
    this.cluster = cluster;
  }

  static create(cluster = 'control-plane'): FakeReflections {
    return new FakeReflections(cluster);
  }

  get client(): KubernetesClient {
    return this as unknown as KubernetesClient;
  }

  reflect(
    resource: KubernetesResource,
    listener: ReflectorListener<any>,
    options: { labelSelector?: string } = {},
  ): Subscription {
    const reflection = { resource, listener, ...options };
    this.#open.push(reflection);
    return {
      close: () => {
        this.#open.splice(this.#open.indexOf(reflection), 1);
      },
    };
  }

  /** Selectors of the open watches of a kind. */
  selectors(resource: KubernetesResource): Array<string | undefined> {
    return this.#of(resource).map(({ labelSelector }) => labelSelector);
  }

  /** A complete list. */
  list(resource: KubernetesResource, objects: KubernetesObject[]): void {
    for (const { listener } of this.#of(resource)) {
      listener.onListStart?.();
      listener.onReachable?.(true, new Date('2026-11-22T10:00:00Z'));
      for (const object of objects) {
        listener.onUpsert(object);
      }
      listener.onListed?.();
    }
  }

  /** A list of which only a part has arrived. */
  beginList(resource: KubernetesResource, objects: KubernetesObject[]): void {
    for (const { listener } of this.#of(resource)) {
      listener.onListStart?.();
      for (const object of objects) {
        listener.onUpsert(object);
      }
    }
  }

  upsert(resource: KubernetesResource, object: KubernetesObject): void {
    for (const { listener } of this.#of(resource)) {
      listener.onUpsert(object);
    }
  }

  remove(
    resource: KubernetesResource,
    ref: { namespace?: string; name: string; uid?: string },
  ): void {
    for (const { listener } of this.#of(resource)) {
      listener.onDelete(ref);
    }
  }

  reachable(
    resource: KubernetesResource,
    reachable: boolean,
    since: Date,
  ): void {
    for (const { listener } of this.#of(resource)) {
      listener.onReachable?.(reachable, since);
    }
  }

  #of(resource: KubernetesResource): Reflection[] {
    return this.#open.filter(open => open.resource.plural === resource.plural);
  }
}
