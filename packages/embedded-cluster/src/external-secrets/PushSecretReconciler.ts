import { Clock } from '../clock';
import { formatGoDuration } from '../kv';
import { KubernetesObject, StatusError } from '../storage';
import { ResourceStore } from '../storage/ResourceStore';
import { ExternalSecretsVersion } from '../types';
import { kubernetesTime, withCondition } from './conditions';
import { EventRecorder } from './EventRecorder';
import { PushedEntry, PushedMap, PushTarget } from './PushTarget';
import { renderTemplate } from './renderTemplate';
import { resolveStores } from './resolveStores';
import {
  isPushDue,
  nextPush,
  refreshIntervalMs,
  SyncedStatus,
} from './schedule';
import { StatusWriter } from './StatusWriter';
import { StoreClients } from './StoreClients';
import { syncedResourceVersion } from './syncedResourceVersion';
import {
  Condition,
  fieldManager,
  parseKey,
  Reconciler,
  ReconcileResult,
  resources,
  SecretBytes,
  StoreRef,
} from './types';

const finalizer = 'pushsecret.externalsecrets.io/finalizer';
const sourceMissing = 'could not get source secret';

/** @internal */
export interface PushSecretReconcilerOptions {
  store: ResourceStore;
  clock: Clock;
  clients: StoreClients;
  events: EventRecorder;
  esoVersion: ExternalSecretsVersion;
}

interface PushStatus extends SyncedStatus {
  conditions?: Condition[];
  syncedPushSecrets?: PushedMap;
}

/** Carries the keys of a Secret into stores, and out of them again. @internal */
export class PushSecretReconciler implements Reconciler {
  readonly #options: PushSecretReconcilerOptions;
  readonly #status: StatusWriter;
  readonly #target: PushTarget;

  private constructor(options: PushSecretReconcilerOptions) {
    this.#options = options;
    this.#status = StatusWriter.create(options.store, resources.pushSecrets);
    this.#target = PushTarget.create(options.clients);
  }

  static create(options: PushSecretReconcilerOptions): PushSecretReconciler {
    return new PushSecretReconciler(options);
  }

  async reconcile(key: string): Promise<ReconcileResult> {
    const { store } = this.#options;
    const found = store.find(resources.pushSecrets, parseKey(key));
    if (!found) {
      return {};
    }
    const before: PushStatus = found.status ?? {};
    const after = structuredClone(before);
    try {
      return await this.#work(found, after);
    } finally {
      this.#status.patch(found, before, { ...after });
    }
  }

