import { Clock } from '../clock';
import { KubernetesObject } from '../storage';
import { ResourceStore } from '../storage/ResourceStore';
import { withCondition } from './conditions';
import { EventRecorder } from './EventRecorder';
import { PushSecretIndex } from './PushSecretIndex';
import { StatusWriter } from './StatusWriter';
import { StoreClients } from './StoreClients';
import {
  Condition,
  fieldManager,
  parseKey,
  Reconciler,
  ReconcileResult,
  resources,
  StoreKind,
} from './types';
import { SecretsProvider } from './vault/SecretsProvider';

const finalizer = 'secretstore.externalsecrets.io/finalizer';

/** @internal */
export interface SecretStoreReconcilerOptions {
  kind: StoreKind;
  store: ResourceStore;
  clock: Clock;
  clients: StoreClients;
  events: EventRecorder;
  pushSecrets: PushSecretIndex;
  requeueIntervalMs: number;
}

/** Checks that a store can be logged in to. @internal */
export class SecretStoreReconciler implements Reconciler {
  readonly #options: SecretStoreReconcilerOptions;
  readonly #type;
  readonly #status: StatusWriter;

  private constructor(options: SecretStoreReconcilerOptions) {
    this.#options = options;
    this.#type =
      options.kind === 'ClusterSecretStore'
        ? resources.clusterSecretStores
        : resources.secretStores;
    this.#status = StatusWriter.create(options.store, this.#type);
  }

  static create(options: SecretStoreReconcilerOptions): SecretStoreReconciler {
    return new SecretStoreReconciler(options);
  }

  async reconcile(key: string): Promise<ReconcileResult> {
    const found = this.#options.store.find(this.#type, parseKey(key));
    const current = found && this.#keepFinalizer(found);
    if (!current) {
      return {};
    }
    const before = current.status ?? {};
    const after = structuredClone(before);
    try {
      await this.#validate(current, after);
    } finally {
      this.#status.patch(current, before, after);
    }
    const seconds = Number(current.spec?.refreshInterval ?? 0);
    return {
      requeueAfterMs: seconds
        ? seconds * 1000
        : this.#options.requeueIntervalMs,
    };
  }

  async #validate(
    current: KubernetesObject,
    status: Record<string, any>,
  ): Promise<void> {
    const { clients, kind } = this.#options;
    let provider: SecretsProvider;
    try {
      provider = clients.openStore(
        current,
        kind,
        current.metadata.namespace ?? '',
      );
    } catch (error) {
      this.#fail(current, status, 'unable to create client', error);
      throw error;
    }
    if (!isKnownPerNamespaceOnly(kind, current)) {
      try {
        await provider.validate();
      } catch (error) {
        this.#fail(current, status, 'unable to validate store', error);
        throw error;
      }
    }
    status.capabilities = provider.capabilities;
    this.#conclude(status, 'True', 'Valid', 'store validated');
    this.#options.events.record(current, 'Normal', 'Valid', 'store validated');
  }

  #fail(
    current: KubernetesObject,
    status: Record<string, any>,
    message: string,
    error: unknown,
  ): void {
    const reason = 'InvalidProviderConfig';
    this.#conclude(status, 'False', reason, message);
    const text = error instanceof Error ? error.message : String(error);
    this.#options.events.record(current, 'Warning', reason, text);
  }

  #conclude(
    status: Record<string, any>,
    ready: Condition['status'],
    reason: string,
    message: string,
  ): void {
    status.conditions = withCondition(
      status.conditions,
      { type: 'Ready', status: ready, reason, message },
      this.#options.clock.now(),
    );
  }

  /** A store stays as long as something would have to be deleted through it. */
  #keepFinalizer(found: KubernetesObject): KubernetesObject | undefined {
    const { kind, pushSecrets, store } = this.#options;
    const { finalizers = [], deletionTimestamp } = found.metadata;
    const has = finalizers.includes(finalizer);
    const needed = pushSecrets.deletesThrough(kind, found);
    if (has === needed || (deletionTimestamp && !has)) {
      return found;
    }
    found.metadata.finalizers = needed
      ? [...finalizers, finalizer]
      : finalizers.filter(name => name !== finalizer);
    const updated = store.update(this.#type, found, { fieldManager });
    return deletionTimestamp ? undefined : updated;
  }
}

/** A token without a namespace is looked for beside each object that uses the store. */
function isKnownPerNamespaceOnly(
  kind: StoreKind,
  { spec }: KubernetesObject,
): boolean {
  const { vault, openBao } = spec.provider;
  const tokenRef = (vault ?? openBao)?.auth.tokenSecretRef;
  return (
    kind === 'ClusterSecretStore' &&
    tokenRef !== undefined &&
    tokenRef.namespace === undefined
  );
}
