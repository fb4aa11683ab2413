import * as k8s from '@kubernetes/client-node';
import { openChoreoDefinitions } from '../../definitions';
import { startEmbeddedCluster } from '../../startEmbeddedCluster';
import { EmbeddedCluster } from '../../types';
import {
  ApiClient,
  namespace,
  reference,
  references,
  secret,
  secrets,
} from '../__testUtils__';

type Told = [type: string, name: string];

describe('watching over HTTP', () => {
  let embedded: EmbeddedCluster;
  let api: ApiClient;
  let config: k8s.KubeConfig;

  beforeAll(async () => {
    embedded = await startEmbeddedCluster({
      clusters: ['test'],
      definitions: openChoreoDefinitions,
      withoutKv: true,
      withoutExternalSecrets: true,
    });
    api = new ApiClient(embedded.clusters.test);
    await api.post('/api/v1/namespaces', namespace('acme'));
    config = new k8s.KubeConfig();
    config.loadFromString(embedded.clusters.test.kubeconfig());
  });

  afterAll(() => embedded.stop());

  const version = async () =>
    (await api.get(references)).body.metadata.resourceVersion;

  /** The events of a watch that ends by itself. */
  const eventsOf = async (
    query: string,
    meanwhile = async () => {},
    seconds = 1,
  ) => {
    const ended = api.get(
      `${references}?watch=true&timeoutSeconds=${seconds}&${query}`,
    );
    await new Promise(resolve => setTimeout(resolve, 100));
    await meanwhile();
    const { text } = await ended;
    return text
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line));
  };

  it('tells what is there, then every change, and where the kind stands two seconds before the end', async () => {
    await api.post(references, reference('w1'));
    const change = async () => {
      await api.post(references, reference('w2'));
      await api.merge(`${references}/w2`, { spec: { refreshInterval: '2h' } });
      await api.delete(`${references}/w1`);
      await api.post('/api/v1/namespaces/acme/serviceaccounts', {
        metadata: { name: 'elsewhere' },
      });
    };
    const events = await eventsOf('allowWatchBookmarks=true', change, 3);
    expect(
      events.map(({ type, object }) => [type, object.metadata.name]),
    ).toEqual([
      ['ADDED', 'w1'],
      ['ADDED', 'w2'],
      ['MODIFIED', 'w2'],
      ['DELETED', 'w1'],
      ['BOOKMARK', undefined],
    ]);
    const now = events[3].object.metadata.resourceVersion;
    expect(Number(now)).toBeLessThan(Number(await version()));
    expect(events[3].object.metadata.resourceVersion).toBe(now);
    expect(events[4].object).toEqual({
      kind: 'SecretReference',
      apiVersion: 'openchoreo.dev/v1alpha1',
      metadata: { resourceVersion: now },
    });
  });

  it('resumes behind a version, until that is compacted away', async () => {
    const before = await version();
    await api.merge(`${references}/w2`, { spec: { refreshInterval: '3h' } });
    const between = await version();
    await api.merge(`${references}/w2`, { spec: { refreshInterval: '4h' } });
    const all = await eventsOf(`resourceVersion=${before}`);
    expect(all.map(event => event.object.spec.refreshInterval)).toEqual([
      '3h',
      '4h',
    ]);
    const late = await eventsOf(`resourceVersion=${between}`);
    expect(late).toHaveLength(1);

    embedded.clusters.test.compact();
    const current = await version();
    expect(await eventsOf(`resourceVersion=${between}`)).toEqual([
      {
        type: 'ERROR',
        object: expect.objectContaining({
          kind: 'Status',
          code: 410,
          reason: 'Expired',
          message: `too old resource version: ${between} (${current})`,
        }),
      },
    ]);
    const news = `allowWatchBookmarks=true&resourceVersion=${current}`;
    expect(await eventsOf(news)).toEqual([]);
  });

  it('tells by a selector what comes into sight and what leaves it', async () => {
    const from = await version();
    const label = (value: string | null) =>
      api.merge(`${references}/w2`, { metadata: { labels: { team: value } } });
    await label('b');
    await label('a');
    await label('b');
    const events = await eventsOf(
      `labelSelector=team%3Da&resourceVersion=${from}`,
    );
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'DELETED']);
    // What leaves is told as it was last seen, at the version of the change.
    const { metadata } = events[1].object;
    expect(metadata.labels).toEqual({ team: 'a' });
    expect(metadata.resourceVersion).toBe(await version());
  });

  it('T4: watches metadata alone, and as tables', async () => {
    await api.post(secrets, secret('quiet', { a: 'hunter2' }));
    const path = `${secrets}?watch=1&timeoutSeconds=1`;
    const [partial, table] = await Promise.all([
      api.get(path, {
        accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
      }),
      api.get(path, { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' }),
    ]);
    expect(partial.body.object.kind).toBe('PartialObjectMetadata');
    expect(partial.text).not.toContain('aHVudGVyMg==');
    expect(table.body.object.rows[0].cells[0]).toBe('quiet');
  });

  it('streams what is there and marks where that ends', async () => {
    await api.post(references, reference('s1'));
    const query =
      'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&fieldSelector=metadata.name!%3Dw2';
    const events = await eventsOf(query, async () => {
      await api.post(references, reference('s2'));
    });
    expect(
      events.map(({ type, object }) => [type, object.metadata.name]),
    ).toEqual([
      ['ADDED', 's1'],
      ['BOOKMARK', undefined],
      ['ADDED', 's2'],
    ]);
    expect(events[1].object.metadata).toEqual({
      resourceVersion: expect.stringMatching(/^\d+$/),
      annotations: { 'k8s.io/initial-events-end': 'true' },
    });
    const unmatched = await api.get(
      `${references}?watch=true&sendInitialEvents=true`,
    );
    expect(unmatched.body.details.causes).toEqual([
      {
        reason: 'FieldValueForbidden',
        message:
          'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
        field: 'resourceVersionMatch',
      },
    ]);
  });

  it('serves the informers of the official client', async () => {
    const objects = config.makeApiClient(k8s.CoreV1Api);
    const told: Told[] = [];
    const informer = k8s.makeInformer(
      config,
      '/api/v1/namespaces/acme/secrets',
      () => objects.listNamespacedSecret({ namespace: 'acme' }),
    );
    let noticed = () => {};
    const tell = (type: string) => (object: k8s.V1Secret) => {
      told.push([type, object.metadata?.name ?? '']);
      noticed();
    };
    informer.on('add', tell('add'));
    informer.on('delete', tell('delete'));
    const until = (length: number) =>
      new Promise<void>(resolve => {
        noticed = () => told.length >= length && resolve();
        noticed();
      });
    await informer.start();
    await until(1);
    await objects.createNamespacedSecret({
      namespace: 'acme',
      body: { metadata: { name: 'informed' }, stringData: { a: '1' } },
    });
    await until(2);
    await objects.deleteNamespacedSecret({
      namespace: 'acme',
      name: 'informed',
    });
    await until(3);
    await informer.stop();
    expect(told).toEqual([
      ['add', 'quiet'],
      ['add', 'informed'],
      ['delete', 'informed'],
    ]);
  });

  it('tells callers in the same process too, each change once and in order', async () => {
    const { store } = embedded.clusters.test;
    const gvr = { group: '', version: 'v1', resource: 'configmaps' };
    const told: Told[] = [];
    const { resourceVersion } = store.list(gvr);
    const stop = store.watch(
      gvr,
      ({ type, object }) => told.push([type, object.metadata.name!]),
      { resourceVersion },
    );
    const key = { namespace: 'acme', name: 'local' };
    store.create(gvr, { metadata: key }, { fieldManager: 'here' });
    store.mergePatch(gvr, key, { data: { a: '1' } });
    expect(told).toEqual([]);
    await api.delete('/api/v1/namespaces/acme/configmaps/local');
    expect(told).toEqual([
      ['ADDED', 'local'],
      ['MODIFIED', 'local'],
      ['DELETED', 'local'],
    ]);
    store.create(gvr, { metadata: key });
    stop();
    await new Promise(resolve => setImmediate(resolve));
    expect(told).toHaveLength(3);
    expect(store.find(gvr, key)?.metadata.managedFields).toBeUndefined();
    expect(() => store.get(gvr, { namespace: 'acme', name: 'no' })).toThrow(
      'configmaps "no" not found',
    );
  });
});
