import { ConfigReader } from '@backstage/config';
import { RESOURCES } from '@strongroom/backstage-plugin-secrets-node';
import { DefaultConsumerIndex } from '../delivery/DefaultConsumerIndex';
import { DefaultDeliveryDirectory } from '../delivery/DefaultDeliveryDirectory';
import { eventually } from '../tests/__testUtils__/eventually';
import {
  StartedClusters,
  startClusters,
} from '../tests/__testUtils__/startClusters';
import { anIntent, SETTINGS } from './__testUtils__/fixtures';
import { FakePlanes } from './__testUtils__/FakePlanes';
import { buildReference } from './buildReference';
import { DefaultNamespaceDirectory } from './DefaultNamespaceDirectory';
import { DefaultReferenceClient } from './DefaultReferenceClient';
import { DefaultSecretIndex } from './DefaultSecretIndex';

const COUNT = 5_000;
const { group, version, plural } = RESOURCES.secretReference;
const REFERENCES = { group, version, resource: plural };
const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };

describe('SecretIndex on an API server', () => {
  let clusters: StartedClusters;

  beforeAll(async () => {
    clusters = await startClusters();
    const { store } = clusters.controlPlane;
    for (const [name, labels] of [
      ['acme', { 'openchoreo.dev/control-plane': 'true' }],
      ['platform', {}],
    ] as const) {
      store.create(NAMESPACES, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels },
      });
    }
    for (let count = 0; count < COUNT; count += 1) {
      store.create(
        REFERENCES,
        buildReference(
          anIntent({ name: `secret-${String(count).padStart(5, '0')}` }),
        ) as any,
      );
    }
    store.create(
      REFERENCES,
      buildReference(anIntent({ namespace: 'platform' })) as any,
    );
  }, 60_000);

  afterAll(async () => {
    await clusters.stop();
  });

  it('lists 5,000 references in pages, answers from memory, and follows the edits of others', async () => {
    const kubernetes = clusters.connect();
    const planes = new FakePlanes();
    const consumers = DefaultConsumerIndex.create({ planes });
    const deliveries = DefaultDeliveryDirectory.create({ planes, consumers });
    const namespaces = DefaultNamespaceDirectory.fromConfig(
      new ConfigReader({}),
      { kubernetes },
    );
    const index = DefaultSecretIndex.create({
      kubernetes,
      namespaces,
      deliveries,
      settings: SETTINGS,
    });
    const { store, requestLog } = clusters.controlPlane;
    await index.ready();
    const lists = requestLog.entries.filter(
      ({ verb, resource }) => verb === 'list' && resource === plural,
    );
    expect(lists).toHaveLength(Math.ceil((COUNT + 1) / 500));
    expect(
      requestLog.entries.filter(({ resource }) => resource === 'secrets'),
    ).toEqual([]);

    const reads = () =>
      requestLog.entries.filter(({ verb }) => verb !== 'watch').length;
    const before = reads();
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = index.query({ cursor, limit: 50, visible: () => true });
      expect(page.rows).toHaveLength(50);
      expect(page.totalItems).toBe(COUNT);
      for (const { row } of page.rows) {
        seen.add(row.name);
      }
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen.size).toBe(COUNT);
    expect(reads()).toBe(before);

    store.mergePatch(
      REFERENCES,
      { namespace: 'acme', name: 'secret-00007' },
      { metadata: { labels: { team: 'payments' } } },
    );
    store.delete(REFERENCES, { namespace: 'acme', name: 'secret-00008' });
    store.mergePatch(
      NAMESPACES,
      { name: 'platform' },
      { metadata: { labels: { 'openchoreo.dev/control-plane': 'true' } } },
    );
    await eventually(() => {
      expect(index.get('acme', 'secret-00007')!.row.labels).toEqual({
        team: 'payments',
      });
      expect(index.get('acme', 'secret-00008')).toBeUndefined();
      expect(index.get('platform', 'db')).toBeDefined();
    });

    const references = DefaultReferenceClient.create(kubernetes);
    const reference = buildReference(anIntent({ name: 'made' }));
    const { metadata } = await references.create(reference);
    await expect(references.create(reference)).rejects.toMatchObject({
      code: 'AlreadyExists',
    });
    expect(await references.get('acme', 'made')).toMatchObject({
      metadata: { uid: metadata.uid },
      spec: reference.spec,
    });
    expect(
      (await references.getMetadata('acme', 'made'))!.metadata.managedFields,
    ).not.toHaveLength(0);
    await eventually(() =>
      expect(index.get('acme', 'made')!.row).toMatchObject({
        uid: metadata.uid,
        source: 'portal',
      }),
    );
    await expect(
      references.delete('acme', 'made', { uid: 'another' }),
    ).rejects.toMatchObject({ code: 'Conflict' });
    await references.delete('acme', 'made', { uid: metadata.uid });
    await references.delete('acme', 'made');
    expect(await references.get('acme', 'made')).toBeUndefined();
    expect(await references.getMetadata('acme', 'made')).toBeUndefined();
    await eventually(() => expect(index.get('acme', 'made')).toBeUndefined());
    index.close();
    namespaces.close();
    deliveries.close();
    consumers.close();
  }, 60_000);
});
