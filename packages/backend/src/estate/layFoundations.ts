import { EmbeddedCluster, ResourceStore } from '@strongroom/embedded-cluster';
import { FOUNDATION_PLANES, NAMESPACES } from './data';
import { EstateClock } from './EstateClock';
import { readMarks, writeMarks } from './EstateMarks';
import { RESOURCES } from './resources';
import { ensure } from './write/ensure';
import { daysAgo } from './write/types';
import { writePlane } from './write/writePlane';
import { writeStore } from './write/writeStore';

/** Days ago that the installation is said to have been set up. */
const SET_UP = 430;

/**
 * Makes, once per state, what every installation has before its first secret: tenant namespaces, planes, and a store in
 * each cluster that reaches the KV store. Later starts only follow the KV store to another port.
 */
export function layFoundations(
  cluster: EmbeddedCluster,
  clock: EstateClock,
): void {
  const controlPlane = cluster.clusters['control-plane'].store;
  const { address, token } = cluster.kv!;
  const { kvAddress } = readMarks(controlPlane);
  const stores = Object.values(cluster.clusters).map(({ store }) => store);
  if (!kvAddress) {
    clock.at(daysAgo(SET_UP), () => {
      for (const { name, displayName, owner } of NAMESPACES) {
        ensure(
          controlPlane,
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
      for (const store of stores) {
        writeStore(store, { name: 'default', address, token });
      }
      for (const plane of FOUNDATION_PLANES) {
        writePlane(controlPlane, plane);
      }
    });
  } else if (kvAddress !== address) {
    for (const store of stores) {
      moveStores(store, kvAddress, address);
    }
  }
  writeMarks(controlPlane, { kvAddress: address });
}

/** Points the stores that used one address to another. */
function moveStores(cluster: ResourceStore, from: string, to: string): void {
  for (const { metadata, spec } of cluster.list(RESOURCES.ClusterSecretStore)
    .items) {
    if (spec.provider?.vault?.server === from) {
      cluster.mergePatch(
        RESOURCES.ClusterSecretStore,
        { name: metadata.name! },
        { spec: { provider: { vault: { server: to } } } },
      );
    }
  }
}
