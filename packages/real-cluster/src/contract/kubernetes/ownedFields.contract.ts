import { base64, core, secret, withWorld } from '../world';

const stage = withWorld();

const ownedBy = async (path: string) => {
  const { managedFields = [] } = (await stage.api.get(path)).body.metadata;
  return Object.fromEntries(
    managedFields.map((entry: any) => [entry.manager, entry.fieldsV1]),
  );
};

describe('owned fields', () => {
  it('are finalizers and owners one by one', async () => {
    const path = `${core(stage.ns, 'secrets')}/parts`;
    await stage.api.post(`${core(stage.ns, 'secrets')}?fieldManager=one`, {
      metadata: {
        name: 'parts',
        finalizers: ['example.com/a', 'example.com/b'],
        ownerReferences: [
          { apiVersion: 'v1', kind: 'Nothing', name: 'b', uid: 'x' },
        ],
      },
    });
    await stage.api.merge(`${path}?fieldManager=two`, {
      metadata: { finalizers: ['example.com/a', 'example.com/c'] },
    });
    expect(await ownedBy(path)).toEqual({
      one: {
        'f:metadata': {
          'f:finalizers': { '.': {}, 'v:"example.com/a"': {} },
          'f:ownerReferences': { '.': {}, 'k:{"uid":"x"}': {} },
        },
        'f:type': {},
      },
      two: { 'f:metadata': { 'f:finalizers': { 'v:"example.com/c"': {} } } },
    });
    await stage.api.merge(path, {
      metadata: { finalizers: null, ownerReferences: null },
    });
  });

  it('can be forgotten, and stay so', async () => {
    const path = `${core(stage.ns, 'secrets')}/forgotten`;
    await stage.api.post(
      core(stage.ns, 'secrets'),
      secret('forgotten', { a: '1' }),
    );
    const again = await stage.api.put(
      path,
      secret('forgotten', { a: '1', b: '2' }),
    );
    expect(again.body.metadata.managedFields).toHaveLength(1);
    await stage.api.merge(path, { metadata: { managedFields: [] } });
    expect(await ownedBy(path)).toEqual({});
    await stage.api.merge(path, { data: { b: base64('3') } });
    expect(await ownedBy(path)).toEqual({});
  });

  it('are none of what the server adds', async () => {
    expect(await ownedBy(`/api/v1/namespaces/${stage.ns}`)).toEqual({
      contract: {
        'f:metadata': {
          'f:labels': { '.': {}, 'f:kubernetes.io/metadata.name': {} },
        },
      },
    });
  });
});
