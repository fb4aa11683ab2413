import {
  ObservedSecret,
  SecretStore,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';
import { Interner } from '../references/Interner';
import { NamespacedMap } from '../references/NamespacedMap';
import { Readiness } from '../references/Readiness';
import { Reachability } from './types';

/** What the driver observes in one store, for one plane or several that share it; ends with the last of them. */
export class StoreWatch {
  readonly #observations = NamespacedMap.create<ObservedSecret>();
  readonly #interner = Interner.create();
  readonly #settled = Readiness.create();
  readonly #subscription: Subscription;
  #planes = 0;
  #isListed = false;
  #reachability: Reachability | undefined;

  private constructor(store: SecretStore) {
    this.#subscription = this.#observe(store);
  }

  /** Begins to observe. */
  static create(store: SecretStore): StoreWatch {
    return new StoreWatch(store);
  }

  get isListed(): boolean {
    return this.#isListed;
  }

  get reachability(): Reachability | undefined {
    return this.#reachability;
  }

  get(namespace: string, name: string): ObservedSecret | undefined {
    return this.#observations.get(namespace, name);
  }

  /** Everything that stands there. */
  all(): Iterable<ObservedSecret> {
    return this.#observations.values();
  }

  /** Resolves when the store has been read, or does not answer. */
  async settled(): Promise<void> {
    await this.#settled.reached();
  }

  /** One more plane looks at it. */
  join(): this {
    this.#planes += 1;
    return this;
  }

  /** One plane less. */
  leave(): void {
    this.#planes -= 1;
    if (this.#planes === 0) {
      this.#subscription.close();
      this.#settled.reach();
    }
  }

  #observe(store: SecretStore): Subscription {
    return store.observe({
      onUpsert: secret =>
        this.#observations.set(secret.namespace, secret.name, {
          ...secret,
          namespace: this.#interner.text(secret.namespace),
          keys: this.#interner.value(secret.keys),
        }),
      onDelete: ({ namespace, name }) =>
        this.#observations.delete(namespace, name),
      onReachable: (reachable, since, refused) => {
        this.#reachability = { reachable, since, refused };
        if (!reachable) {
          this.#settled.reach();
        }
      },
      onListed: () => {
        this.#isListed = true;
        this.#settled.reach();
      },
    });
  }
}
