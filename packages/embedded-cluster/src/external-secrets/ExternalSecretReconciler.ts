import { isDeepStrictEqual } from 'node:util';
import { Clock } from '../clock';
import { formatGoDuration, parseGoDuration } from '../kv';
import { KubernetesObject, StatusError } from '../storage';
import { ResourceStore } from '../storage/ResourceStore';
import { kubernetesTime, withCondition } from './conditions';
import { EventRecorder } from './EventRecorder';
import { readProviderData } from './providerData';
import { StatusWriter } from './StatusWriter';
import { StoreClients } from './StoreClients';
import { ownerHash, syncedResourceVersion } from './syncedResourceVersion';
import {
  buildTarget,
  isTargetValid,
  managedLabel,
  ownerLabel,
  targetFieldManager,
  targetName,
  TargetRefusedError,
} from './targetSecret';
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

interface ExternalStatus {
  binding?: { name: string };
  conditions?: Condition[];
  refreshTime?: string;
  syncedResourceVersion?: string;
}

/** Keeps a Secret equal to what lies in a store. @internal */
export class ExternalSecretReconciler implements Reconciler {
  readonly #options: ExternalSecretReconcilerOptions;
  readonly #status: StatusWriter;

  private constructor(options: ExternalSecretReconcilerOptions) {
    this.#options = options;
    this.#status = StatusWriter.create(
      options.store,
      resources.externalSecrets,
    );
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
    const existing = this.#target(external);
    if (existing && existing.metadata.labels?.[managedLabel] !== 'true') {
      store.mergePatch(
        resources.secrets,
        { namespace: external.metadata.namespace, name: targetName(external) },
        { metadata: { labels: { [managedLabel]: 'true' } } },
        { fieldManager: targetFieldManager(external) },
      );
      return again;
    }
    const before: ExternalStatus = external.status ?? {};
    const now = clock.now();
    if (!isDue(external, before, now) && isTargetValid(existing, external)) {
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
      this.#deleteTarget(external);
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
    const existing = this.#target(external);
    if (policy === 'Merge' && !existing) {
      const message = 'secret will not be created due to CreationPolicy=Merge';
      this.#succeed(external, status, start, 'SecretMissing', message);
      return nextRefresh(external, status, this.#options.clock.now());
    }
    try {
      if (policy === 'Owner') {
        this.#deleteOrphans(external);
      }
      if (policy !== 'None') {
        this.#writeTarget(external, existing, values);
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

  #writeTarget(
    external: KubernetesObject,
    existing: KubernetesObject | undefined,
    values: SecretBytes,
  ): void {
    const { store, events } = this.#options;
    const wanted = buildTarget(external, existing, values);
    const options = { fieldManager: targetFieldManager(external) };
    if (!existing) {
      store.create(resources.secrets, wanted, options);
      events.record(external, 'Normal', 'Created', 'secret created');
    } else if (!isDeepStrictEqual(comparable(existing), comparable(wanted))) {
      store.update(resources.secrets, wanted, options);
      events.record(external, 'Normal', 'Updated', 'secret updated');
    }
  }

  #target(external: KubernetesObject): KubernetesObject | undefined {
    return this.#options.store.find(resources.secrets, {
      namespace: external.metadata.namespace,
      name: targetName(external),
    });
  }

  #deleteTarget(external: KubernetesObject): void {
    if (this.#target(external)) {
      this.#options.store.delete(resources.secrets, {
        namespace: external.metadata.namespace,
        name: targetName(external),
      });
      const message = 'secret deleted due to DeletionPolicy=Delete';
      this.#options.events.record(external, 'Normal', 'Deleted', message);
    }
  }

  /** Secrets of this ExternalSecret under a name that it had before. */
  #deleteOrphans(external: KubernetesObject): void {
    const { store, events } = this.#options;
    const { namespace = '', name = '' } = external.metadata;
    const { items } = store.list(resources.secrets, {
      namespace,
      labelSelector: `${ownerLabel}=${ownerHash(namespace, name)}`,
    });
    for (const { metadata } of items) {
      if (metadata.name && metadata.name !== targetName(external)) {
        store.delete(resources.secrets, { namespace, name: metadata.name });
        const message = 'secret deleted because it was orphaned';
        events.record(external, 'Normal', 'Deleted', message);
      }
    }
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
      const seconds = intervalMs(external) / 1000;
      external.spec.refreshInterval = formatGoDuration(seconds);
    }
    return this.#options.store.update(resources.externalSecrets, external, {
      fieldManager,
    });
  }

  #release(external: KubernetesObject): void {
    const controls = this.#target(external)?.metadata.ownerReferences?.some(
      owner => owner.controller && owner.uid === external.metadata.uid,
    );
    if (external.spec.target?.deletionPolicy === 'Delete' && controls) {
      this.#options.store.delete(resources.secrets, {
        namespace: external.metadata.namespace,
        name: targetName(external),
      });
    }
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

function isDue(
  external: KubernetesObject,
  status: ExternalStatus,
  now: Date,
): boolean {
  const { syncedResourceVersion: synced } = status;
  const refreshed = Date.parse(status.refreshTime ?? '');
  const never = !synced || Number.isNaN(refreshed);
  const changed = synced !== syncedResourceVersion(external.metadata);
  switch (external.spec.refreshPolicy) {
    case 'CreatedOnce':
      return never;
    case 'OnChange':
      return never || changed;
    default: {
      const interval = intervalMs(external);
      if (interval <= 0 && synced) {
        return false;
      }
      return (
        changed ||
        never ||
        refreshed > now.getTime() ||
        refreshed + interval < now.getTime()
      );
    }
  }
}

function nextRefresh(
  external: KubernetesObject,
  status: ExternalStatus,
  now: Date,
): ReconcileResult {
  const interval = intervalMs(external);
  if (interval <= 0) {
    return {};
  }
  const refreshed = Date.parse(status.refreshTime ?? '');
  if (Number.isNaN(refreshed)) {
    return { requeueAfterMs: interval };
  }
  const since = now.getTime() - refreshed;
  return since >= 0 && since < interval
    ? { requeueAfterMs: interval - since }
    : again;
}

function intervalMs({ spec }: KubernetesObject): number {
  return (parseGoDuration(spec.refreshInterval ?? '1h') ?? 3600) * 1000;
}

/** A Secret without what only the server writes, absent and empty being equal. */
function comparable({ metadata, data, type, immutable }: KubernetesObject) {
  return {
    labels: { ...metadata.labels },
    annotations: { ...metadata.annotations },
    ownerReferences: [...(metadata.ownerReferences ?? [])],
    data: { ...data },
    type,
    immutable: immutable ?? false,
  };
}
