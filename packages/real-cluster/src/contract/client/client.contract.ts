import {
  ReflectorListener,
  RESOURCES,
} from '@strongroom/backstage-plugin-secrets-node';
import { base64, eventually, reference, references, withWorld } from '../world';
import { connect, Connection } from './connect';

const stage = withWorld();
let connection: Connection;

beforeEach(() => {
  connection = connect(stage.world.kubeconfig);
});
afterEach(() => connection.close());

describe('the client of the portal', () => {
  it('T1: writes a Secret of which it sees the metadata alone, and loses no update', async () => {
    const { client } = connection;
    const ref = { namespace: stage.ns, name: 'db' };
    const make = (value: string) =>
      client.create(RESOURCES.secret, {
        metadata: ref,
        type: 'Opaque',
        data: { password: base64(value) },
      });
    const created = await make('hunter2');
    expect(Object.keys(created)).toEqual(['metadata']);
    await expect(make('other')).rejects.toMatchObject({
      code: 'AlreadyExists',
      outcomeUnknown: false,
    });
    const found = await client.getMetadata(RESOURCES.secret, ref);
    expect(found?.metadata.managedFields).toEqual([
      expect.objectContaining({
        manager: 'strongroom',
        fieldsV1: {
          'f:data': { '.': {}, 'f:password': {} },
          'f:type': {},
        },
      }),
    ]);
    const { resourceVersion, uid } = created.metadata;
    const change = (value: string) =>
      client.mergePatch(RESOURCES.secret, ref, {
        metadata: { resourceVersion },
        data: { password: null, token: base64(value) },
      });
    const changed = await change('s3cr3t');
    expect(Object.keys(changed)).toEqual(['metadata']);
    await expect(change('late')).rejects.toMatchObject({ code: 'Conflict' });
    await expect(
      client.delete(RESOURCES.secret, ref, { resourceVersion }),
    ).rejects.toMatchObject({ code: 'Conflict' });
    await expect(
      client.delete(RESOURCES.secret, ref, { uid: 'another' }),
    ).rejects.toMatchObject({ code: 'Conflict' });
    await client.delete(RESOURCES.secret, ref, { uid });
    expect(await client.getMetadata(RESOURCES.secret, ref)).toBeUndefined();
    await client.delete(RESOURCES.secret, ref, { uid });
  });

  it('T2, T8: says in its own words what is refused, and quotes nothing', async () => {
    const { client } = connection;
    const refusal = async (name: string, fields: object) => {
      const error = await client
        .create(RESOURCES.secret, {
          metadata: { namespace: stage.ns, name },
          ...fields,
        })
        .then(
          () => undefined,
          thrown => thrown,
        );
      expect(String(error?.stack)).not.toMatch(/hunter2|aHVudGVyMg/);
      return error?.code;
    };
    const data = (values: Record<string, string>) => ({ data: values });
    const value = base64('hunter2');
    expect(await refusal('Bad', data({ a: value }))).toBe('Invalid');
    expect(await refusal('a', data({ 'bad key': value }))).toBe('Invalid');
    expect(await refusal('a', data({ a: 'hunter2!' }))).toBe('Invalid');
    expect(
      await refusal('a', {
        type: 'kubernetes.io/dockerconfigjson',
        ...data({ '.dockerconfigjson': value }),
      }),
    ).toBe('Invalid');
    const bytes = (count: number) => base64('x'.repeat(count));
    expect(await refusal('a', data({ a: bytes(1024 * 1024 + 1) }))).toBe(
      'TooLarge',
    );
    expect(await refusal('a', data({ a: bytes(3 * 1024 * 1024) }))).toBe(
      'TooLarge',
    );
    expect(await refusal('a', data({ a: bytes(1024 * 1024) }))).toBeUndefined();
  });

  it('follows a kind through the ends of its watches, changes, and a history that is forgotten', async () => {
    const names = new Set<string>();
    const calls: string[] = [];
    const listener: ReflectorListener<any> = {
      onListStart: () => calls.push('list'),
      onListed: () => calls.push('listed'),
      onUpsert: ({ metadata }) => names.add(metadata.name),
      onDelete: ({ name }) => names.delete(name),
    };
    const create = async (name: string) => {
      const { code } = await stage.world.api.post(
        references(stage.ns),
        reference(name),
      );
      expect(code).toBe(201);
    };
    const sees = (...wanted: string[]) =>
      eventually(async () => expect([...names].sort()).toEqual(wanted));
    await create('a');
    const { client } = connection;
    const subscription = client.reflect(RESOURCES.secretReference, listener, {
      namespace: stage.ns,
    });
    await sees('a');
    await create('b');
    await sees('a', 'b');
    await new Promise(resolve => setTimeout(resolve, 7_000));
    await stage.world.api.delete(`${references(stage.ns)}/a`);
    await sees('b');
    expect(calls).toEqual(['list', 'listed']);

    await stage.world.forget();
    await create('c');
    await sees('b', 'c');
    subscription.close();
    const page = await client.listPage(RESOURCES.secretReference, {
      namespace: stage.ns,
      limit: 1,
    });
    expect([page.items.length, typeof page.continue]).toEqual([1, 'string']);
    const rest = await client.listPage(RESOURCES.secretReference, {
      namespace: stage.ns,
      limit: 1,
      continue: page.continue,
    });
    expect([rest.items.length, rest.continue]).toEqual([1, undefined]);
  });
});
