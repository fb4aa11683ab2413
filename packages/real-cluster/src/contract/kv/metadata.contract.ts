import { absent, answer, errors, seen, time, version } from './answers';
import { Entry, mergePatch } from './Entry';
import { withWorld } from '../world';

const stage = withWorld();
const entry = Entry.on(stage);

describe('an entry', () => {
  it('has metadata of its own, which is there before the first value and tells who owns it', async () => {
    const made = await entry.send('POST', 'metadata', {
      custom_metadata: { 'managed-by': 'strongroom', owner: 't' },
      max_versions: 5,
    });
    expect(seen(made)).toEqual([204, '']);
    const first = seen(await entry.metadata());
    expect(first).toEqual([
      200,
      answer({
        cas_required: false,
        created_time: time,
        current_metadata_version: 1,
        current_version: 0,
        custom_metadata: { 'managed-by': 'strongroom', owner: 't' },
        delete_version_after: '0s',
        max_versions: 5,
        metadata_cas_required: false,
        oldest_version: 0,
        updated_time: time,
        versions: {},
      }),
    ]);
    expect(seen(await entry.write({ p: '1' }, 0))).toEqual([
      200,
      answer(
        version(1, {
          custom_metadata: { 'managed-by': 'strongroom', owner: 't' },
        }),
      ),
    ]);
    const patched = await entry.send(
      'PATCH',
      'metadata',
      { custom_metadata: { owner: 'u' } },
      mergePatch,
    );
    expect(seen(patched)).toEqual([204, '']);
    const after = (await entry.metadata()).body.data;
    expect([
      after.custom_metadata,
      after.current_metadata_version,
      after.current_version,
    ]).toEqual([{ 'managed-by': 'strongroom', owner: 'u' }, 2, 1]);
  });

  it('keeps as many versions as it may, and is listed by its folder', async () => {
    await entry.send('POST', 'metadata', { max_versions: 2 });
    for (const p of ['1', '2', '3']) {
      await entry.write({ p });
    }
    const { versions, oldest_version: oldest } = (await entry.metadata()).body
      .data;
    expect([Object.keys(versions), oldest]).toEqual([['2', '3'], 2]);
    expect(seen(await entry.read(1))).toEqual(absent);
    const keysOf = async (method: string, path: string) =>
      (await stage.kv.call(method, path)).body.data.keys;
    for (const list of [
      await keysOf('LIST', `secret/metadata/${entry.folder}`),
      await keysOf('GET', `secret/metadata/${entry.folder}/?list=true`),
    ]) {
      expect(list).toEqual(['db']);
    }
    expect(await keysOf('GET', 'secret/metadata/?list=true')).toContain(
      `${entry.folder}/`,
    );
    for (const none of [
      await stage.kv.call('LIST', 'secret/metadata/absent'),
      await stage.kv.call('GET', 'secret/metadata/absent/?list=true'),
    ]) {
      expect(seen(none)).toEqual(absent);
    }
  });

  it('takes marks only as of the version of its metadata that was read', async () => {
    const mark = (owner: string, metadataVersion?: number) =>
      entry.send(
        'PATCH',
        'metadata',
        { custom_metadata: { owner }, metadata_cas: metadataVersion },
        mergePatch,
      );
    expect(seen(await mark('nobody', 0))).toEqual([404, '']);
    await entry.write({ p: '1' });
    const { current_metadata_version: first } = (await entry.metadata()).body
      .data;
    expect(first).toBe(0);
    expect(seen(await mark('t', 0))).toEqual([204, '']);
    expect(seen(await mark('u', 0))).toEqual([
      400,
      errors(
        'metadata check-and-set parameter does not match the current version',
      ),
    ]);
    expect(seen(await mark('u', 1))).toEqual([204, '']);
    expect((await entry.metadata()).body.data).toMatchObject({
      current_metadata_version: 2,
      current_version: 1,
      custom_metadata: { owner: 'u' },
    });
    // A write of a value changes no version of the metadata.
    await entry.write({ p: '2' }, 1);
    expect((await entry.metadata()).body.data).toMatchObject({
      current_metadata_version: 2,
      current_version: 2,
    });
  });

  it('keeps marks that a patch does not name, and drops those it nulls', async () => {
    await entry.write({ p: '1' });
    const patch = (marks: object, type?: string) =>
      entry.send('PATCH', 'metadata', { custom_metadata: marks }, type);
    await patch({ a: '1', b: '2' }, mergePatch);
    expect(seen(await patch({ a: null, c: '3' }, mergePatch))).toEqual([
      204,
      '',
    ]);
    expect((await entry.metadata()).body.data.custom_metadata).toEqual({
      b: '2',
      c: '3',
    });
    expect(seen(await patch({ d: '4' }, 'application/json'))).toEqual([
      415,
      errors(
        'PATCH requires Content-Type of application/merge-patch+json, provided application/json',
      ),
    ]);
  });
});
