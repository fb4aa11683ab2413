import { Clock } from '../clock';
import { formatGoDuration, parseGoDuration } from '../kv';
import { KubernetesObject, StatusError } from '../storage';
import { ResourceStore } from '../storage/ResourceStore';
import { ExternalSecretsVersion } from '../types';
import { kubernetesTime, withCondition } from './conditions';
import { EventRecorder } from './EventRecorder';
import { PushedEntry, PushedMap, PushTarget } from './PushTarget';
import { LabelSelector } from './labelSelector';
import { renderTemplate } from './renderTemplate';
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
  StoreKind,
  StoreRef,
} from './types';
import { VaultError } from './vault/VaultError';

const finalizer = 'pushsecret.externalsecrets.io/finalizer';
/** How much later than due the real controller looks again. */
const slackMs = 5000;
const sourceMissing = 'could not get source secret';

/** @internal */
export interface PushSecretReconcilerOptions {
  store: ResourceStore;
  clock: Clock;
  clients: StoreClients;
  events: EventRecorder;
  esoVersion: ExternalSecretsVersion;
}

interface PushStatus {
  conditions?: Condition[];
  refreshTime?: string;
  syncedResourceVersion?: string;
  syncedPushSecrets?: PushedMap;
}

type StoreReference = Partial<StoreRef> & { labelSelector?: LabelSelector };

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
    const interval = intervalMs(push);
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
    if (!isDue(push, status, start, interval)) {
      const since = start.getTime() - Date.parse(status.refreshTime ?? '');
      return {
        requeueAfterMs: Math.max(0, interval - (since || 0)) + slackMs,
      };
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
    return { requeueAfterMs: interval };
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
      const references: StoreReference[] = push.spec.secretStoreRefs ?? [];
      return references.flatMap(reference => this.#resolve(push, reference));
    } catch (error) {
      this.#fail(push, status, textOf(error));
      throw error;
    }
  }

  #resolve(push: KubernetesObject, reference: StoreReference): StoreRef[] {
    const { clients, store } = this.#options;
    const kind: StoreKind = reference.kind ?? 'SecretStore';
    const namespace = push.metadata.namespace ?? '';
    if (!reference.labelSelector) {
      if (!reference.name) {
        throw new VaultError('refStore Name must be provided');
      }
      const ref = { kind, name: reference.name };
      const found = clients.find(ref, namespace);
      return found.metadata.deletionTimestamp ? [] : [ref];
    }
    const isCluster = kind === 'ClusterSecretStore';
    const { items } = store.list(
      isCluster ? resources.clusterSecretStores : resources.secretStores,
      {
        namespace: isCluster ? undefined : namespace,
        labelSelector: selectorText(reference.labelSelector),
      },
    );
    return items
      .filter(({ metadata }) => !metadata.deletionTimestamp)
      .map(({ metadata }) => ({ kind, name: metadata.name ?? '' }));
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
      push.spec.refreshInterval = formatGoDuration(intervalMs(push) / 1000);
    }
    const updated = this.#options.store.update(resources.pushSecrets, push, {
      fieldManager,
    });
    push.metadata = updated.metadata;
  }
}

function isDue(
  push: KubernetesObject,
  status: PushStatus,
  now: Date,
  interval: number,
): boolean {
  if (status.syncedResourceVersion !== syncedResourceVersion(push.metadata)) {
    return true;
  }
  if (interval === 0) {
    return false;
  }
  const refreshed = Date.parse(status.refreshTime ?? '');
  return Number.isNaN(refreshed) || refreshed + interval < now.getTime();
}

function intervalMs(push: KubernetesObject): number {
  return (parseGoDuration(push.spec.refreshInterval ?? '1h') ?? 3600) * 1000;
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

function selectorText(selector: LabelSelector): string {
  const equal = Object.entries(selector.matchLabels ?? {}).map(
    ([key, value]) => `${key}=${value}`,
  );
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) => {
      switch (operator) {
        case 'Exists':
          return key;
        case 'DoesNotExist':
          return `!${key}`;
        default:
          return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
      }
    },
  );
  return [...equal, ...expressions].join(',');
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
