import {
  KubernetesClient,
  ObservedSecret,
  SecretStore,
  StoreDriver,
  StoreListener,
} from '@strongroom/backstage-plugin-secrets-node';
import { LabelSelector } from '../../clusters/config/LabelSelector';
import { ConnectedPlane, PlaneDirectory } from '../../clusters/types';

type PlaneListener = Parameters<PlaneDirectory['observe']>[0];

/** A store whose observations a test feeds by hand. */
export class FakeStore {
  readonly listeners = new Set<StoreListener>();

  get store(): SecretStore {
    return this as unknown as SecretStore;
  }

  observe(listener: StoreListener) {
    this.listeners.add(listener);
    return { close: () => void this.listeners.delete(listener) };
  }

  tell(call: (listener: StoreListener) => void): void {
    for (const listener of this.listeners) {
      call(listener);
    }
  }

  list(secrets: ObservedSecret[]): void {
    this.tell(listener => {
      listener.onReachable(true, new Date('2026-11-22T10:00:00Z'));
      for (const secret of secrets) {
        listener.onUpsert(secret);
      }
      listener.onListed();
    });
  }
}

/** Planes that a test adds and removes. */
export class FakePlanes implements PlaneDirectory {
  readonly #planes: ConnectedPlane[] = [];
  readonly #listeners = new Set<PlaneListener>();

  list(): ConnectedPlane[] {
    return this.#planes;
  }

  find(): ConnectedPlane | undefined {
    return undefined;
  }

  observe(listener: PlaneListener) {
    this.#listeners.add(listener);
    for (const plane of this.#planes) {
      listener.onUpsert(plane);
    }
    return { close: () => void this.#listeners.delete(listener) };
  }

  put(plane: ConnectedPlane): void {
    this.#planes.push(plane);
    for (const listener of this.#listeners) {
      listener.onUpsert(plane);
    }
  }

  remove(plane: ConnectedPlane): void {
    this.#planes.splice(this.#planes.indexOf(plane), 1);
    for (const listener of this.#listeners) {
      listener.onDelete(plane);
    }
  }
}

/** The plane `ClusterDataPlane/default`, or what is asked for instead. */
export function aPlane(
  kubernetes: KubernetesClient | undefined,
  store: FakeStore | undefined,
  overrides: Partial<ConnectedPlane> = {},
): ConnectedPlane {
  return {
    ref: { kind: 'ClusterDataPlane', name: 'default' },
    storeName: 'vault',
    driverId: 'external-secrets',
    driver: {} as StoreDriver,
    maxBytes: 1_000,
    linkSelector: LabelSelector.ofTenant,
    kubernetes,
    store: store?.store,
    ...overrides,
  };
}
