import { absent, answer, errors, seen, stale, time, version } from './answers';
import { Entry } from './Entry';
import { withWorld } from '../world';

const stage = withWorld();
const entry = Entry.on(stage);

describe('an entry', () => {
  it('is deleted softly, brought back, destroyed, and deleted whole', async () => {
    await entry.write({ p: '1' });
    await entry.write({ p: '2' });
    expect(seen(await entry.send('DELETE', 'data'))).toEqual([204, '']);
    expect(seen(await entry.read())).toEqual([
      404,
      answer({ data: null, metadata: version(2, { deletion_time: time }) }),
    ]);
    expect(seen(await entry.write({ p: '3' }, 0))).toEqual(stale);
    expect((await entry.send('POST', 'undelete', { versions: [2] })).code).toBe(
      204,
    );
    expect((await entry.read()).body.data.data).toEqual({ p: '2' });
    expect((await entry.send('PUT', 'destroy', { versions: [1] })).code).toBe(
      204,
    );
    expect(seen(await entry.read(1))).toEqual([
      404,
      answer({ data: null, metadata: version(1, { destroyed: true }) }),
    ]);
    expect((await entry.metadata()).body.data.versions).toEqual({
      1: { created_time: time, deletion_time: '', destroyed: true },
      2: { created_time: time, deletion_time: '', destroyed: false },
    });
    expect((await entry.send('DELETE', 'metadata')).code).toBe(204);
    expect(seen(await entry.metadata())).toEqual(absent);
    expect(seen(await entry.read())).toEqual(absent);
    expect((await entry.send('DELETE', 'metadata')).code).toBe(204);
  });

  it('names the keys of each version that is there, without their values', async () => {
    await entry.write({ a: '1', b: '2' });
    await entry.write({ c: { d: '3' } });
    const subkeys = (query = '') => entry.send('GET', `subkeys${query}`);
    expect(seen(await subkeys('?depth=1'))).toEqual([
      200,
      answer({ metadata: version(2), subkeys: { c: null } }),
    ]);
    expect((await subkeys()).body.data.subkeys).toEqual({ c: { d: null } });
    expect((await subkeys('?version=1')).body.data.subkeys).toEqual({
      a: null,
      b: null,
    });
    expect(seen(await subkeys('?version=9'))).toEqual(absent);
    await entry.send('DELETE', 'data');
    expect(seen(await subkeys('?depth=1'))).toEqual([
      404,
      answer({ metadata: version(2, { deletion_time: time }), subkeys: null }),
    ]);
    await entry.send('DELETE', 'metadata');
    expect(seen(await subkeys('?depth=1'))).toEqual(absent);
  });

  it('goes on counting after a soft delete, and brings an old version back as a new one', async () => {
    await entry.write({ p: '1' });
    await entry.write({ p: '2' });
    await entry.send('DELETE', 'data');
    for (const cas of [0, 1]) {
      expect(seen(await entry.write({ p: '3' }, cas))).toEqual(stale);
    }
    const { data } = (await entry.read(1)).body.data;
    expect(seen(await entry.write(data, 2))).toEqual([200, answer(version(3))]);
    expect((await entry.read()).body.data.data).toEqual({ p: '1' });
    // A deleted version that is not the current one stays deleted.
    expect(seen(await entry.read(2))).toEqual([
      404,
      answer({ data: null, metadata: version(2, { deletion_time: time }) }),
    ]);
  });

  it('is brought back at an older version alone, which is read and written again on top of the newest', async () => {
    for (const p of ['1', '2', '3', '4']) {
      await entry.write({ p });
    }
    await entry.send('POST', 'delete', { versions: [1, 2] });
    expect((await entry.send('POST', 'undelete', { versions: [1] })).code).toBe(
      204,
    );
    const { versions, current_version: newest } = (await entry.metadata()).body
      .data;
    expect(
      Object.values<any>(versions).map(it => it.deletion_time !== ''),
    ).toEqual([false, true, false, false]);
    expect(newest).toBe(4);
    const reads = await Promise.all([1, 2, 3, 4].map(it => entry.read(it)));
    expect(reads.map(({ body }) => body.data.data)).toEqual([
      { p: '1' },
      null,
      { p: '3' },
      { p: '4' },
    ]);
    expect(seen(await entry.write({ p: '1' }, 3))).toEqual(stale);
    expect(seen(await entry.write({ p: '1' }, 4))).toEqual([
      200,
      answer(version(5)),
    ]);
  });

  it('is changed in part only while its current version is there', async () => {
    await entry.write({ p: '1' });
    await entry.send('DELETE', 'data');
    const patched = { options: { cas: 1 }, data: { p: '2' } };
    expect(seen(await entry.patch(patched))).toEqual([
      404,
      answer(version(1, { deletion_time: time })),
    ]);
    expect((await entry.send('POST', 'undelete', { versions: [1] })).code).toBe(
      204,
    );
    expect(seen(await entry.patch(patched))).toEqual([200, answer(version(2))]);
    await entry.send('PUT', 'destroy', { versions: [2] });
    expect(
      seen(await entry.send('POST', 'undelete', { versions: [2] })),
    ).toEqual([204, '']);
    expect(seen(await entry.read())).toEqual([
      404,
      answer({ data: null, metadata: version(2, { destroyed: true }) }),
    ]);
  });

  it('has to be told which versions to destroy or to bring back', async () => {
    await entry.write({ p: '1' });
    expect(seen(await entry.send('POST', 'destroy', {}))).toEqual([
      400,
      errors('no version number provided'),
    ]);
    expect(seen(await entry.send('POST', 'undelete', {}))).toEqual([
      400,
      errors('No version number provided'),
    ]);
    expect((await entry.send('POST', 'destroy', { versions: [7] })).code).toBe(
      204,
    );
    expect((await entry.read()).body.data.data).toEqual({ p: '1' });
  });

  it('may be deleted at several versions at once, each by itself', async () => {
    for (const p of ['1', '2', '3']) {
      await entry.write({ p });
    }
    expect(
      (await entry.send('POST', 'delete', { versions: [1, 3] })).code,
    ).toBe(204);
    const codes = [];
    for (const number of [1, 2, 3]) {
      codes.push((await entry.read(number)).code);
    }
    expect(codes).toEqual([404, 200, 404]);
  });
});
