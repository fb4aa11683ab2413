import { EstateCluster } from '../EstateCluster';
import { PLANES } from '../data';
import { PlacedSecret } from './types';
import { planeNamespaceOf } from './writePlaneObjects';

const FINALIZER = 'pushsecret.externalsecrets.io/finalizer';

/**
 * Deletes a PushSecret that once was pushed: External Secrets holds it until its store confirms that the values are
 * gone, and a store that refuses never does.
 */
export async function askForDeletion(
  cluster: EstateCluster,
  placed: PlacedSecret,
): Promise<void> {
  const key = {
    namespace: planeNamespaceOf(placed),
    name: placed.secret.name,
  };
  const { spec } = (await cluster.find('PushSecret', key))!;
  const pushed = Object.fromEntries(
    spec.data.map((entry: PushEntry) => {
      const { remoteKey, property } = entry.match.remoteRef;
      return [`${remoteKey}/${property}`, entry];
    }),
  );
  const store = `ClusterSecretStore/${PLANES[placed.secret.plane].store}`;
  const manager = 'external-secrets';
  await cluster.mergePatch(
    'PushSecret',
    key,
    { metadata: { finalizers: [FINALIZER] } },
    { manager },
  );
  await cluster.mergePatch(
    'PushSecret',
    key,
    { status: { syncedPushSecrets: { [store]: pushed } } },
    { manager, subresource: 'status' },
  );
  await cluster.delete('PushSecret', key);
}

interface PushEntry {
  match: { remoteRef: { remoteKey: string; property: string } };
}
