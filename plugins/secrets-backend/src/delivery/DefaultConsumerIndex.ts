import {
  KubernetesClient,
  ObjectRef,
} from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane, PlaneDirectory } from '../clusters/types';
import { ConsumerTable } from './ConsumerTable';
import { planeKey } from './planeKey';
import { PodTable } from './PodTable';
import {
  Consumer,
  ConsumerIndex,
  ConsumerQuery,
  PodUsers,
  Reachability,
} from './types';

const NONE: Consumer[] = [];

interface WatchedCluster {
  kubernetes: KubernetesClient;
  table: ConsumerTable;
  pods: PodTable;
  /** Planes that live in it; without any it is no longer watched. */
  planes: Set<string>;
}

/** Watches ExternalSecrets, and the pods that use what they write, in every cluster that a plane is in, once per cluster. */
export class DefaultConsumerIndex implements ConsumerIndex {
  readonly #clusters = new Map<string, WatchedCluster>();
  readonly #planes: { close(): void };

  private constructor(planes: PlaneDirectory) {
    this.#planes = planes.observe({
      onUpsert: plane => this.#upsert(plane),
      onDelete: plane => this.#leave(planeKey(plane)),
    });
  }

  /** Begins to watch. */
  static create({ planes }: { planes: PlaneDirectory }): DefaultConsumerIndex {
    return new DefaultConsumerIndex(planes);
  }

  find({ cluster, ...wanted }: ConsumerQuery): Consumer[] {
    const table = this.#clusters.get(cluster ?? '')?.table;
    if (table) {
      return readersIn(
        [table],
        ({ tenant, storeName }) =>
          (tenant === undefined || tenant === wanted.tenant) &&
          (wanted.storeName === undefined || storeName === wanted.storeName),
        wanted.remoteKeys,
      );
    }
    return cluster === undefined
      ? readersIn(
          [...this.#clusters.values()].map(watched => watched.table),
          ({ tenant }) => tenant === wanted.tenant,
          wanted.remoteKeys,
        )
      : NONE;
  }

  reachability(cluster: string): Reachability | undefined {
    return this.#clusters.get(cluster)?.table.reachability;
  }

  podsUsing(cluster: string, { namespace = '', name }: ObjectRef): PodUsers {
    const pods = this.#clusters.get(cluster)?.pods;
    if (pods?.reachability?.reachable === false) {
      return { unseen: pods.reachability.refused ? 'refused' : 'silent' };
    }
    return { pods: pods?.usersOf(namespace, name) };
  }

  close(): void {
    this.#planes.close();
    for (const watched of this.#clusters.values()) {
      closeWatches(watched);
    }
    this.#clusters.clear();
  }

  #upsert(plane: ConnectedPlane): void {
    const key = planeKey(plane);
    const { kubernetes } = plane;
    const known = kubernetes && this.#clusters.get(kubernetes.cluster);
    if (known?.kubernetes === kubernetes && known?.planes.has(key)) {
      return;
    }
    this.#leave(key);
    if (kubernetes) {
      this.#join(key, kubernetes);
    }
  }

  #join(key: string, kubernetes: KubernetesClient): void {
    let watched = this.#clusters.get(kubernetes.cluster);
    if (watched?.kubernetes !== kubernetes) {
      if (watched) {
        closeWatches(watched);
      }
      watched = {
        kubernetes,
        table: ConsumerTable.create(kubernetes),
        pods: PodTable.create(kubernetes),
        planes: watched?.planes ?? new Set(),
      };
      this.#clusters.set(kubernetes.cluster, watched);
    }
    watched.planes.add(key);
  }

  #leave(key: string): void {
    for (const [cluster, watched] of this.#clusters) {
      if (watched.planes.delete(key) && watched.planes.size === 0) {
        closeWatches(watched);
        this.#clusters.delete(cluster);
      }
    }
  }
}

function closeWatches({ table, pods }: WatchedCluster): void {
  table.close();
  pods.close();
}

function readersIn(
  tables: ConsumerTable[],
  isWanted: (consumer: Consumer) => boolean,
  remoteKeys: string[],
): Consumer[] {
  // By uid: two ways to one cluster, as planes behind a gateway may have, tell the same consumers.
  let found: Map<unknown, Consumer> | undefined;
  for (const table of tables) {
    for (const key of remoteKeys) {
      for (const consumer of table.readersOf(key) ?? NONE) {
        if (isWanted(consumer)) {
          found = (found ?? new Map()).set(consumer.uid ?? consumer, consumer);
        }
      }
    }
  }
  return found ? [...found.values()].sort(byName) : NONE;
}

function byName(left: Consumer, right: Consumer): number {
  if (left.namespace !== right.namespace) {
    return left.namespace < right.namespace ? -1 : 1;
  }
  return left.name < right.name ? -1 : 1;
}
