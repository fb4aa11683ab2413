import { randomUUID } from 'node:crypto';
import { EmbeddedCluster } from '@strongroom/embedded-cluster';
import { ESTATE_PLANES, NAMESPACES, PLANES, WORKLOADS } from './data';
import { EstateClock } from './EstateClock';
import { readMarks, writeMarks } from './EstateMarks';
import { makeValues } from './values/makeValues';
import { askForDeletion } from './write/askForDeletion';
import { putIntoStore } from './write/putIntoStore';
import { daysAgo, EstateSite, PlacedSecret } from './write/types';
import { writeConsumer } from './write/writeConsumer';
import { writePlane } from './write/writePlane';
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
export async function layEstate(
  cluster: EmbeddedCluster,
  clock: EstateClock,
): Promise<void> {
  const { clusters } = cluster;
  const kv = cluster.kv!;
  const site: EstateSite = {
    controlPlane: clusters['control-plane'].store,
    clusters: Object.fromEntries(
      Object.entries(clusters).map(([name, { store }]) => [name, store]),
    ),
    kv,
  };
  if (readMarks(site.controlPlane).estate) {
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
    placed.filter(isPutByHand).map(each => putIntoStore(site, each)),
  );
  kv.setPolicy(REFUSING_POLICY.name, REFUSING_POLICY.text);
  clock.at(daysAgo(GROWN), () => {
    writeStore(site.clusters['plane-2'], {
      name: PLANES.warehouse.store!,
      address: kv.address,
      token: kv.createToken({ policies: ['default', REFUSING_POLICY.name] }),
    });
    for (const plane of ESTATE_PLANES) {
      writePlane(site.controlPlane, plane);
    }
    for (const workload of WORKLOADS) {
      writeWorkload(site, workload);
    }
  });
  for (const each of placed) {
    writeSecret(site, clock, each);
  }
  writeMarks(site.controlPlane, { estate: 'made' });
}

function writeSecret(
  site: EstateSite,
  clock: EstateClock,
  placed: PlacedSecret,
): void {
  const { secret } = placed;
  const cluster = site.clusters[PLANES[secret.plane].cluster];
  clock.at(daysAgo(secret.created), () => {
    if (cluster && isPushed(placed)) {
      writePlaneObjects(cluster, placed);
    }
    if (secret.flaw !== 'no-reference') {
      writeReference(site, placed);
    }
    for (const consumer of secret.consumers ?? []) {
      writeConsumer(cluster, placed, consumer);
    }
  });
  if (secret.deletionAsked !== undefined) {
    clock.at(daysAgo(secret.deletionAsked), () =>
      askForDeletion(cluster, placed),
    );
  }
}

/** Whoever writes a reference by hand or from Git puts the value into the store, and nothing pushes it. */
function isPushed({ secret: { maker, flaw } }: PlacedSecret): boolean {
  return (
    flaw === 'no-matching-store' || (maker !== 'gitops' && maker !== 'hand')
  );
}

function isPutByHand(placed: PlacedSecret): boolean {
  return !isPushed(placed) && placed.secret.flaw !== 'value-missing';
}
