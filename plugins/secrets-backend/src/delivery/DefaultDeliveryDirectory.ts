import {
  DeliveryStateName,
  PartialProblem,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  ObjectRef,
  ObservedSecret,
} from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane, PlaneDirectory } from '../clusters/types';
import { SecretRow } from '../references/types';
import { describeDelivery, viewDelivery } from './describeDelivery';
import { formatAge } from './formatAge';
import { judgeDelivery } from './judgeDelivery';
import { isReadAtStart } from './projectPod';
import { PlaneTable } from './PlaneTable';
import { PlaneWatch } from './PlaneWatch';
import { pushesItsPath } from './pushesItsPath';
import {
  Consumer,
  ConsumerIndex,
  DeliveredSecret,
  DeliveryDirectory,
  DeliveryFacts,
  DeliveryOptions,
  DeliveryPath,
  DeliveryView,
  ObservedPlane,
  PlaneStanding,
  PodUsers,
  Reachability,
} from './types';

const NO_CONSUMERS: Consumer[] = [];

/** Options of {@link DefaultDeliveryDirectory.create}. */
export interface DefaultDeliveryDirectoryOptions {
  planes: PlaneDirectory;
  consumers: ConsumerIndex;
}

/** Joins what drivers observe in their planes with what consumers report. */
export class DefaultDeliveryDirectory implements DeliveryDirectory {
  readonly #watches = PlaneTable.create<PlaneWatch>();
  readonly #consumers: ConsumerIndex;
  readonly #planes: { close(): void };

  private constructor({ planes, consumers }: DefaultDeliveryDirectoryOptions) {
    this.#consumers = consumers;
    this.#planes = planes.observe({
      onUpsert: plane => this.#upsert(plane),
      onDelete: plane => {
        this.#watches.get(plane)?.close();
        this.#watches.delete(plane);
      },
    });
  }

  /** Begins to observe every plane. */
  static create(
    options: DefaultDeliveryDirectoryOptions,
  ): DefaultDeliveryDirectory {
    return new DefaultDeliveryDirectory(options);
  }

  state(row: SecretRow, options?: DeliveryOptions): DeliveryStateName {
    return judgeDelivery(this.#facts(row, options)).state;
  }

  view(row: SecretRow, options?: DeliveryOptions): DeliveryView {
    return viewDelivery(this.#facts(row, options));
  }

  path(row: SecretRow, options?: DeliveryOptions): DeliveryPath {
    return describeDelivery(this.#facts(row, options));
  }

  consumers(row: DeliveredSecret): Consumer[] {
    const { namespace, targetPlane } = row;
    return this.#consumersOf(
      row,
      targetPlane && this.#watches.seenFrom(namespace, targetPlane),
    );
  }

  secretsInUse(row: DeliveredSecret): ObjectRef[] {
    const watch =
      row.targetPlane && this.#watches.seenFrom(row.namespace, row.targetPlane);
    return this.#consumersOf(row, watch)
      .filter(consumer =>
        this.#podUsers(consumer, watch).pods?.some(({ uses }) =>
          uses.some(
            ({ secret, way }) =>
              secret === consumer.target && isReadAtStart(way),
          ),
        ),
      )
      .map(({ namespace, target }) => ({ namespace, name: target }));
  }

  planes(): ObservedPlane[] {
    return [...this.#watches.values()].map(watch => ({
      plane: watch.plane,
      standing: this.#standing(watch),
      get: (namespace, name) => watch.get(namespace, name),
      all: () => watch.all(),
    }));
  }

  problems(now: Date = new Date()): PartialProblem[] {
    const problems: PartialProblem[] = [];
    for (const watch of this.#watches.values()) {
      const reachability = this.#reachability(watch);
      const sentence = explainProblem(watch, reachability, now);
      if (sentence) {
        const { ref, namespace } = watch.plane;
        problems.push({
          plane: { kind: ref.kind, name: ref.name },
          ...(namespace !== undefined && { namespace }),
          code: reachability?.refused ? 'StoreNotReady' : 'PlaneUnreachable',
          message: `The plane ${ref.kind}/${ref.name} ${sentence}`,
        });
      }
    }
    return problems;
  }

  async ready(): Promise<void> {
    await Promise.all(
      [...this.#watches.values()].map(watch => watch.settled()),
    );
  }

  close(): void {
    this.#planes.close();
    for (const watch of this.#watches.values()) {
      watch.close();
    }
  }

  #upsert(plane: ConnectedPlane): void {
    const known = this.#watches.get(plane);
    if (known && isSameConnection(known.plane, plane)) {
      return;
    }
    this.#watches.delete(plane);
    this.#watches.set(plane, PlaneWatch.create(plane, this.#watches.values()));
    known?.close();
  }

  #facts(
    row: SecretRow,
    { running, push, secretChanges, now = new Date() }: DeliveryOptions = {},
  ): DeliveryFacts {
    const watch =
      row.targetPlane && this.#watches.seenFrom(row.namespace, row.targetPlane);
    const observed = watch && observationOf(watch, row);
    return {
      row,
      plane: watch && this.#standing(watch),
      observation: push
        ? {
            remoteKeys: observed?.remoteKeys ?? remoteKeysOf(row),
            keys: observed?.keys ?? row.keys,
            operationId: observed?.operationId,
            push,
          }
        : observed,
      consumers: this.#consumersOf(row, watch),
      podUsers: consumer => this.#podUsers(consumer, watch),
      secretChanges,
      running,
      now,
    };
  }

  #consumersOf(
    row: DeliveredSecret,
    watch: PlaneWatch | undefined,
  ): Consumer[] {
    const cluster = watch?.plane.kubernetes?.cluster;
    if (row.targetPlane && cluster === undefined) {
      return NO_CONSUMERS;
    }
    return this.#consumers.find({
      tenant: row.namespace,
      cluster,
      storeName: watch?.plane.storeName,
      remoteKeys: remoteKeysOf(row),
    });
  }

  #podUsers(
    { namespace, target }: Consumer,
    watch: PlaneWatch | undefined,
  ): PodUsers {
    const cluster = watch?.plane.kubernetes?.cluster;
    return cluster === undefined
      ? {}
      : this.#consumers.podsUsing(cluster, { namespace, name: target });
  }

  #standing(watch: PlaneWatch): PlaneStanding {
    return {
      kind: watch.kind,
      connected: watch.plane.kubernetes !== undefined,
      hasStore: watch.plane.storeName !== undefined || watch.kind === 'direct',
      listed: watch.isListed,
      reachability: this.#reachability(watch),
    };
  }

  /** A plane answers when its store and its consumers can be read. */
  #reachability(watch: PlaneWatch): Reachability | undefined {
    const cluster = watch.plane.kubernetes?.cluster;
    const pulls =
      cluster === undefined ? undefined : this.#consumers.reachability(cluster);
    const pushes = watch.reachability;
    if (pushes?.reachable === false || !pulls) {
      return pushes;
    }
    return pulls.reachable && pushes ? pushes : pulls;
  }
}

