import { SecretStore } from '@strongroom/backstage-plugin-secrets-node';
import { failure, newChange, newSecret, run } from './__testUtils__/candidates';
import { inEachWorld } from './__testUtils__/inEachWorld';
import { shippedPolicy } from './__testUtils__/shippedPolicy';

const { signal } = new AbortController();

inEachWorld('changing', world => {
  const data = async (remoteKey: string, version = 0) =>
    (
      await world().root.send(
        'GET',
        `secret/data/${remoteKey}?version=${version}`,
      )
    )?.data.data;
  const current = async (remoteKey: string) =>
    (await world().root.send('GET', `secret/metadata/${remoteKey}`)).data
      .current_version;
  const made = async (texts: Record<string, string>) => {
    const secret = newSecret(texts);
    await run(world().store.create(secret.intent), secret.values);
    return secret;
  };
  const requestsOf = async (attempt: () => Promise<unknown>) => {
    const from = world().proxy.count;
    await attempt();
    return world().proxy.requests.slice(from);
  };
  /** A store whose login may not patch values. */
  const withoutPatch = async () => {
    const { root, connect } = world();
    await root.send('PUT', 'sys/policies/acl/without-patch', {
      policy: shippedPolicy().replaceAll(', "patch"', ''),
    });
    const { auth } = await root.send('POST', 'auth/token/create', {
      policies: ['without-patch'],
    });
    return connect({ auth: { token: { value: auth.client_token } } });
  };

  it('S0.4, T3: is one version, made with one write, and reads no value', async () => {
    const { intent } = await made({ a: '1', b: '2', c: '3' });
    const { change, values } = await newChange(
      world().store,
      intent,
      { a: 'x', d: '4' },
      ['b'],
    );
    const { steps, verify } = world().store.update(change);
    const asked = await requestsOf(() => run(steps, values));
    expect(asked).toEqual([
      `GET /v1/secret/metadata/${intent.remoteKey}`,
      `PATCH /v1/secret/data/${intent.remoteKey}`,
    ]);
    expect(await current(intent.remoteKey)).toBe(2);
    expect(await data(intent.remoteKey)).toEqual({ a: 'x', c: '3', d: '4' });
    expect((await verify()).intact).toBe(true);

    await world().root.send('PATCH', `secret/data/${intent.remoteKey}`, {
      data: { c: 'theirs' },
    });
    expect((await verify()).intact).toBe(false);
  });

  it('S0.4: reads and merges where patching is not allowed, in one version too', async () => {
    const store = await withoutPatch();
    const { intent } = await made({ a: '1', b: '2', c: '3' });
    const { change, values } = await newChange(store, intent, { a: 'x' }, [
      'b',
    ]);
    await run(store.update(change).steps, values);
    expect(await current(intent.remoteKey)).toBe(2);
    expect(await data(intent.remoteKey)).toEqual({ a: 'x', c: '3' });
  });

  it('T20: merges into what somebody else writes in the same instant, unless that touches the same keys', async () => {
    const store = await withoutPatch();
    const meanwhile = async (theirs: object) => {
      const { intent } = await made({ a: '1', b: '2' });
      const { change, values } = await newChange(store, intent, { a: 'x' });
      world().proxy.beforeNext('POST', () =>
        world().root.send('PATCH', `secret/data/${intent.remoteKey}`, {
          data: theirs,
        }),
      );
      const changing = store.update(change);
      const failed = await failure(run(changing.steps, values));
      return { intent, change, failed };
    };
    const other = await meanwhile({ b: 'theirs', c: '3' });
    expect(other.failed).toBeUndefined();
    expect(await data(other.intent.remoteKey)).toEqual({
      a: 'x',
      b: 'theirs',
      c: '3',
    });
    expect(await store.update(other.change).committed(signal)).toBe(true);

    const same = await meanwhile({ a: 'theirs' });
    expect(same.failed).toBe('Conflict');
    expect(await data(same.intent.remoteKey)).toEqual({ a: 'theirs', b: '2' });
    expect(await store.update(same.change).committed(signal)).toBe(false);
  });

  it('T20: does not patch over what somebody else writes in the same instant', async () => {
    const { store, proxy, root } = world();
    const { intent } = await made({ a: '1', b: '2' });
    const { change, values } = await newChange(store, intent, { a: 'x' });
    proxy.beforeNext('PATCH', () =>
      root.send('POST', `secret/data/${intent.remoteKey}`, {
        data: { theirs: '1' },
      }),
    );
    expect(await failure(run(store.update(change).steps, values))).toBe(
      'Conflict',
    );
    expect(await data(intent.remoteKey)).toEqual({ theirs: '1' });
  });

  it('T22: takes a version for its own only when every key that it set has its fingerprint', async () => {
    const { store, root } = world();
    const { intent } = await made({ a: '1', b: '2', c: '3' });
    const { change } = await newChange(store, intent, { a: 'x', b: 'y' }, [
      'c',
    ]);
    const write = (texts: object) =>
      root.send('POST', `secret/data/${intent.remoteKey}`, { data: texts });
    const isTaken = (keys = change.set) =>
      store.update({ ...change, set: keys }).committed(signal);
    expect(await isTaken()).toBe(false);
    await write({ a: 'x', b: 'other' });
    await write({ a: 'x', b: 'y', c: '3' });
    expect(await isTaken()).toBe(false);
    await write({ a: 'x', b: 'y', theirs: '1' });
    expect(await isTaken()).toBe(true);
    expect(
      await store.update({ ...change, replace: true }).committed(signal),
    ).toBe(false);
    const unsigned = change.set.map(({ key }) => ({ key }));
    expect(await isTaken(unsigned)).toBe(false);
    const { versions } = (
      await root.send('GET', `secret/metadata/${intent.remoteKey}`)
    ).data;
    expect(Object.keys(versions)).toHaveLength(4);
  });

  it('counts a secret whose newest version was deleted as there, and sets all of its keys anew', async () => {
    const { store, root } = world();
    const { intent } = await made({ a: '1', b: '2' });
    await root.send('DELETE', `secret/data/${intent.remoteKey}`);
    const part = await newChange(store, intent, { a: 'x' });
    expect(
      await failure(run(store.update(part.change).steps, part.values)),
    ).toBe('NotFound');
    const whole = await newChange(store, intent, { a: 'x' });
    const replace = { ...whole.change, replace: true };
    await run(store.update(replace).steps, whole.values);
    expect(await current(intent.remoteKey)).toBe(2);
    expect(await data(intent.remoteKey)).toEqual({ a: 'x' });
  });

  it('T12, T13: changes, lists and restores nothing that does not carry the mark of this secret', async () => {
    const { store, connect, root } = world();
    const { intent } = await made({ a: '1' });
    const { change, values } = await newChange(store, intent, { a: 'x' });
    const restore = { ...intent, basedOn: change.basedOn, version: '1' };
    const before = await world().readTraces(intent);
    const refusals = async (by: SecretStore, forged: object = {}) => [
      await failure(run(by.update({ ...change, ...forged }).steps, values)),
      await failure(run(by.restore({ ...restore, ...forged }).steps)),
      await failure(by.versions({ ...intent, ...forged })),
      await by.update({ ...change, ...forged }).committed(signal),
    ];
    const refused = ['NotOwned', 'NotOwned', 'NotOwned', false];
    expect(await refusals(connect({}, 'another-portal'))).toEqual(refused);
    expect(await refusals(connect({ managedBy: 'another' }))).toEqual(refused);
    expect(await refusals(store, { name: 'other' })).toEqual(refused);
    expect(await refusals(store, { remoteKey: 'a//b' })).toEqual(refused);
    expect(await world().readTraces(intent)).toEqual(before);

    await root.send('PATCH', `secret/metadata/${intent.remoteKey}`, {
      custom_metadata: { namespace: null },
    });
    expect(await refusals(store)).toEqual(refused);
  });

  it('refuses text that a store would damage, and a secret over the limit, and changes nothing', async () => {
    const { store } = world();
    const { intent } = await made({ a: '1' });
    const { change, values } = await newChange(store, intent, {
      b: 'x'.repeat(1_100_000),
    });
    expect(await failure(run(store.update(change).steps, values))).toBe(
      'TooLarge',
    );
    expect(await store.update(change).committed(signal)).toBe(false);
    expect(await data(intent.remoteKey)).toEqual({ a: '1' });
  });
});
