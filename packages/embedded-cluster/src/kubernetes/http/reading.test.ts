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

const tableType = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const partialType =
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

describe('reading over HTTP', () => {
  let embedded: EmbeddedCluster;
  let api: ApiClient;

  const names = (list: { items: { metadata: { name: string } }[] }) =>
    list.items.map(item => item.metadata.name);

  beforeAll(async () => {
    embedded = await startEmbeddedCluster({
      clusters: ['test'],
      definitions: openChoreoDefinitions,
      withoutKv: true,
      withoutExternalSecrets: true,
    });
    api = new ApiClient(embedded.clusters.test);
    for (const name of ['acme', 'acme-2']) {
      await api.post('/api/v1/namespaces', namespace(name));
    }
    for (const [name, labels] of [
      ['r1', { tier: 'a', size: '1' }],
      ['r2', { tier: 'b', size: '5' }],
      ['r3', { tier: 'c' }],
      ['r4', {}],
    ] as const) {
      await api.post(references, reference(name, { labels }));
    }
    await api.post(
      '/apis/openchoreo.dev/v1alpha1/namespaces/acme-2/secretreferences',
      reference('r1'),
    );
  });

  afterAll(() => embedded.stop());

  it.each([
    ['tier=a', ['r1']],
    ['tier==a', ['r1']],
    ['tier!=a', ['r2', 'r3', 'r4']],
    ['tier in (a, b)', ['r1', 'r2']],
    ['tier notin (a,b)', ['r3', 'r4']],
    ['tier', ['r1', 'r2', 'r3']],
    ['!tier', ['r4']],
    ['size>1', ['r2']],
    ['size<5,tier', ['r1']],
  ])('selects by label %s', async (selector, expected) => {
    const query = new URLSearchParams({ labelSelector: selector });
    expect(names((await api.get(`${references}?${query}`)).body)).toEqual(
      expected,
    );
  });

  it('selects by name and namespace, and by the fields a kind has', async () => {
    const all = '/apis/openchoreo.dev/v1alpha1/secretreferences';
    const byName = await api.get(`${all}?fieldSelector=metadata.name%3Dr1`);
    expect(byName.body.items).toHaveLength(2);
    const byNamespace = await api.get(
      `${all}?fieldSelector=metadata.name%3Dr1,metadata.namespace!%3Dacme`,
    );
    expect(byNamespace.body.items[0].metadata.namespace).toBe('acme-2');
    await api.post('/api/v1/namespaces/acme/events', {
      metadata: { name: 'e1' },
      involvedObject: { kind: 'Pod', name: 'p', namespace: 'acme' },
      source: { component: 'me' },
    });
    const events = '/api/v1/namespaces/acme/events';
    const selected = await api.get(
      `${events}?fieldSelector=involvedObject.name%3Dp,source%3Dme`,
    );
    expect(names(selected.body)).toEqual(['e1']);
    const unknown = await api.get(`${all}?fieldSelector=spec.x%3Dy`);
    expect(unknown.body).toMatchObject({
      code: 400,
      message: 'field label not supported: spec.x',
    });
    const unreadable = await api.get(`${all}?labelSelector=a%20b`);
    expect(unreadable.body.reason).toBe('BadRequest');
  });

  it('continues a list as of its beginning, whatever changes meanwhile, and says when it is too old', async () => {
    const path = '/api/v1/namespaces/acme/configmaps';
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await api.post(path, { metadata: { name }, data: { v: '1' } });
    }
    const first = (await api.get(`${path}?limit=2`)).body;
    expect(names(first)).toEqual(['a', 'b']);
    expect(first.metadata.remainingItemCount).toBe(4);
    await api.delete(`${path}/d`);
    await api.post(path, { metadata: { name: 'bb' } });
    await api.merge(`${path}/c`, { data: { v: '2' } });
    const next = `${path}?limit=2&continue=${first.metadata.continue}`;
    const second = (await api.get(next)).body;
    expect(names(second)).toEqual(['c', 'd']);
    expect(second.items[0].data.v).toBe('1');
    expect(second.metadata.resourceVersion).toBe(
      first.metadata.resourceVersion,
    );
    const third = await api.get(
      `${path}?limit=2&continue=${second.metadata.continue}`,
    );
    expect(names(third.body)).toEqual(['e', 'kube-root-ca.crt']);
    expect(third.body.metadata.continue).toBeUndefined();
    expect(names((await api.get(path)).body)).toEqual([
      'a',
      'b',
      'bb',
      'c',
      'e',
      'kube-root-ca.crt',
    ]);
    const exact = `${path}?resourceVersionMatch=Exact&resourceVersion=${first.metadata.resourceVersion}`;
    expect(names((await api.get(exact)).body)).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
      'kube-root-ca.crt',
    ]);

    embedded.clusters.test.compact();
    const expired = await api.get(next);
    expect(expired.body).toMatchObject({ code: 410, reason: 'Expired' });
    const inconsistent = await api.get(
      `${path}?continue=${expired.body.metadata.continue}`,
    );
    expect(names(inconsistent.body)).toEqual([
      'bb',
      'c',
      'e',
      'kube-root-ca.crt',
    ]);
    expect((await api.get(exact)).code).toBe(410);
    expect((await api.get(`${path}?continue=junk`)).code).toBe(400);
    expect((await api.get(`${path}?resourceVersion=999999`)).code).toBe(504);
  });

  it('lists as the real server does: custom resources with their kind, built-in ones without', async () => {
    await api.post(secrets, secret('s1', { password: 'hunter2' }));
    const builtIn = (await api.get(secrets)).body;
    expect(builtIn).toMatchObject({ kind: 'SecretList', apiVersion: 'v1' });
    expect(builtIn.items[0].kind).toBeUndefined();
    expect(builtIn.items[0].metadata.name).toBe('s1');
    const custom = (await api.get(references)).body;
    expect(custom.items[0]).toMatchObject({
      kind: 'SecretReference',
      apiVersion: 'openchoreo.dev/v1alpha1',
    });
    expect(custom.metadata.continue).toBe('');
    expect(builtIn.metadata).not.toHaveProperty('continue');
  });

  it('T4: answers with metadata alone when asked, after writes too', async () => {
    const partial = await api.get(`${secrets}/s1`, { accept: partialType });
    expect(partial.body).toMatchObject({
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { name: 's1' },
    });
    const patched = await api.merge(
      `${secrets}/s1`,
      { data: { password: 'czNjcjN0' } },
      { accept: partialType },
    );
    const made = await api.post(
      secrets,
      secret('s2', { password: 'hunter2' }),
      {
        accept: partialType,
      },
    );
    const list = await api.get(secrets, {
      accept: partialType.replace('Metadata;', 'MetadataList;'),
    });
    expect(list.body.kind).toBe('PartialObjectMetadataList');
    for (const answer of [partial, patched, made, list]) {
      expect(answer.text).not.toMatch(/aHVudGVyMg==|czNjcjN0/);
      expect(answer.text).toContain('f:password');
    }
  });

  it('answers with tables', async () => {
    const table = (await api.get(references, { accept: tableType })).body;
    expect(table.kind).toBe('Table');
    expect(
      table.columnDefinitions.map((c: { name: string }) => c.name),
    ).toEqual(['Name', 'Type', 'Plane Kind', 'Plane', 'Refresh', 'Age']);
    expect(table.rows[0].cells).toEqual([
      'r1',
      'Opaque',
      null,
      null,
      '1h',
      expect.stringMatching(/^\d+s$/),
    ]);
    expect(table.rows[0].object.kind).toBe('PartialObjectMetadata');
    const bare = await api.get(`${references}/r1?includeObject=None`, {
      accept: `application/vnd.kubernetes.protobuf, ${tableType}, application/json`,
    });
    expect(bare.body.rows).toHaveLength(1);
    expect(bare.body.rows[0].object).toBeUndefined();
    const refused = await api.get(references, { accept: 'text/html' });
    expect(refused.body).toMatchObject({ code: 406, reason: 'NotAcceptable' });
  });

  it('tells what it serves', async () => {
    expect((await api.get('/api')).body.versions).toEqual(['v1']);
    const groups = (await api.get('/apis')).body.groups.map(
      (group: { name: string }) => group.name,
    );
    expect(groups).toEqual([
      'apiextensions.k8s.io',
      'apps',
      'batch',
      'external-secrets.io',
      'openchoreo.dev',
    ]);
    const { resources } = (await api.get('/apis/external-secrets.io/v1alpha1'))
      .body;
    expect(resources).toMatchObject([
      { name: 'pushsecrets', kind: 'PushSecret', namespaced: true },
      { name: 'pushsecrets/status', verbs: ['get', 'patch', 'update'] },
    ]);
    expect((await api.get('/version')).body.major).toBe('1');
    expect((await api.get('/readyz')).text).toBe('ok');
    expect((await api.get('/openapi/v3')).body.paths).toHaveProperty([
      'apis/openchoreo.dev/v1alpha1',
    ]);
    const unknown = await api.get('/apis/openchoreo.dev/v1alpha1/unknowns');
    expect([unknown.code, unknown.text]).toEqual([404, '404 page not found\n']);
    expect((await api.get(`${references}/absent`)).body.message).toBe(
      'secretreferences.openchoreo.dev "absent" not found',
    );
    expect((await api.post('/version', {})).code).toBe(405);
    expect((await api.put(references, reference('r1'))).code).toBe(405);
  });
});
