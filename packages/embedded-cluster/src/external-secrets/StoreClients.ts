import { KubernetesObject, StatusError } from '../storage';
import { ResourceStore } from '../storage/ResourceStore';
import { ExternalSecretsVersion } from '../types';
import { Activity } from './Activity';
import { LabelSelector, matchesSelector } from './labelSelector';
import { Condition, resources, StoreKind, StoreRef } from './types';
import { PreviderProvider } from './previder/PreviderProvider';
import { OpenBaoProvider } from './vault/OpenBaoProvider';
import { SecretsProvider } from './vault/SecretsProvider';
import { VaultError } from './vault/VaultError';
import { VaultConnections, VaultHttpClient } from './vault/VaultHttpClient';
import { VaultProvider } from './vault/VaultProvider';

/** @internal */
export interface StoreClientsOptions {
  store: ResourceStore;
  activity: Activity;
  requestTimeoutMs: number;
  esoVersion: ExternalSecretsVersion;
}

interface NamespaceCondition {
  namespaces?: string[];
  namespaceSelector?: LabelSelector;
  namespaceRegexes?: string[];
}

interface SecretKeySelector {
  name: string;
  namespace?: string;
  key?: string;
}

/** Opens what a SecretStore or ClusterSecretStore points to. @internal */
export class StoreClients {
  readonly #options: StoreClientsOptions;
  readonly #connections = new VaultConnections();

  private constructor(options: StoreClientsOptions) {
    this.#options = options;
  }

  static create(options: StoreClientsOptions): StoreClients {
    return new StoreClients(options);
  }

  /** @throws VaultError in the words of the real controller */
  find(ref: StoreRef, namespace: string): KubernetesObject {
    const isCluster = ref.kind === 'ClusterSecretStore';
    const type = isCluster
      ? resources.clusterSecretStores
      : resources.secretStores;
    const key = isCluster ? { name: ref.name } : { namespace, name: ref.name };
    const found = this.#options.store.find(type, key);
    if (!found) {
      throw new VaultError(
        `could not get ${ref.kind} "${ref.name}", ${ref.kind}.external-secrets.io "${ref.name}" not found`,
      );
    }
    return found;
  }

  /**
   * @param requireReady - refuse a store whose last check failed
   * @throws VaultError
   */
  open(
    ref: StoreRef,
    namespace: string,
    requireReady: boolean = false,
  ): SecretsProvider {
    const found = this.find(ref, namespace);
    if (ref.kind === 'ClusterSecretStore' && !this.#allows(found, namespace)) {
      throw new VaultError(
        `using cluster store "${ref.name}" is not allowed from namespace "${namespace}": denied by spec.condition`,
      );
    }
    const conditions: Condition[] = found.status?.conditions ?? [];
    const ready = conditions.find(({ type }) => type === 'Ready');
    if (requireReady && ready?.status !== 'True') {
      throw new VaultError(`${ref.kind} "${ref.name}" is not ready`);
    }
    return this.openStore(found, ref.kind, namespace);
  }

  /** @throws VaultError when the store's provider is not served or its token cannot be read */
  openStore(
    found: KubernetesObject,
    kind: StoreKind,
    namespace: string,
  ): SecretsProvider {
    const { vault, openBao, previder } = found.spec?.provider ?? {};
    if (previder) {
      const { baseUri, auth } = previder;
      return PreviderProvider.create({
        baseUri,
        token: this.#token(auth.secretRef.accessToken, kind, namespace),
        timeoutMs: this.#options.requestTimeoutMs,
      });
    }
    const hasOpenBao = this.#options.esoVersion === '2.x';
    const settings = vault ?? (hasOpenBao ? openBao : undefined);
    if (!settings) {
      throw new VaultError('failed to find registered store backend');
    }
    if ((settings.version ?? 'v2') !== 'v2') {
      throw new VaultError('only version v2 of the KV engine is served');
    }
    const client = this.#client(settings, kind, namespace);
    return vault
      ? VaultProvider.create({
          client,
          mount: vault.path,
          checkAndSet: vault.checkAndSet?.required === true,
        })
      : OpenBaoProvider.create({ client, mount: openBao.path });
  }

  #client(
    settings: Record<string, any>,
    kind: StoreKind,
    namespace: string,
  ): VaultHttpClient {
    const tokenRef = settings.auth?.tokenSecretRef;
    if (!tokenRef) {
      throw new VaultError(
        'cannot initialize Vault client: no valid auth method specified',
      );
    }
    const { activity, requestTimeoutMs } = this.#options;
    const { caBundle } = settings;
    const isReferent =
      kind === 'ClusterSecretStore' && tokenRef.namespace === undefined;
    return VaultHttpClient.create({
      address: settings.server,
      connections: this.#connections,
      namespace: settings.namespace,
      // Checking the store itself, nobody's namespace is known.
      token:
        isReferent && !namespace ? '' : this.#token(tokenRef, kind, namespace),
      ca: caBundle && Buffer.from(caBundle, 'base64').toString(),
      timeoutMs: requestTimeoutMs,
      sleep: milliseconds => activity.sleep(milliseconds),
      signal: activity.signal,
    });
  }

  #token(ref: SecretKeySelector, kind: StoreKind, namespace: string): string {
    const from =
      kind === 'ClusterSecretStore' ? ref.namespace ?? namespace : namespace;
    let secret: KubernetesObject;
    try {
      secret = this.#options.store.get(resources.secrets, {
        namespace: from,
        name: ref.name,
      });
    } catch (error) {
      if (error instanceof StatusError) {
        throw new VaultError(
          `cannot get Kubernetes secret "${ref.name}" from namespace "${from}": ${error.message}`,
        );
      }
      throw error;
    }
    const value = secret.data?.[ref.key ?? 'token'];
    if (value === undefined) {
      throw new VaultError(
        `cannot find secret data for key: "${ref.key ?? 'token'}"`,
      );
    }
    return Buffer.from(value, 'base64').toString('utf8');
  }

  #allows(found: KubernetesObject, namespace: string): boolean {
    const conditions: NamespaceCondition[] = found.spec?.conditions ?? [];
    if (conditions.length === 0) {
      return true;
    }
    const labels = this.#options.store.find(resources.namespaces, {
      name: namespace,
    })?.metadata.labels;
    return conditions.some(
      condition =>
        condition.namespaces?.includes(namespace) ||
        (condition.namespaceSelector &&
          matchesSelector(condition.namespaceSelector, labels)) ||
        condition.namespaceRegexes?.some(regex =>
          new RegExp(regex).test(namespace),
        ),
    );
  }
}
