import { SystemClock } from '../clock';
import { GroupVersionResource, WatchEvent } from '../storage';
import { ResourceStore } from '../storage/ResourceStore';
import { Activity } from './Activity';
import { EventRecorder } from './EventRecorder';
import { ExternalSecretReconciler } from './ExternalSecretReconciler';
import { PushSecretIndex } from './PushSecretIndex';
import { PushSecretReconciler } from './PushSecretReconciler';
import { SecretStoreReconciler } from './SecretStoreReconciler';
import { StoreClients } from './StoreClients';
import { TargetIndex } from './TargetIndex';
import { managedLabel, targetName } from './targetSecret';
import {
  ExternalSecretsControllerOptions,
  keyOf,
  Reconciler,
  resources,
  StoreKind,
} from './types';
import { WorkQueue } from './WorkQueue';

const storeRequeueIntervalMs = 5 * 60 * 1000;
const requestTimeoutMs = 60 * 1000;

/**
 * Behaves on a store of objects as the External Secrets Operator does in a
 * cluster, with the Vault provider: SecretStore, ClusterSecretStore, PushSecret
 * and ExternalSecret.
 *
 * @see https://external-secrets.io/latest/
 * @public
 */
export class ExternalSecretsController {
  readonly #store: ResourceStore;
  readonly #activity: Activity;
  readonly #queues: WorkQueue[] = [];
  readonly #watches: (() => void)[] = [];
  readonly #targets = TargetIndex.create();

  private constructor(store: ResourceStore, activity: Activity) {
    this.#store = store;
    this.#activity = activity;
  }

  /** The definitions of the four kinds must be in the store already. */
  static start(
    options: ExternalSecretsControllerOptions,
  ): ExternalSecretsController {
    const { store, clock = new SystemClock(), esoVersion = '2.x' } = options;
    const activity = Activity.create(clock);
    const controller = new ExternalSecretsController(store, activity);
    const clients = StoreClients.create({
      store,
      activity,
      esoVersion,
      requestTimeoutMs: options.requestTimeoutMs ?? requestTimeoutMs,
    });
    const queue = (name: string, reconciler: Reconciler): WorkQueue => {
      const created = WorkQueue.create({
        reconciler,
        clock,
        activity,
        concurrency: options.concurrency ?? 4,
        onError: (key, error) => options.onReconcileError?.(name, key, error),
      });
      controller.#queues.push(created);
      return created;
    };
    const pushSecrets = PushSecretIndex.create();
    const storeQueue = (kind: StoreKind, component: string): WorkQueue =>
      queue(
        kind.toLowerCase(),
        SecretStoreReconciler.create({
          kind,
          store,
          clock,
          clients,
          pushSecrets,
          events: EventRecorder.create(store, clock, component),
          requeueIntervalMs:
            options.storeRequeueIntervalMs ?? storeRequeueIntervalMs,
        }),
      );
    const stores = {
      ClusterSecretStore: storeQueue(
        'ClusterSecretStore',
        'cluster-secret-store',
      ),
      SecretStore: storeQueue('SecretStore', 'secret-store'),
    };
    const pushes = queue(
      'pushsecret',
      PushSecretReconciler.create({
        store,
        clock,
        clients,
        events: EventRecorder.create(store, clock, 'pushsecret'),
        esoVersion,
      }),
    );
    const externals = queue(
      'externalsecret',
      ExternalSecretReconciler.create({
        store,
        clock,
        clients,
        events: EventRecorder.create(store, clock, 'external-secrets'),
      }),
    );

    controller.#watch(resources.pushSecrets, event => {
      const key = keyOf(event.object);
      controller.#wakeStores(pushSecrets, key, stores);
      pushSecrets.follow(event);
      controller.#wakeStores(pushSecrets, key, stores);
      pushes.add(key);
    });
    controller.#watch(resources.externalSecrets, event =>
      controller.#followExternal(event, externals),
    );
    controller.#watch(resources.clusterSecretStores, ({ object }) =>
      stores.ClusterSecretStore.add(keyOf(object)),
    );
    controller.#watch(resources.secretStores, ({ object }) =>
      stores.SecretStore.add(keyOf(object)),
    );
    controller.#watch(resources.secrets, ({ object }) => {
      if (object.metadata.labels?.[managedLabel] === 'true') {
        for (const key of controller.#targets.writersOf(keyOf(object))) {
          externals.add(key);
        }
      }
    });
    return controller;
  }

  /** Resolves once nothing is under way but what waits for the clock. */
  async idle(): Promise<void> {
    await this.#activity.quiet();
  }

  /** Ends watches and timers and breaks off what is under way; no status is written for that. */
  async stop(): Promise<void> {
    for (const end of this.#watches.splice(0)) {
      end();
    }
    for (const queue of this.#queues) {
      queue.stop();
    }
    this.#activity.stop();
    await this.#activity.quiet();
  }

  #watch(
    type: GroupVersionResource,
    listener: (event: WatchEvent) => void,
  ): void {
    this.#watches.push(this.#store.watch(type, listener));
  }

  #followExternal({ type, object }: WatchEvent, externals: WorkQueue): void {
    const key = keyOf(object);
    if (type === 'DELETED') {
      this.#targets.set(key, undefined);
      return;
    }
    const { namespace } = object.metadata;
    this.#targets.set(key, `${namespace}/${targetName(object)}`);
    externals.add(key);
  }

  #wakeStores(
    pushSecrets: PushSecretIndex,
    pushSecret: string,
    queues: Record<StoreKind, WorkQueue>,
  ): void {
    for (const kind of ['ClusterSecretStore', 'SecretStore'] as const) {
      const type =
        kind === 'ClusterSecretStore'
          ? resources.clusterSecretStores
          : resources.secretStores;
      for (const object of this.#store.list(type).items) {
        if (pushSecrets.needs(pushSecret, kind, object)) {
          queues[kind].add(keyOf(object));
        }
      }
    }
  }
}
