import {
  KubernetesClient,
  RESOURCES,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';
import { NamespacedMap } from '../references/NamespacedMap';
import { ExternalSecret, projectConsumer } from './projectConsumer';
import { Consumer, Reachability } from './types';

interface StoredConsumer {
  consumer: Consumer;
  /** Number of the list that told it last. */
  listing: number;
}

/** The ExternalSecrets of one cluster, as a watch tells. */
export class ConsumerTable {
  readonly #consumers = NamespacedMap.create<StoredConsumer>();
  readonly #readers = new Map<string, Set<Consumer>>();
  readonly #subscription: Subscription;
  #listing = 0;
  #reachability: Reachability | undefined;

  private constructor(kubernetes: KubernetesClient) {
    this.#subscription = kubernetes.reflect<ExternalSecret>(
      RESOURCES.externalSecret,
      {
        onListStart: () => {
          this.#listing += 1;
        },
        onUpsert: object => this.#upsert(projectConsumer(object)),
        onDelete: ({ namespace, name }) => this.#remove(namespace ?? '', name),
        onListed: () => this.#dropUnlisted(),
        onReachable: (reachable, since, refused) => {
          this.#reachability = { reachable, since, refused };
        },
      },
    );
  }

  /** Begins to watch. */
  static create(kubernetes: KubernetesClient): ConsumerTable {
    return new ConsumerTable(kubernetes);
  }

  get reachability(): Reachability | undefined {
    return this.#reachability;
  }

  /** Those that read a path, from whatever store; `undefined` when there are none. */
  readersOf(remoteKey: string): ReadonlySet<Consumer> | undefined {
    return this.#readers.get(remoteKey);
  }

  close(): void {
    this.#subscription.close();
  }

  #upsert(consumer: Consumer): void {
    const { namespace, name } = consumer;
    this.#remove(namespace, name);
    this.#consumers.set(namespace, name, {
      consumer,
      listing: this.#listing,
    });
    for (const key of consumer.remoteKeys) {
      const readers = this.#readers.get(key);
      if (readers) {
        readers.add(consumer);
      } else {
        this.#readers.set(key, new Set([consumer]));
      }
    }
  }

  #remove(namespace: string, name: string): void {
    const known = this.#consumers.get(namespace, name)?.consumer;
    for (const key of known?.remoteKeys ?? []) {
      const readers = this.#readers.get(key);
      readers?.delete(known!);
      if (readers?.size === 0) {
        this.#readers.delete(key);
      }
    }
    this.#consumers.delete(namespace, name);
  }

  #dropUnlisted(): void {
    for (const { consumer, listing } of [...this.#consumers.values()]) {
      if (listing !== this.#listing) {
        this.#remove(consumer.namespace, consumer.name);
      }
    }
  }
}
