import { StoreReadiness } from '@strongroom/backstage-plugin-secrets-node';
import { PLANE_NAMESPACE_PREFIX } from '../objects/planeNamespace';
import { ClusterSecretStore, readyCondition } from '../objects/types';

/**
 * Whether a `ClusterSecretStore` takes writes, as far as External Secrets can tell: its validation proves the login,
 * neither the mount nor the policy.
 */
export function storeReadiness(
  store: ClusterSecretStore | undefined,
): StoreReadiness {
  if (!store || store.metadata.deletionTimestamp) {
    return notReady('The secret store that the plane names does not exist.');
  }
  if (store.status?.capabilities === 'ReadOnly') {
    return notReady('The secret store can only be read, not written.');
  }
  if (!admitsTenants(store)) {
    return notReady(
      'The secret store does not admit the namespaces of our secrets.',
    );
  }
  const ready = readyCondition(store.status?.conditions);
  if (!ready) {
    return notReady('External Secrets has not looked at the secret store yet.');
  }
  // a store that cannot be validated still reports `True`, and works for all that is known
  return ready.status === 'True'
    ? { ready: true }
    : notReady(
        'External Secrets cannot reach the secret store or log in to it.',
      );
}

/** Only lists of names can be judged without knowing the namespace. */
function admitsTenants({ spec }: ClusterSecretStore): boolean {
  const conditions = spec?.conditions ?? [];
  return (
    conditions.length === 0 ||
    conditions.some(
      ({ namespaces, namespaceRegexes, namespaceSelector }) =>
        namespaceSelector !== undefined ||
        namespaceRegexes !== undefined ||
        namespaces?.some(name => name.startsWith(PLANE_NAMESPACE_PREFIX)),
    )
  );
}

function notReady(message: string): StoreReadiness {
  return { ready: false, message };
}
