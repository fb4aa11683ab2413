import { randomUUID } from 'node:crypto';
import {
  ESTATE_PLANES,
  NAMESPACES,
  PLANES,
  STORE_BEFORE,
  WORKLOADS,
} from './data';
import { readMarks, writeMarks } from './EstateMarks';
import { EstateTarget } from './EstateTarget';
import { makeValues } from './values/makeValues';
import { askForDeletion } from './write/askForDeletion';
import { putIntoStore, putVersions } from './write/putIntoStore';
import { daysAgo, PlacedSecret } from './write/types';
import { dropLastKey, writeMeanwhile } from './write/writeAsOpenChoreo';
import { writeConsumer } from './write/writeConsumer';
import { writePlane } from './write/writePlane';
import { writePods } from './write/writePods';
import { writePlaneObjects } from './write/writePlaneObjects';
import { writeReference } from './write/writeReference';
import { writeStore } from './write/writeStore';
import { writeWorkload } from './write/writeWorkload';

/** Days ago that planes besides the first and workloads are said to have come. */
const GROWN = 425;
/** A token with this policy can log in, and reach nothing that is pushed. */
const REFUSING_POLICY = {
  name: 'warehouse-export',
  text: 'path "secret/data/warehouse-export/*" { capabilities = ["read"] }',
};

/**
 * Fills the clusters with secrets of every type and in every state, with what uses them. Done once per state: what
 * somebody deletes stays deleted. When it was cut off, the next start adds what is missing.
 */
export async function layEstate(target: EstateTarget): Promise<void> {
  const { clusters, kv } = target;
  const controlPlane = clusters['control-plane'];
  if ((await readMarks(controlPlane)).estate) {
    return;
  }
  const placed = await Promise.all(
    NAMESPACES.flatMap(({ name: namespace, secrets }) =>
      secrets.map(async secret => ({
        namespace,
        secret,
        values: await makeValues(secret),
        operationId: randomUUID(),
      })),
    ),
  );
  await Promise.all(
    placed.filter(isPutByHand).map(each => putIntoStore(kv, each)),
  );
  await Promise.all(placed.filter(isDirect).map(each => putVersions(kv, each)));
  await kv.setPolicy(REFUSING_POLICY.name, REFUSING_POLICY.text);
  const grown = daysAgo(GROWN);
  await writeStore(clusters['plane-2'].at(grown), {
    name: STORE_BEFORE,
    ...kv,
  });
  await writeStore(clusters['plane-2'].at(grown), {
    name: PLANES.warehouse.store!,
    address: kv.address,
    caData: kv.caData,
    token: await kv.createToken({
      policies: ['default', REFUSING_POLICY.name],
    }),
  });
  for (const plane of ESTATE_PLANES) {
    await writePlane(controlPlane.at(grown), plane);
  }
  for (const workload of WORKLOADS) {
    await writeWorkload(controlPlane.at(grown), workload);
  }
  await Promise.all(placed.map(each => writeSecret(target, each)));
  await writeMarks(controlPlane, { estate: 'made' });
}

async function writeSecret(
  { clusters }: EstateTarget,
  placed: PlacedSecret,
): Promise<void> {
  const { secret } = placed;
  const cluster = clusters[PLANES[secret.plane].cluster];
  const then = daysAgo(secret.created);
  if (cluster && isPushed(placed)) {
    await writePlaneObjects(cluster.at(then), placed);
  }
  if (secret.flaw === 'two-writers') {
    await writeMeanwhile(cluster.at(then), placed);
  }
  if (secret.flaw !== 'no-reference') {
    await writeReference(clusters['control-plane'].at(then), placed);
  }
  if (secret.flaw === 'key-dropped') {
    const controlPlane = clusters['control-plane'];
    await dropLastKey({ controlPlane, plane: cluster }, placed);
  }
  for (const consumer of secret.consumers ?? []) {
    await writeConsumer(cluster.at(then), placed, consumer);
    await writePods(cluster, placed, consumer);
  }
  if (secret.deletionAsked !== undefined) {
    await askForDeletion(cluster.at(daysAgo(secret.deletionAsked)), placed);
  }
}

/** Whoever writes a reference by hand or from Git puts the value into the store, and nothing pushes it. */
function isPushed(placed: PlacedSecret): boolean {
  const { maker, flaw } = placed.secret;
  return (
    flaw === 'no-matching-store' ||
    (maker !== 'gitops' && maker !== 'hand' && !isDirect(placed))
  );
}

function isDirect({ secret }: PlacedSecret): boolean {
  return PLANES[secret.plane].direct ?? false;
}

function isPutByHand(placed: PlacedSecret): boolean {
  return (
    !isPushed(placed) &&
    !isDirect(placed) &&
    placed.secret.flaw !== 'value-missing'
  );
}
