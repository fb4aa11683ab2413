import { ResourceStore } from '@strongroom/embedded-cluster';
import { PLANES } from '../data';
import { RESOURCES } from '../resources';
import { PlacedSecret } from './types';
import { planeNamespaceOf } from './writePlaneObjects';

const FINALIZER = 'pushsecret.externalsecrets.io/finalizer';

/**
 * Deletes a PushSecret that once was pushed: External Secrets holds it until its store confirms that the values are
 * gone, and a store that refuses never does.
 */
export function askForDeletion(
  cluster: ResourceStore,
  placed: PlacedSecret,
): void {
  const key = {
    namespace: planeNamespaceOf(placed),
    name: placed.secret.name,
  };
  const { spec } = cluster.get(RESOURCES.PushSecret, key);
  const pushed = Object.fromEntries(
    spec.data.map((entry: PushEntry) => {
      const { remoteKey, property } = entry.match.remoteRef;
      return [`${remoteKey}/${property}`, entry];
    }),
  );
  const store = `ClusterSecretStore/${PLANES[placed.secret.plane].store}`;
  cluster.mergePatch(
    RESOURCES.PushSecret,
    key,
    { metadata: { finalizers: [FINALIZER] } },
    { fieldManager: 'external-secrets' },
  );
  cluster.mergePatch(
    RESOURCES.PushSecret,
    key,
    { status: { syncedPushSecrets: { [store]: pushed } } },
    { fieldManager: 'external-secrets', subresource: 'status' },
  );
  cluster.delete(RESOURCES.PushSecret, key);
}

interface PushEntry {
  match: { remoteRef: { remoteKey: string; property: string } };
}
