import { failure, newChange, newSecret, run } from './__testUtils__/candidates';
import { inEachWorld } from './__testUtils__/inEachWorld';

const { signal } = new AbortController();

inEachWorld('versions', world => {
  const data = async (remoteKey: string) =>
    (await world().root.send('GET', `secret/data/${remoteKey}`))?.data.data;
  const act = (action: string, remoteKey: string, ...versions: number[]) =>
    world().root.send('POST', `secret/${action}/${remoteKey}`, { versions });
  /** A secret with the versions 1 to 3. */
  const three = async () => {
    const { store } = world();
    const { intent, values } = newSecret({ p: '1' });
    await run(store.create(intent), values);
    for (const p of ['2', '3']) {
      const next = await newChange(store, intent, { p });
      await run(store.update(next.change).steps, next.values);
    }
    return intent;
  };
  const restoreOf = async (
    intent: Awaited<ReturnType<typeof three>>,
    version: string,
  ) => ({
    ...intent,
    basedOn: (await world().store.describe(intent))!.version!,
    version,
  });

  it('S4.6: are listed newest first by metadata alone, with what became of them', async () => {
    const { store, proxy } = world();
    const intent = await three();
    await act('delete', intent.remoteKey, 2);
    await act('destroy', intent.remoteKey, 1);
    const from = proxy.count;
    const versions = await store.versions(intent);
    expect(proxy.requests.slice(from)).toEqual([
      `GET /v1/secret/metadata/${intent.remoteKey}`,
    ]);
    expect(
      versions.map(({ id, state, current }) => [id, state, current]),
    ).toEqual([
      ['3', 'available', true],
      ['2', 'deleted', false],
      ['1', 'destroyed', false],
    ]);
    expect(await failure(store.versions(newSecret().intent))).toBe('NotFound');
  });

  it('S4.6: are compared by the names of their keys, each read once', async () => {
    const { store, proxy } = world();
    const intent = await three();
    const next = await newChange(store, intent, { q: '4', r: '4' }, ['p']);
    await run(store.update(next.change).steps, next.values);
    const from = proxy.count;
    const all = await store.compare(intent, { versions: ['4', '3', '2', '1'] });
    expect(proxy.requests.slice(from).sort()).toEqual([
      ...['1', '2', '3', '4'].map(
        version => `GET /v1/secret/data/${intent.remoteKey}?version=${version}`,
      ),
      `GET /v1/secret/metadata/${intent.remoteKey}`,
    ]);
    const changed = { added: [], removed: [], changed: ['p'] };
    expect(all).toEqual([
      {
        id: '4',
        keys: ['q', 'r'],
        changes: { added: ['q', 'r'], removed: ['p'], changed: [] },
      },
      { id: '3', keys: ['p'], changes: changed },
      { id: '2', keys: ['p'], changes: changed },
      { id: '1', keys: ['p'] },
    ]);
    const against = { versions: ['4', '3'], against: '3' };
    expect(await store.compare(intent, against)).toEqual([
      all[0],
      { ...all[1], changes: { added: [], removed: [], changed: [] } },
    ]);
  });

  it('are told without their keys when they cannot be read, and the others with them', async () => {
    const { store, proxy, root } = world();
    const intent = await three();
    await act('delete', intent.remoteKey, 2);
    const compare = () =>
      store.compare(intent, { versions: ['3', '2', '1', '9'] });
    const deleted = [
      { id: '3', keys: ['p'] },
      { id: '2' },
      { id: '1', keys: ['p'] },
    ];
    expect(await compare()).toEqual(deleted);
    await act('undelete', intent.remoteKey, 2);
    await act('destroy', intent.remoteKey, 2);
    expect(await compare()).toEqual(deleted);

    const mended = proxy.breakNext(1, 'before');
    expect(await compare()).toEqual([
      { id: '3' },
      { id: '2' },
      { id: '1', keys: ['p'] },
    ]);
    expect(mended()).toBe(true);
    await root.send('POST', `secret/data/${intent.remoteKey}`, {
      data: { number: 1 },
    });
    expect(await store.compare(intent, { versions: ['4', '3'] })).toEqual([
      { id: '4' },
      { id: '3', keys: ['p'] },
    ]);
    const other = { ...intent, namespace: 'other' };
    expect(await failure(store.compare(other, { versions: ['1'] }))).toBe(
      'NotOwned',
    );
    const none = newSecret().intent;
    expect(await failure(store.compare(none, { versions: ['1'] }))).toBe(
      'NotFound',
    );
  });

  it('tell what the version of the secret was when each was written', async () => {
    const { store } = world();
    const { intent, values } = newSecret({ p: '1' });
    const seen: Array<string | undefined> = [];
    const look = async () =>
      seen.unshift((await store.describe(intent))?.version);
    await run(store.create(intent), values);
    await look();
    const next = await newChange(store, intent, { p: '2' });
    await run(store.update(next.change).steps, next.values);
    await look();
    await act('delete', intent.remoteKey, 2);
    const versions = await store.versions(intent);
    expect(versions.map(({ version }) => version)).toEqual(seen);
    expect((await store.describe(intent))?.version).not.toBe(seen[0]);
  });

  it('S4.6: come back as a new version, a deleted one too, and not one that is destroyed', async () => {
    const { store } = world();
    const intent = await three();
    await act('delete', intent.remoteKey, 1);
    await act('destroy', intent.remoteKey, 2);
    const deleted = store.restore(await restoreOf(intent, '1'));
    await run(deleted.steps);
    expect((await deleted.verify()).intact).toBe(true);
    expect(await data(intent.remoteKey)).toEqual({ p: '1' });
    const [newest] = await store.versions(intent);
    expect([newest.id, newest.state]).toEqual(['4', 'available']);

    for (const version of ['2', '5', '0', 'x']) {
      const restoring = store.restore(await restoreOf(intent, version));
      expect(await failure(run(restoring.steps))).toBe('NotFound');
      expect(await restoring.committed(signal)).toBe(false);
    }
    expect(await store.versions(intent)).toHaveLength(4);
  });

  it('come back without a new version when the newest one was deleted', async () => {
    const { store, root } = world();
    const intent = await three();
    await root.send('DELETE', `secret/data/${intent.remoteKey}`);
    expect((await store.describe(intent))?.push.state).toBe('Failed');
    const restore = await restoreOf(intent, '3');
    const restoring = store.restore(restore);
    expect(await restoring.committed(signal)).toBe(false);
    await run(restoring.steps);
    expect((await restoring.verify()).intact).toBe(true);
    expect(await data(intent.remoteKey)).toEqual({ p: '3' });
    expect(await store.versions(intent)).toHaveLength(3);
    expect(await store.restore(restore).committed(signal)).toBe(true);
    await run(store.restore(restore).steps);
    expect(await store.versions(intent)).toHaveLength(3);
  });

  it('do not come back as nothing when they are destroyed while they are read', async () => {
    const { store, proxy } = world();
    const intent = await three();
    const restoring = store.restore(await restoreOf(intent, '1'));
    // the metadata, and then the data
    proxy.beforeNext('GET', async () =>
      proxy.beforeNext('GET', () => act('destroy', intent.remoteKey, 1)),
    );
    expect(await failure(run(restoring.steps))).toBe('Invalid');
    expect(await data(intent.remoteKey)).toEqual({ p: '3' });
  });

  it('are copied as the texts they are, and refused when they hold something else', async () => {
    const { store, root } = world();
    const intent = await three();
    await root.send('POST', `secret/data/${intent.remoteKey}`, {
      data: { number: 12345678901234567890, nested: { a: 1 } },
    });
    const next = await newChange(store, intent, { p: '5' });
    const whole = { ...next.change, replace: true };
    await run(store.update(whole).steps, next.values);
    const restoring = store.restore(await restoreOf(intent, '4'));
    expect(await failure(run(restoring.steps))).toBe('Invalid');
    expect(await data(intent.remoteKey)).toEqual({ p: '5' });
  });
});
