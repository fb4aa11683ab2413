/*
 * Measures the index with 100,000 references: memory, and the time of what a page asks for.
 * Run in this folder's package: node --expose-gc --import @backstage/cli/config/nodeTransform.cjs bench/index.bench.ts
 */
import { ConfigReader } from '@backstage/config';
import { RESOURCES } from '@strongroom/backstage-plugin-secrets-node';
import { DefaultConsumerIndex } from '../src/delivery/DefaultConsumerIndex';
import { DefaultDeliveryDirectory } from '../src/delivery/DefaultDeliveryDirectory';
import {
  aPlane,
  FakePlanes,
  FakeStore,
} from '../src/references/__testUtils__/FakePlanes';
import { FakeReflections } from '../src/references/__testUtils__/FakeReflections';
import {
  anObservation,
  aReference,
  SETTINGS,
} from '../src/references/__testUtils__/fixtures';
import { DefaultNamespaceDirectory } from '../src/references/DefaultNamespaceDirectory';
import { DefaultSecretIndex } from '../src/references/DefaultSecretIndex';
import { SecretQuery, SecretReference } from '../src/references/types';

const COUNT = 100_000;
const NAMESPACES = 200;
const RUNS = 15;
const REFERENCE = RESOURCES.secretReference;

function heapMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

function print(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(44)} ${value}\n`);
}

function measure(what: string, run: () => unknown): void {
  const times: number[] = [];
  for (let count = 0; count < RUNS; count += 1) {
    const started = performance.now();
    run();
    times.push(performance.now() - started);
  }
  times.sort((left, right) => left - right);
  print(what, `${times[Math.floor(RUNS / 2)].toFixed(1)} ms`);
}

function theReference(count: number): SecretReference {
  const reference = aReference({
    // In the order of a list.
    namespace: `team-${Math.floor((count * NAMESPACES) / COUNT)}`,
    name: `service-${(count * 7919) % COUNT}-credentials`,
    labels: { team: `team-${count % 50}` },
    project: `project-${count % 300}`,
    expiresAt: count % 20 === 0 ? '2026-12-01T00:00:00Z' : undefined,
  });
  // As it comes over the wire, so that nothing is shared that would not be.
  return JSON.parse(JSON.stringify(reference));
}

const control = FakeReflections.create();
const store = new FakeStore();
const planes = new FakePlanes();
planes.put(aPlane(FakeReflections.create('plane-1').client, store));
const deliveries = DefaultDeliveryDirectory.create({
  planes,
  consumers: DefaultConsumerIndex.create({ planes }),
});
const index = DefaultSecretIndex.create({
  kubernetes: control.client,
  namespaces: DefaultNamespaceDirectory.fromConfig(new ConfigReader({}), {
    kubernetes: control.client,
  }),
  deliveries,
  settings: SETTINGS,
});
control.list(
  RESOURCES.namespace,
  Array.from({ length: NAMESPACES }, (_, count) => ({
    metadata: { name: `team-${count}` },
  })),
);

const empty = heapMegabytes();
control.list(REFERENCE, []);
let spent = 0;
for (let count = 0; count < COUNT; count += 1) {
  const reference = theReference(count);
  const started = performance.now();
  control.upsert(REFERENCE, reference);
  spent += performance.now() - started;
}
print('projecting 100,000 references', `${spent.toFixed(0)} ms`);
const withRows = heapMegabytes();
print('memory of the rows', `${(withRows - empty).toFixed(1)} MB`);
store.list([]);
for (const { namespace, name } of index.rows()) {
  store.tell(listener =>
    listener.onUpsert(
      JSON.parse(
        JSON.stringify(anObservation({}, { namespace, name })),
        (key, value) => (key === 'since' ? new Date(value) : value),
      ),
    ),
  );
}
print(
  'memory of the observations',
  `${(heapMegabytes() - withRows).toFixed(1)} MB`,
);

function query(what: string, options: Partial<SecretQuery>): void {
  measure(what, () => index.query({ visible: () => true, ...options }));
}

query('first page of 50', {});
query('first page of 500', { limit: 500 });
query('search that finds little', { filters: { q: 'service-4242' } });
query('search that finds nothing', { filters: { q: 'nothing-of-it' } });
query('search in labels', { filters: { q: 'team=team-7' } });
query('filter by state', { filters: { state: 'Failed' } });
query('order by state', { orderBy: 'state' });
query('order by update, newest first', { orderBy: 'updatedAt', order: 'desc' });
const { nextCursor } = index.query({
  visible: () => true,
  orderBy: 'type',
  limit: 500,
});
query('a page in the middle', {
  orderBy: 'type',
  limit: 500,
  cursor: nextCursor,
});
query('one namespace', { namespaces: ['team-7'] });
measure('counts of all namespaces', () => {
  for (let count = 0; count < NAMESPACES; count += 1) {
    index.counts(`team-${count}`, () => true);
  }
});
