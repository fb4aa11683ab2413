import {
  KubernetesClient,
  RESOURCES,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';
import { NamespacedMap } from '../references/NamespacedMap';
import { Pod, PodRow, projectPod } from './projectPod';
import { Reachability } from './types';

interface StoredPod {
  pod: PodRow;
  /** Number of the list that told it last. */
  listing: number;
}

/** The pods of one cluster that use Secrets, as a watch tells; of all others nothing is kept. */
export class PodTable {
  readonly #pods = NamespacedMap.create<StoredPod>();
  /** By namespace and name of the Secret. */
  readonly #users = NamespacedMap.create<Set<PodRow>>();
  readonly #subscription: Subscription;
  #listing = 0;
  #reachability: Reachability | undefined;

  private constructor(kubernetes: KubernetesClient) {
    this.#subscription = kubernetes.reflect<Pod>(RESOURCES.pod, {
      onListStart: () => {
        this.#listing += 1;
      },
      onUpsert: pod => this.#upsert(pod),
      onDelete: ({ namespace, name }) => this.#remove(namespace ?? '', name),
      onListed: () => this.#dropUnlisted(),
      onReachable: (reachable, since, refused) => {
        this.#reachability = { reachable, since, refused };
      },
    });
  }

  /** Begins to watch. */
  static create(kubernetes: KubernetesClient): PodTable {
    return new PodTable(kubernetes);
  }

  get reachability(): Reachability | undefined {
    return this.#reachability;
  }

  /** Pods that use a Secret, by name. */
  usersOf(namespace: string, secret: string): PodRow[] {
    return [...(this.#users.get(namespace, secret) ?? [])].sort((one, other) =>
      one.name < other.name ? -1 : 1,
    );
  }

  close(): void {
    this.#subscription.close();
  }

  #upsert(object: Pod): void {
    const { namespace = '', name } = object.metadata;
    this.#remove(namespace, name);
    const pod = projectPod(object);
    if (!pod) {
      return;
    }
    this.#pods.set(namespace, name, { pod, listing: this.#listing });
    for (const { secret } of pod.uses) {
      const users = this.#users.get(namespace, secret);
      if (users) {
        users.add(pod);
      } else {
        this.#users.set(namespace, secret, new Set([pod]));
      }
    }
  }

  #remove(namespace: string, name: string): void {
    const known = this.#pods.get(namespace, name)?.pod;
    for (const { secret } of known?.uses ?? []) {
      const users = this.#users.get(namespace, secret);
      users?.delete(known!);
      if (users?.size === 0) {
        this.#users.delete(namespace, secret);
      }
    }
    this.#pods.delete(namespace, name);
  }

  #dropUnlisted(): void {
    for (const { pod, listing } of [...this.#pods.values()]) {
      if (listing !== this.#listing) {
        this.#remove(pod.namespace, pod.name);
      }
    }
  }
}
