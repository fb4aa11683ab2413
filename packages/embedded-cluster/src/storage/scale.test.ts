import { openChoreoDefinitions } from '../definitions';
import { ApiClient, reference } from '../kubernetes/__testUtils__';
import { startEmbeddedCluster } from '../startEmbeddedCluster';
import { EmbeddedCluster } from '../types';

const count = 100_000;

describe('at scale', () => {
  let embedded: EmbeddedCluster;

  beforeAll(async () => {
    embedded = await startEmbeddedCluster({
      clusters: ['test'],
      definitions: openChoreoDefinitions,
      withoutKv: true,
      withoutExternalSecrets: true,
    });
  });

  afterAll(() => embedded.stop());

  it('holds 100,000 custom resources in far less than 1 GB and lists them in pages', async () => {
    const { store } = embedded.clusters.test;
    const before = process.memoryUsage().rss;
    store.create(
      { group: '', version: 'v1', resource: 'namespaces' },
      { metadata: { name: 'acme' } },
    );
    const references = {
      group: 'openchoreo.dev',
      version: 'v1alpha1',
      resource: 'secretreferences',
    };
    const annotations = { 'example.com/description': 'x'.repeat(400) };
    for (let at = 0; at < count; at++) {
      store.create(
        references,
        reference(`r${at}`, { namespace: 'acme', annotations }),
      );
    }
    const api = new ApiClient(embedded.clusters.test);
    const path = '/apis/openchoreo.dev/v1alpha1/secretreferences?limit=500';
    const seen = new Set<string>();
    let token = '';
    do {
      const { body } = await api.get(`${path}&continue=${token}`);
      for (const item of body.items) {
        seen.add(item.metadata.name);
      }
      token = body.metadata.continue ?? '';
    } while (token);
    expect(seen.size).toBe(count);
    const grown = process.memoryUsage().rss - before;
    expect(grown).toBeLessThan(800 * 1024 * 1024);
  }, 120_000);
});
