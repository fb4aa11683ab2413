import {
  ObservedSecret,
  SecretStore,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../clusters/types';
import { Interner } from '../references/Interner';
import { NamespacedMap } from '../references/NamespacedMap';
import { Readiness } from '../references/Readiness';
import { DeliveryKind, Reachability } from './types';

/** The driver that leaves the push to a controller; others write into the store themselves. */
const PUSHING_DRIVER = 'external-secrets';

/** What the driver of one plane observes there. */
export class PlaneWatch {
  readonly #plane: ConnectedPlane;
  readonly #observations = NamespacedMap.create<ObservedSecret>();
  readonly #interner = Interner.create();
  readonly #settled = Readiness.create();
  readonly #subscription: Subscription | undefined;
  #isListed = false;
  #reachability: Reachability | undefined;

  private constructor(plane: ConnectedPlane) {
    this.#plane = plane;
    this.#subscription = plane.store && this.#observe(plane.store);
    if (!plane.store) {
      this.#settled.reach();
    }
  }

  /** Begins to observe. */
  static create(plane: ConnectedPlane): PlaneWatch {
    return new PlaneWatch(plane);
  }

  get plane(): ConnectedPlane {
    return this.#plane;
  }

  get kind(): DeliveryKind {
    return this.#plane.driverId === PUSHING_DRIVER ? 'push' : 'direct';
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

  /** Resolves when the plane has been read, or does not answer, or has nothing to read. */
  async settled(): Promise<void> {
    await this.#settled.reached();
  }

  close(): void {
    this.#subscription?.close();
    this.#settled.reach();
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
      onReachable: (reachable, since) => {
        this.#reachability = { reachable, since };
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
