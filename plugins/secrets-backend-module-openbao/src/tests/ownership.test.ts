import { newSecret, failure, run, undo } from './__testUtils__/candidates';
import { inEachWorld } from './__testUtils__/inEachWorld';

inEachWorld('ownership', world => {
  const metadata = async (remoteKey: string) =>
    (await world().root.send('GET', `secret/metadata/${remoteKey}`))?.data;
  const dataOf = async (remoteKey: string, version: number) =>
    (
      await world().root.send(
        'GET',
        `secret/data/${remoteKey}?version=${version}`,
      )
    )?.data.data;

  it('stands in the custom metadata: who manages it, which installation, whose it is, and the operation', async () => {
    const { store } = world();
    const { intent, values } = newSecret();
    await run(store.create(intent), values);
    expect((await metadata(intent.remoteKey)).custom_metadata).toEqual({
      'managed-by': 'strongroom',
      installation: 'test',
      namespace: intent.namespace,
      name: intent.name,
      operation: intent.operationId,
    });
  });

  it('T22: takes back a value whose mark was never written, by its fingerprint alone', async () => {
    const { store } = world();
    const { intent, values } = newSecret();
    await run(store.create(intent).slice(0, 1), values);
    expect((await metadata(intent.remoteKey)).custom_metadata).toBeNull();

    const withoutFingerprint = { ...intent, fingerprint: undefined };
    await undo(store.create(withoutFingerprint));
    expect(await metadata(intent.remoteKey)).toBeDefined();

    await undo(store.create(intent));
    expect(await metadata(intent.remoteKey)).toBeUndefined();
  });

  it('T19, T22: leaves what another writer put there, and destroys only its own version beneath', async () => {
    const { store, root } = world();
    const theirs = newSecret();
    await root.send('POST', `secret/data/${theirs.intent.remoteKey}`, {
      data: { password: 'theirs' },
    });
    await undo(store.create(theirs.intent));
    expect(await dataOf(theirs.intent.remoteKey, 1)).toEqual({
      password: 'theirs',
    });

    const { intent, values } = newSecret();
    await run(store.create(intent).slice(0, 1), values);
    await root.send('POST', `secret/data/${intent.remoteKey}`, {
      data: { password: 'theirs' },
    });
    await undo(store.create(intent));
    const { versions } = await metadata(intent.remoteKey);
    expect([versions['1'].destroyed, versions['2'].destroyed]).toEqual([
      true,
      false,
    ]);
    expect(await dataOf(intent.remoteKey, 2)).toEqual({ password: 'theirs' });
  });

  it('T19: puts no mark on what took the place of a value that was just written', async () => {
    const { store, root } = world();
    const { intent, values } = newSecret();
    const [writeValue, writeMark] = store.create(intent);
    await run([writeValue], values);
    await root.send('DELETE', `secret/metadata/${intent.remoteKey}`);
    await root.send('POST', `secret/data/${intent.remoteKey}`, {
      data: { password: 'theirs' },
    });
    expect(await failure(run([writeMark]))).toBe('NotOwned');
    expect((await metadata(intent.remoteKey)).custom_metadata).toBeNull();

    await root.send('DELETE', `secret/metadata/${intent.remoteKey}`);
    expect(await failure(run([writeMark]))).toBe('Conflict');
  });

  it('T19, T20: gives way to whoever marks the entry in the same instant', async () => {
    const { store, root, proxy } = world();
    const { intent, values } = newSecret();
    const [writeValue, writeMark] = store.create(intent);
    await run([writeValue], values);
    const marks = { 'managed-by': 'another' };
    proxy.beforeNext('PATCH', () =>
      root.send('PATCH', `secret/metadata/${intent.remoteKey}`, {
        custom_metadata: marks,
      }),
    );
    expect(await failure(run([writeMark]))).toBe('Conflict');
    expect(await failure(run([writeMark]))).toBe('NotOwned');
    expect((await metadata(intent.remoteKey)).custom_metadata).toEqual(marks);
    await undo([writeValue, writeMark]);
    expect(await dataOf(intent.remoteKey, 1)).toBeDefined();

    const gone = newSecret();
    const steps = store.create(gone.intent);
    await run(steps.slice(0, 1), gone.values);
    proxy.beforeNext('PATCH', () =>
      root.send('DELETE', `secret/metadata/${gone.intent.remoteKey}`),
    );
    expect(await failure(run(steps.slice(1)))).toBe('Conflict');
    expect(await metadata(gone.intent.remoteKey)).toBeUndefined();
  });

  it('T19: counts a path whose versions are all deleted as taken', async () => {
    const { store, root } = world();
    const { intent, values } = newSecret();
    await root.send('POST', `secret/data/${intent.remoteKey}`, {
      data: { a: '1' },
    });
    await root.send('DELETE', `secret/data/${intent.remoteKey}`);
    expect(await store.look(intent)).toEqual({ state: 'foreign' });
    expect(await failure(run(store.create(intent), values))).toBe('NotOwned');
    expect((await metadata(intent.remoteKey)).current_version).toBe(1);
  });

  it('T13, T19: decides by the mark alone what may be deleted', async () => {
    const { store, connect, root } = world();
    const { intent, values } = newSecret();
    await run(store.create(intent), values);
    const before = await world().readTraces(intent);

    for (const forged of [
      { ...intent, namespace: 'other' },
      { ...intent, name: 'other' },
    ]) {
      expect(await failure(run(store.delete(forged)))).toBe('NotOwned');
    }
    for (const foreign of [
      connect({}, 'another-portal'),
      connect({ managedBy: 'another' }),
    ]) {
      expect(await failure(run(foreign.delete(intent)))).toBe('NotOwned');
      expect((await foreign.verify(intent)).intact).toBe(false);
      const description = await foreign.describe(intent);
      expect(description?.push.message).toMatch(/does not carry the mark/);
    }
    expect(await world().readTraces(intent)).toEqual(before);

    await root.send('PATCH', `secret/metadata/${intent.remoteKey}`, {
      custom_metadata: { namespace: null },
    });
    expect(await failure(run(store.delete(intent)))).toBe('NotOwned');
  });

  it('T19, T22: takes a path of another form for its own once it is gone, only when a delete of it had begun', async () => {
    const { store } = world();
    const { intent } = newSecret();
    const elsewhere = {
      ...intent,
      remoteKey: intent.remoteKey.replace(intent.name, 'secret-0'),
    };
    expect(await failure(run(store.delete(elsewhere)))).toBe('NotOwned');
    await run(store.delete({ ...elsewhere, begun: true }));
  });

  it('"deleted" means every version: nothing can be read or undeleted afterwards', async () => {
    const { store, root } = world();
    const { intent, values } = newSecret();
    await run(store.create(intent), values);
    for (const password of ['second', 'third']) {
      await root.send('PATCH', `secret/data/${intent.remoteKey}`, {
        data: { password },
      });
    }
    await run(store.delete(intent));
    expect(await metadata(intent.remoteKey)).toBeUndefined();
    for (const version of [1, 2, 3]) {
      expect(await dataOf(intent.remoteKey, version)).toBeUndefined();
    }
  });

  it('T12: asks for nothing but paths of the shape that the policy opens', async () => {
    const { proxy } = world();
    const asked = proxy.requests.map(request => request.split(' ')[1]);
    const shape =
      /^\/v1\/(secret\/(data|metadata|subkeys|destroy)\/tenant-[0-9a-f]+\/generic\/secret-[0-9a-f]+(\?(version|depth)=\d+)?|sys\/internal\/ui\/mounts\/secret|auth\/(approle\/login|token\/(lookup|renew)-self))$/;
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter(path => !shape.test(path))).toEqual([]);
  });
});
