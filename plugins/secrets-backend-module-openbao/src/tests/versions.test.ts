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

  it('S4.5: are listed newest first by metadata alone, with what became of them', async () => {
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

  it('S4.5: come back as a new version, a deleted one too, and not one that is destroyed', async () => {
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