  async #work(
    push: KubernetesObject,
    status: PushStatus,
  ): Promise<ReconcileResult> {
    const start = this.#options.clock.now();
    const { finalizers = [], deletionTimestamp } = push.metadata;
    const held = finalizers.includes(finalizer);
    const deletes = push.spec.deletionPolicy === 'Delete';
    if (deletes && deletionTimestamp && held) {
      await this.#removeAll(
        push,
        status,
        'Failed to Delete Secrets from Provider',
      );
      this.#setFinalizer(push, false);
      return {};
    }
    if (deletes && !deletionTimestamp && !held) {
      this.#setFinalizer(push, true);
      return { requeue: true };
    }
    if (!deletes && held) {
      this.#setFinalizer(push, false);
      if (deletionTimestamp) {
        return {};
      }
    }
    if (!isPushDue(push, status, start)) {
      return nextPush(push, status, start);
    }
    const source = await this.#source(push, status);
    const stores = this.#stores(push, status);
    if (stores.length === 0) {
      return {};
    }
    const data = renderTemplate(
      push.spec.template && { ...push.spec.template, mergePolicy: 'Merge' },
      source,
    );
    await this.#push(push, status, data, stores);
    this.#succeed(push, status, start);
    return { requeueAfterMs: refreshIntervalMs(push) };
  }

  async #source(
    push: KubernetesObject,
    status: PushStatus,
  ): Promise<SecretBytes> {
    try {
      const secret = this.#options.store.get(resources.secrets, {
        namespace: push.metadata.namespace,
        name: push.spec.selector?.secret?.name ?? '',
      });
      return new Map(
        Object.entries<string>(secret.data ?? {}).map(([key, value]) => [
          key,
          Buffer.from(value, 'base64'),
        ]),
      );
    } catch (error) {
      const wasPushed = Object.keys(status.syncedPushSecrets ?? {}).length > 0;
      const cleansUp =
        this.#options.esoVersion === '2.x' &&
        push.spec.deletionPolicy === 'Delete' &&
        error instanceof StatusError &&
        error.reason === 'NotFound';
      if (cleansUp && (wasPushed || readyReason(status) === 'SourceDeleted')) {
        await this.#removeAll(
          push,
          status,
          'failed to cleanup provider secrets',
        );
        status.syncedPushSecrets = {};
        this.#fail(push, status, sourceMissing, 'SourceDeleted');
      } else {
        this.#fail(push, status, sourceMissing);
      }
      throw error;
    }
  }

  #stores(push: KubernetesObject, status: PushStatus): StoreRef[] {
    try {
      return resolveStores(push, this.#options);
    } catch (error) {
      this.#fail(push, status, textOf(error));
      throw error;
    }
  }

  async #push(
    push: KubernetesObject,
    status: PushStatus,
    data: SecretBytes,
    stores: StoreRef[],
  ): Promise<void> {
    const pushed: PushedMap = {};
    try {
      await this.#target.push(push, data, stores, pushed);
    } catch (error) {
      status.syncedPushSecrets = merged(pushed, status.syncedPushSecrets);
      this.#fail(push, status, `set secret failed: ${textOf(error)}`);
      throw error;
    }
    if (push.spec.deletionPolicy === 'Delete') {
      const left = merged(pushed, status.syncedPushSecrets);
      try {
        await this.#target.prune(push, status.syncedPushSecrets, pushed, left);
      } catch (error) {
        status.syncedPushSecrets = left;
        this.#fail(
          push,
          status,
          `Failed to Delete Secrets from Provider: ${textOf(error)}`,
        );
        throw error;
      }
    }
    status.syncedPushSecrets = pushed;
  }

  async #removeAll(
    push: KubernetesObject,
    status: PushStatus,
    failure: string,
  ): Promise<void> {
    const left = merged({}, status.syncedPushSecrets);
    try {
      await this.#target.prune(push, status.syncedPushSecrets, {}, left);
    } catch (error) {
      status.syncedPushSecrets = left;
      this.#fail(push, status, `${failure}: ${textOf(error)}`);
      throw error;
    }
  }

  #succeed(push: KubernetesObject, status: PushStatus, start: Date): void {
    const unchanged =
      push.spec.updatePolicy === 'IfNotExists'
        ? '. Existing secrets in providers unchanged.'
        : '';
    const message = `PushSecret synced successfully${unchanged}`;
    status.conditions = withCondition(
      status.conditions,
      { type: 'Ready', status: 'True', reason: 'Synced', message },
      this.#options.clock.now(),
    );
    status.refreshTime = kubernetesTime(start);
    status.syncedResourceVersion = syncedResourceVersion(push.metadata);
    this.#options.events.record(push, 'Normal', 'Synced', message);
  }

  #fail(
    push: KubernetesObject,
    status: PushStatus,
    message: string,
    reason: string = 'Errored',
  ): void {
    status.conditions = withCondition(
      status.conditions,
      { type: 'Ready', status: 'False', reason, message },
      this.#options.clock.now(),
    );
    this.#options.events.record(push, 'Warning', reason, message);
  }

  /** Written back as a whole, so durations get Go's notation as with the real one. */
  #setFinalizer(push: KubernetesObject, present: boolean): void {
    const others = (push.metadata.finalizers ?? []).filter(
      name => name !== finalizer,
    );
    push.metadata.finalizers = present ? [...others, finalizer] : others;
    if (push.spec.refreshInterval !== undefined) {
      push.spec.refreshInterval = formatGoDuration(
        refreshIntervalMs(push) / 1000,
      );
    }
    const updated = this.#options.store.update(resources.pushSecrets, push, {
      fieldManager,
    });
    push.metadata = updated.metadata;
  }
}

function readyReason(status: PushStatus): string | undefined {
  return status.conditions?.find(({ type }) => type === 'Ready')?.reason;
}

function merged(pushed: PushedMap, earlier: PushedMap = {}): PushedMap {
  const all = new Map(Object.entries(pushed));
  for (const [storeKey, entries] of Object.entries(earlier)) {
    all.set(storeKey, { ...all.get(storeKey), ...entries });
  }
  return structuredClone(Object.fromEntries(all)) as Record<
    string,
    Record<string, PushedEntry>
  >;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
