import { eventually, metadataOnly, withWorld } from '../world';
import { clearAway, collectionOf, kinds, layAccount, objectOf } from './kinds';

const stage = withWorld();
const merge = 'application/merge-patch+json';
const manager = 'fieldManager=strongroom';
const deleteOptions = (preconditions?: object) => ({
  apiVersion: 'v1',
  kind: 'DeleteOptions',
  propagationPolicy: 'Background',
  ...(preconditions && { preconditions }),
});

describe.each(kinds)('%s', (_kind, resource) => {
  beforeEach(() => layAccount(stage));
  afterEach(() => clearAway(stage, resource));

  const collection = () => collectionOf(resource, stage.ns);
  const name = () => `${stage.ns}-a`;
  const path = () => `${collection()}/${name()}`;
  const call = (token?: string) => ({ accept: metadataOnly, token });
  const create = (token?: string) =>
    stage.api.post(
      `${collection()}?${manager}`,
      objectOf(resource, name(), stage),
      call(token),
    );
  const patch = (body: object, token?: string) =>
    stage.api.send('PATCH', `${path()}?${manager}`, body, {
      ...call(token),
      contentType: merge,
    });
  const remove = (preconditions?: object, token?: string) =>
    stage.api.delete(path(), deleteOptions(preconditions), call(token));
  const metadata = async () =>
    (await stage.api.get(path(), call())).body.metadata;

  it('is created once and changed as of its version, and every answer is metadata alone', async () => {
    const created = await create();
    expect([created.code, created.body.kind]).toEqual([
      201,
      'PartialObjectMetadata',
    ]);
    const again = await create();
    expect([again.code, again.body.reason]).toEqual([409, 'AlreadyExists']);
    const labelled = await patch({ metadata: { labels: { a: 'b' } } });
    expect([labelled.code, labelled.body.kind]).toEqual([
      200,
      'PartialObjectMetadata',
    ]);
    // A controller may write in between.
    await eventually(async () => {
      const { resourceVersion } = await metadata();
      const changed = await patch({
        metadata: { resourceVersion, labels: { a: 'c' } },
      });
      expect([changed.code, changed.body.metadata?.labels?.a]).toEqual([
        200,
        'c',
      ]);
    });
    const stale = await patch({
      metadata: {
        resourceVersion: created.body.metadata.resourceVersion,
        labels: { a: 'd' },
      },
    });
    expect([stale.code, stale.body.reason]).toEqual([409, 'Conflict']);
    const { managedFields } = await metadata();
    expect(managedFields.map((entry: any) => entry.manager)).toContain(
      'strongroom',
    );
  });

  it('is deleted as the one that was meant, and is gone for whoever comes late', async () => {
    await create();
    const { uid } = await metadata();
    for (const preconditions of [
      { uid: 'another' },
      { resourceVersion: '1' },
      { uid, resourceVersion: '1' },
    ]) {
      const refused = await remove(preconditions);
      expect([refused.code, refused.body.reason]).toEqual([409, 'Conflict']);
    }
    expect((await remove({ uid })).code).toBe(200);
    await eventually(async () => {
      const late = await remove({ uid });
      expect([late.code, late.body.reason]).toEqual([404, 'NotFound']);
    }, 60_000);
    const gone = await remove();
    expect([gone.code, gone.body.reason]).toEqual([404, 'NotFound']);
    const absent = await patch({ metadata: { labels: { a: 'b' } } });
    expect([absent.code, absent.body.reason]).toEqual([404, 'NotFound']);
    const stale = await patch({ metadata: { resourceVersion: '1' } });
    expect([stale.code, stale.body.reason]).toEqual([404, 'NotFound']);
  });

  it('is deleted as of its version, or whatever it is', async () => {
    await create();
    await eventually(async () => {
      const { uid, resourceVersion } = await metadata();
      expect((await remove({ uid, resourceVersion })).code).toBe(200);
    });
    await eventually(async () => {
      expect((await create()).code).toBe(201);
    }, 60_000);
    await eventually(async () => {
      const { resourceVersion } = await metadata();
      expect((await remove({ resourceVersion })).code).toBe(200);
    });
    await eventually(async () => {
      expect((await create()).code).toBe(201);
    }, 60_000);
    expect((await remove()).code).toBe(200);
  });

  it('is kept from whoever may not write it, and from a token that nobody knows', async () => {
    const powerless = await stage.world.createToken([]);
    for (const [token, code, reason] of [
      [powerless, 403, 'Forbidden'],
      ['nobody', 401, 'Unauthorized'],
    ] as const) {
      for (const refused of [
        await create(token),
        await patch({ metadata: { labels: {} } }, token),
        await patch({ metadata: { resourceVersion: '1' } }, token),
        await remove(undefined, token),
        await remove({ uid: 'any' }, token),
        await remove({ resourceVersion: '1' }, token),
        await remove({ uid: 'any', resourceVersion: '1' }, token),
      ]) {
        expect([refused.code, refused.body.reason]).toEqual([code, reason]);
      }
    }
  });

  it('is refused when it is invalid, and stays as it was', async () => {
    await create();
    const labels = { 'bad key': 'x' };
    const changed = await patch({ metadata: { labels } });
    expect([changed.code, changed.body.reason]).toEqual([422, 'Invalid']);
    await eventually(async () => {
      const { resourceVersion } = await metadata();
      const guarded = await patch({ metadata: { resourceVersion, labels } });
      expect(guarded.code).toBe(422);
    });
    const bad = await stage.api.post(
      `${collection()}?${manager}`,
      objectOf(resource, 'Bad_Name', stage),
      call(),
    );
    expect([bad.code, bad.body.reason]).toEqual([422, 'Invalid']);
    expect((await metadata()).labels).not.toHaveProperty(['bad key']);
  });
});

describe.each(kinds.filter(([, { namespaced }]) => namespaced))(
  '%s',
  (_kind, resource) => {
    it('cannot be made in a namespace that is not there', async () => {
      const nowhere = await stage.api.post(
        `${collectionOf(resource, 'nowhere')}?${manager}`,
        objectOf(resource, 'a', stage),
        { accept: metadataOnly },
      );
      expect([nowhere.code, nowhere.body.message]).toEqual([
        404,
        'namespaces "nowhere" not found',
      ]);
    });
  },
);