/** A push to elsewhere says nothing of a reference that somebody else made. */
function observationOf(
  watch: PlaneWatch,
  row: SecretRow,
): ObservedSecret | undefined {
  const observed = watch.get(row.namespace, row.name);
  return observed && (row.managed || pushesItsPath(row, observed))
    ? observed
    : undefined;
}

function isSameConnection(
  left: ConnectedPlane,
  right: ConnectedPlane,
): boolean {
  return (
    left.store === right.store &&
    left.kubernetes === right.kubernetes &&
    left.storeName === right.storeName &&
    left.driverId === right.driverId
  );
}

function explainProblem(
  watch: PlaneWatch,
  reachability: Reachability | undefined,
  now: Date,
): string | undefined {
  const { kubernetes, store } = watch.plane;
  if (!kubernetes) {
    return 'has no cluster configured; nothing of it can be seen.';
  }
  if (reachability?.reachable === false) {
    const age = formatAge(reachability.since, now);
    const what = reachability.refused
      ? `has refused the portal what is needed to see its secrets for ${age}, so a platform engineer has to check the rights of the portal`
      : `has not answered for ${age}`;
    return watch.isListed
      ? `${what}; what is shown of it is as old.`
      : `${what}; nothing is known of it yet.`;
  }
  return store && !watch.isListed
    ? 'is being read; some of its secrets may not show their state yet.'
    : undefined;
}

function remoteKeysOf({ remoteRefs }: DeliveredSecret): string[] {
  const keys: string[] = [];
  for (const { key } of remoteRefs) {
    if (key && !keys.includes(key)) {
      keys.push(key);
    }
  }
  return keys;
}
