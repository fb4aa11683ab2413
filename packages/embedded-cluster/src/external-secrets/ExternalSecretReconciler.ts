import { Clock } from '../clock';
import { formatGoDuration } from '../kv';
import { KubernetesObject, StatusError } from '../storage';
import { ResourceStore } from '../storage/ResourceStore';
import { kubernetesTime, withCondition } from './conditions';
import { EventRecorder } from './EventRecorder';
import { readProviderData } from './providerData';
import {
  isRefreshDue,
  nextRefresh,
  refreshIntervalMs,
  SyncedStatus,
} from './schedule';
import { StatusWriter } from './StatusWriter';
import { StoreClients } from './StoreClients';
import { syncedResourceVersion } from './syncedResourceVersion';
import {
  isTargetValid,
  managedLabel,
  targetName,
  TargetRefusedError,
} from './targetSecret';
import { TargetWriter } from './TargetWriter';
import {
  Condition,
  fieldManager,
  parseKey,
  Reconciler,
  ReconcileResult,
  resources,
  SecretBytes,
} from './types';

const finalizer = 'externalsecrets.external-secrets.io/externalsecret-cleanup';
const again: ReconcileResult = { requeue: true };

/** @internal */
export interface ExternalSecretReconcilerOptions {
  store: ResourceStore;
  clock: Clock;
  clients: StoreClients;
  events: EventRecorder;
}

interface ExternalStatus extends SyncedStatus {
  binding?: { name: string };
  conditions?: Condition[];
}

/** Keeps a Secret equal to what lies in a store. @internal */
export class ExternalSecretReconciler implements Reconciler {
  readonly #options: ExternalSecretReconcilerOptions;
  readonly #status: StatusWriter;
  readonly #target: TargetWriter;

  private constructor(options: ExternalSecretReconcilerOptions) {
    this.#options = options;
    this.#status = StatusWriter.create(
      options.store,
      resources.externalSecrets,
    );
    this.#target = TargetWriter.create(options.store, options.events);
  }

  static create(
    options: ExternalSecretReconcilerOptions,
  ): ExternalSecretReconciler {
    return new ExternalSecretReconciler(options);
  }

  async reconcile(key: string): Promise<ReconcileResult> {
    const { store, clock } = this.#options;
    const found = store.find(resources.externalSecrets, parseKey(key));
    if (!found) {
      return {};
    }
    if (found.metadata.deletionTimestamp) {
      this.#release(found);
      return {};
    }
    const external = this.#hold(found);
    const existing = this.#target.find(external);
    if (existing && existing.metadata.labels?.[managedLabel] !== 'true') {
      this.#target.adopt(external);
      return again;
    }
    const before: ExternalStatus = external.status ?? {};
    const now = clock.now();
    if (
      !isRefreshDue(external, before, now) &&
      isTargetValid(existing, external)
    ) {
      return nextRefresh(external, before, now);
    }
    const after = structuredClone(before);
    try {
      return await this.#sync(external, after, now);
    } finally {
      this.#status.patch(external, before, { ...after });
    }
  }

  async #sync(
    external: KubernetesObject,
    status: ExternalStatus,
    start: Date,
  ): Promise<ReconcileResult> {
    const { clients, events } = this.#options;
    let values: SecretBytes;
    try {
      values = await readProviderData(external, {
        clients,
        onMissing: message =>
          events.record(external, 'Normal', 'MissingProviderSecret', message),
      });
    } catch (error) {
      const message = 'could not get secret data from provider';
      this.#fail(external, status, message, error);
      throw error;
    }
    const deletionPolicy = external.spec.target?.deletionPolicy ?? 'Retain';
    if (values.size === 0 && deletionPolicy === 'Delete') {
      this.#target.deleteWithSource(external);
      const message = 'secret deleted due to DeletionPolicy=Delete';
      this.#succeed(external, status, start, 'SecretDeleted', message);
    } else if (values.size === 0 && deletionPolicy === 'Retain') {
      const message = 'secret retained due to DeletionPolicy=Retain';
      this.#succeed(external, status, start, 'SecretSynced', message);
    } else {
      return this.#write(external, status, values, start);
    }
    return nextRefresh(external, status, this.#options.clock.now());
  }

  #write(
    external: KubernetesObject,
    status: ExternalStatus,
    values: SecretBytes,
    start: Date,
  ): ReconcileResult {
    const policy = external.spec.target?.creationPolicy ?? 'Owner';
    const existing = this.#target.find(external);
    if (policy === 'Merge' && !existing) {
      const message = 'secret will not be created due to CreationPolicy=Merge';
      this.#succeed(external, status, start, 'SecretMissing', message);
      return nextRefresh(external, status, this.#options.clock.now());
    }
    try {
      if (policy === 'Owner') {
        this.#target.deleteOrphans(external);
      }
      if (policy !== 'None') {
        this.#target.write(external, existing, values);
        status.binding = { name: targetName(external) };
      }
    } catch (error) {
      if (error instanceof StatusError && error.reason === 'Conflict') {
        return again;
      }
      if (error instanceof TargetRefusedError) {
        this.#fail(external, status, error.conditionMessage, error);
        return {};
      }
      this.#fail(external, status, 'could not update secret', error);
      throw error;
    }
    this.#succeed(external, status, start, 'SecretSynced', 'secret synced');
    return nextRefresh(external, status, this.#options.clock.now());
  }

  #succeed(
    external: KubernetesObject,
    status: ExternalStatus,
    start: Date,
    reason: string,
    message: string,
  ): void {
    status.conditions = withCondition(
      status.conditions,
      { type: 'Ready', status: 'True', reason, message },
      this.#options.clock.now(),
    );
    status.refreshTime = kubernetesTime(start);
    status.syncedResourceVersion = syncedResourceVersion(external.metadata);
  }

  #fail(
    external: KubernetesObject,
    status: ExternalStatus,
    message: string,
    error: unknown,
  ): void {
    const text = error instanceof Error ? error.message : String(error);
    this.#options.events.record(external, 'Warning', 'UpdateFailed', text);
    const reason = 'SecretSyncedError';
    status.binding ??= { name: '' };
    status.conditions = withCondition(
      status.conditions,
      { type: 'Ready', status: 'False', reason, message },
      this.#options.clock.now(),
    );
  }

  /** Written back as a whole, so durations get Go's notation as with the real one. */
  #hold(external: KubernetesObject): KubernetesObject {
    const { finalizers = [] } = external.metadata;
    if (finalizers.includes(finalizer)) {
      return external;
    }
    external.metadata.finalizers = [...finalizers, finalizer];
    if (external.spec.refreshInterval !== undefined) {
      const seconds = refreshIntervalMs(external) / 1000;
      external.spec.refreshInterval = formatGoDuration(seconds);
    }
    return this.#options.store.update(resources.externalSecrets, external, {
      fieldManager,
    });
  }

  #release(external: KubernetesObject): void {
    this.#target.release(external);
    const { finalizers = [] } = external.metadata;
    if (finalizers.includes(finalizer)) {
      external.metadata.finalizers = finalizers.filter(
        name => name !== finalizer,
      );
      this.#options.store.update(resources.externalSecrets, external, {
        fieldManager,
      });
    }
  }
}
