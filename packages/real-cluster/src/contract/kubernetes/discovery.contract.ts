import {
  core,
  createReferences,
  references,
  secret,
  withWorld,
} from '../world';

const stage = withWorld();

describe('discovery', () => {
  it('names groups, versions and kinds with what can be done to them', async () => {
    const { api } = stage;
    expect((await api.get('/api')).body).toMatchObject({
      kind: 'APIVersions',
      versions: ['v1'],
    });
    const groups = (await api.get('/apis')).body;
    expect(groups.kind).toBe('APIGroupList');
    expect(
      groups.groups.find(({ name }: any) => name === 'openchoreo.dev'),
    ).toMatchObject({
      preferredVersion: {
        groupVersion: 'openchoreo.dev/v1alpha1',
        version: 'v1alpha1',
      },
    });
    const kinds = (await api.get('/apis/openchoreo.dev/v1alpha1')).body;
    expect(kinds).toMatchObject({
      kind: 'APIResourceList',
      groupVersion: 'openchoreo.dev/v1alpha1',
    });
    const of = (name: string) =>
      kinds.resources.find((resource: any) => resource.name === name);
    const { verbs, ...described } = of('secretreferences');
    expect(described).toMatchObject({
      kind: 'SecretReference',
      namespaced: true,
      singularName: 'secretreference',
    });
    expect([...verbs].sort()).toEqual([
      'create',
      'delete',
      'deletecollection',
      'get',
      'list',
      'patch',
      'update',
      'watch',
    ]);
    expect(of('clusterdataplanes').namespaced).toBe(false);
    expect([...of('secretreferences/status').verbs].sort()).toEqual([
      'get',
      'patch',
      'update',
    ]);
    const secrets = (await api.get('/api/v1')).body.resources.find(
      ({ name }: any) => name === 'secrets',
    );
    expect(secrets).toMatchObject({ kind: 'Secret', namespaced: true });
    expect((await api.get('/version')).body).toMatchObject({
      major: '1',
      gitVersion: expect.stringMatching(/^v1\.\d+/),
    });
    expect((await api.get('/readyz')).text).toBe('ok');
  });

  it('answers as a table when asked, as kubectl does', async () => {
    const accept =
      'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
    await createReferences(stage, 'a', 'b');
    const { body } = await stage.api.get(references(stage.ns), { accept });
    expect([body.kind, body.apiVersion]).toEqual(['Table', 'meta.k8s.io/v1']);
    const [first] = body.columnDefinitions;
    expect(first).toMatchObject({ name: 'Name', type: 'string' });
    expect(body.rows.map(({ cells }: any) => cells[0])).toEqual(['a', 'b']);
    expect(body.rows[0].object.kind).toBe('PartialObjectMetadata');
    await stage.api.post(
      core(stage.ns, 'secrets'),
      secret('s', { password: 'hunter2' }),
    );
    const table = await stage.api.get(`${core(stage.ns, 'secrets')}/s`, {
      accept,
    });
    expect(table.body.columnDefinitions.map(({ name }: any) => name)).toEqual([
      'Name',
      'Type',
      'Data',
      'Age',
    ]);
    expect(table.body.rows[0].cells.slice(0, 3)).toEqual(['s', 'Opaque', 1]);
    expect(table.text).not.toContain(Buffer.from('hunter2').toString('base64'));
  });
});
