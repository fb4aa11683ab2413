import { EstateCluster } from '../EstateCluster';
import { daysAgo, PlacedSecret } from './types';
import { planeNamespaceOf } from './writePlaneObjects';

const WRITER = { manager: 'openchoreo-api' };

/** What OpenChoreo leaves of a PushSecret that it writes to while the portal makes the secret. */
export async function writeMeanwhile(
  cluster: EstateCluster,
  placed: PlacedSecret,
): Promise<void> {
  await cluster.mergePatch(
    'PushSecret',
    { namespace: planeNamespaceOf(placed), name: placed.secret.name },
    { spec: { refreshInterval: '1h1m0s' } },
    WRITER,
  );
}

/** What OpenChoreo leaves of a secret of ours when it drops a key: its way of writing takes none out of the Secret. */
export async function dropLastKey(
  clusters: { controlPlane: EstateCluster; plane: EstateCluster },
  placed: PlacedSecret,
): Promise<void> {
  const { namespace, secret } = placed;
  const then = daysAgo(secret.created / 2);
  for (const [cluster, kind, place] of [
    [clusters.plane, 'PushSecret', planeNamespaceOf(placed)],
    [clusters.controlPlane, 'SecretReference', namespace],
  ] as const) {
    const key = { namespace: place, name: secret.name };
    const { spec } = (await cluster.find(kind, key))!;
    const data = spec.data.slice(0, -1);
    await cluster.at(then).mergePatch(kind, key, { spec: { data } }, WRITER);
  }
}
