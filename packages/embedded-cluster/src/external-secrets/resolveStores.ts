import { KubernetesObject } from '../storage';
import { ResourceStore } from '../storage/ResourceStore';
import { LabelSelector, matchesSelector } from './labelSelector';
import { StoreClients } from './StoreClients';
import { resources, StoreKind, StoreRef } from './types';
import { VaultError } from './vault/VaultError';

type StoreReference = Partial<StoreRef> & { labelSelector?: LabelSelector };

/** @internal */
export interface ResolveStoresOptions {
  clients: StoreClients;
  store: ResourceStore;
}

/**
 * The stores that a PushSecret names or selects; one that is going is left out.
 *
 * @throws VaultError when a named one is not there
 * @internal
 */
export function resolveStores(
  push: KubernetesObject,
  { clients, store }: ResolveStoresOptions,
): StoreRef[] {
  const namespace = push.metadata.namespace ?? '';
  const references: StoreReference[] = push.spec.secretStoreRefs ?? [];
  return references.flatMap(({ kind = 'SecretStore', name, labelSelector }) => {
    if (labelSelector) {
      return listStores(store, kind, namespace)
        .filter(({ metadata }) =>
          matchesSelector(labelSelector, metadata.labels),
        )
        .filter(({ metadata }) => !metadata.deletionTimestamp)
        .map(({ metadata }) => ({ kind, name: metadata.name ?? '' }));
    }
    if (!name) {
      throw new VaultError('refStore Name must be provided');
    }
    const found = clients.find({ kind, name }, namespace);
    return found.metadata.deletionTimestamp ? [] : [{ kind, name }];
  });
}

function listStores(
  store: ResourceStore,
  kind: StoreKind,
  namespace: string,
): KubernetesObject[] {
  return kind === 'ClusterSecretStore'
    ? store.list(resources.clusterSecretStores).items
    : store.list(resources.secretStores, { namespace }).items;
}
