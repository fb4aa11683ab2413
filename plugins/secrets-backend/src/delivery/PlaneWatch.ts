import { ObservedSecret } from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../clusters/types';
import { StoreWatch } from './StoreWatch';
import { DeliveryKind, Reachability } from './types';

/** The driver that leaves the push to a controller; others write into the store themselves. */
const PUSHING_DRIVER = 'external-secrets';

/** What the driver of one plane observes there. */
export class PlaneWatch {
  readonly #plane: ConnectedPlane;
  readonly #store: StoreWatch | undefined;

  private constructor(plane: ConnectedPlane, store: StoreWatch | undefined) {
    this.#plane = plane;
    this.#store = store?.join();
  }

  /**
   * Begins to observe.
   * @param others - watches of other planes; what one of them observes already is not observed, nor kept, once more
   */
  static create(
    plane: ConnectedPlane,
    others: Iterable<PlaneWatch>,
  ): PlaneWatch {
    if (!plane.store) {
      return new PlaneWatch(plane, undefined);
    }
    for (const other of others) {
      if (observesTheSame(other.#plane, plane)) {
        return new PlaneWatch(plane, other.#store);
      }
    }
    return new PlaneWatch(plane, StoreWatch.create(plane.store));
  }

  get plane(): ConnectedPlane {
    return this.#plane;
  }

  get kind(): DeliveryKind {
    return this.#plane.driverId === PUSHING_DRIVER ? 'push' : 'direct';
  }

  get isListed(): boolean {
    return this.#store?.isListed ?? false;
  }

  get reachability(): Reachability | undefined {
    return this.#store?.reachability;
  }

  get(namespace: string, name: string): ObservedSecret | undefined {
    return this.#store?.get(namespace, name);
  }

  /** Everything that stands there. */
  all(): Iterable<ObservedSecret> {
    return this.#store?.all() ?? [];
  }

  /** Resolves when the plane has been read, or does not answer, or has nothing to read. */
  async settled(): Promise<void> {
    await this.#store?.settled();
  }

  close(): void {
    this.#store?.leave();
  }
}

/** Of a cluster all PushSecrets are told, and judged by the name of the store alone; other drivers have settings of each plane. */
function observesTheSame(one: ConnectedPlane, other: ConnectedPlane): boolean {
  return (
    one.driverId === PUSHING_DRIVER &&
    other.driverId === PUSHING_DRIVER &&
    one.store !== undefined &&
    one.kubernetes === other.kubernetes &&
    one.storeName === other.storeName
  );
}
