import { FOUNDATION_PLANES, NAMESPACES } from './data';
import { EstateCluster } from './EstateCluster';
import { readMarks, writeMarks } from './EstateMarks';
import { EstateTarget } from './EstateTarget';
import { daysAgo } from './write/types';
import { writePlane } from './write/writePlane';
import { writeStore } from './write/writeStore';

/** Days ago that the installation is said to have been set up. */
const SET_UP = 430;

/**
 * Makes, once per state, what every installation has before its first secret: tenant namespaces, planes, and a store in
 * each cluster that reaches the KV store. Later starts only follow the KV store to another port.
 */
export async function layFoundations({
  clusters,
  kv,
}: EstateTarget): Promise<void> {
  const controlPlane = clusters['control-plane'];
  const { address } = kv;
  const { kvAddress } = await readMarks(controlPlane);
  if (!kvAddress) {
    const then = daysAgo(SET_UP);
    for (const { name, displayName, owner } of NAMESPACES) {
      await controlPlane.at(then).ensure(
        'Namespace',
        {
          metadata: {
            name,
            labels: { 'openchoreo.dev/control-plane': 'true' },
            annotations: {
              'backstage.io/owner': owner,
              'openchoreo.dev/display-name': displayName,
            },
          },
        },
        'openchoreo-api',
      );
    }
    for (const cluster of Object.values(clusters)) {
      await writeStore(cluster.at(then), { name: 'default', ...kv });
    }
    for (const plane of FOUNDATION_PLANES) {
      await writePlane(controlPlane.at(then), plane);
    }
  } else if (kvAddress !== address) {
    for (const cluster of Object.values(clusters)) {
      await moveStores(cluster, kvAddress, address);
    }
  }
  await writeMarks(controlPlane, { kvAddress: address });
}

/** Points the stores that used one address to another. */
async function moveStores(
  cluster: EstateCluster,
  from: string,
  to: string,
): Promise<void> {
  for (const { metadata, spec } of await cluster.list('ClusterSecretStore')) {
    if (spec.provider?.vault?.server === from) {
      await cluster.mergePatch(
        'ClusterSecretStore',
        { name: metadata.name! },
        { spec: { provider: { vault: { server: to } } } },
        { manager: 'kubectl-edit' },
      );
    }
  }
}
