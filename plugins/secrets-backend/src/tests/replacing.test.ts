import { secretConditions } from '../permissions';
import { ContractClient } from './__testUtils__/ContractClient';
import { draftOf, PLANE, readStore, REFERENCES } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { Material, materialOfEveryType } from './__testUtils__/materialOf';
import { briefly, REFUSED } from './__testUtils__/routes';
import {
  BothDrivers,
  PLANES,
  startBothDrivers,
} from './__testUtils__/startBothDrivers';
import { VAULTED } from './__testUtils__/openBaoPlane';
import { path } from './__testUtils__/startDeveloper';
import { all, READ, UPDATE } from './__testUtils__/startGrantedPortal';
import { grantsPolicy } from './__testUtils__/decisions';
import { teamsPolicy } from './__testUtils__/testPolicy';
import { FRONTEND, PAYMENTS } from './__testUtils__/tenants';

const valuesOf = (values: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { value }]),
  );

describe('replacing all keys, and what a change may hold', () => {
  let both: BothDrivers;
  let developer: ContractClient;

  beforeAll(async () => {
    both = await startBothDrivers({ secrets: { limits: { keys: 5 } } });
    developer = both.developer;
  }, 120_000);

  afterAll(() => both.stop());

  const headers = async (name: string) => ({
    headers: { 'If-Match': await both.etag(name) },
  });
  const put = async (name: string, data: unknown) =>
    developer.put(`${path(name)}/data`, { data }, await headers(name));
  const patch = async (name: string, body: unknown) =>
    developer.patch(path(name), body, await headers(name));
  const stored = (
    name: string,
    values: Record<string, string>,
    segment = 'generic',
  ) =>
    eventually(async () => {
      expect(
        await readStore(both.portal, `${PAYMENTS}/${segment}/${name}`),
      ).toEqual(values);
    }, 60_000);
  const fields = ({ body }: any) =>
    body.error.details.map(({ field }: any) => field);

  it.each(PLANES)(
    'S2.12: on $driver leaves those keys that are sent and no other, in the store, the plane and the reference',
    async ({ plane, driver }) => {
      const name = `all-${driver}`;
      await both.create(plane, name, { a: '1', b: '2' });
      await stored(name, { a: '1', b: '2' });
      const replaced = await put(name, valuesOf({ b: '3', c: '4' }));
      expect(replaced.status).toBe(200);
      expect(replaced.body.keys).toEqual(['b', 'c']);
      await stored(name, { b: '3', c: '4' });
      expect(await both.etag(name)).toBe(replaced.body.etag);
    },
    120_000,
  );

  const objects = () => both.portal.world.clusters['control-plane'].objects;
  const dataOf = async (name: string): Promise<any[]> => {
    const ref = { namespace: PAYMENTS, name };
    return ((await objects().get(REFERENCES, ref)) as any).spec.data;
  };
  /** Lets the reference name a version of each key, as somebody does with kubectl; `null` takes it out. */
  const pin = async (name: string, version: string | null) => {
    const data = (await dataOf(name)).map(({ secretKey, remoteRef }) => ({
      secretKey,
      remoteRef: { ...remoteRef, ...(version ? { version } : {}) },
    }));
    if (!version) {
      data.forEach(({ remoteRef }) => delete remoteRef.version);
    }
    const ref = { namespace: PAYMENTS, name };
    await objects().mergePatch(REFERENCES, ref, { spec: { data } } as never);
  };
  const pinsOf = async (name: string) =>
    Object.fromEntries(
      (await dataOf(name)).map(({ secretKey, remoteRef }) => [
        secretKey,
        remoteRef.version,
      ]),
    );

  it('S2.5: a version that the reference names moves on with the keys that are changed, where the store tells which it becomes', async () => {
    const name = 'pinned-moves';
    await both.create(VAULTED, name, { a: '1', b: '2' });
    await stored(name, { a: '1', b: '2' });
    await pin(name, '1');
    const changed = await patch(name, { data: { a: { value: '3' } } });
    expect(changed.status).toBe(200);
    expect(changed.body.warnings).toEqual([
      {
        field: 'data.a',
        message: expect.stringContaining('names the new one'),
      },
    ]);
    expect(changed.body.remoteRefs).toMatchObject([
      { secretKey: 'a', version: '2' },
      { secretKey: 'b', version: '1' },
    ]);
    expect(await pinsOf(name)).toEqual({ a: '2', b: '1' });
    expect(await both.etag(name)).toBe(changed.body.etag);

    const described = await patch(name, { description: 'no value of it' });
    expect(described.body.warnings).toEqual([]);
    const replaced = await put(name, valuesOf({ b: '4', c: '5' }));
    expect(replaced.status).toBe(200);
    expect(await pinsOf(name)).toEqual({ b: '3', c: undefined });
    const restored = await developer.post(
      `${path(name)}/versions/1/restore`,
      undefined,
      await headers(name),
    );
    expect(restored.status).toBe(200);
    await stored(name, { a: '1', b: '2' });
    expect(await pinsOf(name)).toEqual({ a: undefined, b: '4' });
  }, 120_000);

  it('S2.5: and is refused with the key and the way out where it does not', async () => {
    const name = 'pinned-stays';
    await both.create(PLANE, name, { a: '1', b: '2' });
    await stored(name, { a: '1', b: '2' });
    await pin(name, '1');
    for (const refused of [
      await patch(name, { data: { a: { value: '3' } } }),
      await put(name, valuesOf({ a: '3' })),
    ]) {
      expect([refused.status, refused.body.error.code]).toEqual([
        422,
        'Unsupported',
      ]);
      expect(refused.body.error.details).toEqual([
        {
          field: 'data.a',
          message: expect.stringContaining('off its `remoteRef`'),
        },
      ]);
    }
    expect((await patch(name, { description: 'not pinned' })).status).toBe(200);
    expect((await patch(name, { data: { b: null } })).status).toBe(200);
    await pin(name, null);
    expect((await patch(name, { data: { a: { value: '3' } } })).status).toBe(
      200,
    );
    await stored(name, { a: '3' });
  }, 120_000);

  it('S2.5: and is left to Git, with the keys named, where the reference comes from there', async () => {
    const name = 'pinned-in-git';
    await both.create(VAULTED, name, { a: '1' });
    await stored(name, { a: '1' });
    await pin(name, '1');
    const ref = { namespace: PAYMENTS, name };
    await objects().mergePatch(REFERENCES, ref, {
      metadata: {
        labels: { 'kustomize.toolkit.fluxcd.io/name': 'secrets' },
      },
    } as never);
    await eventually(async () => {
      expect((await developer.get(path(name))).body.source).toBe('gitops');
    });
    const refused = await patch(name, { data: { a: { value: '2' } } });
    expect([refused.status, refused.body.error.code]).toEqual([
      409,
      'NotOwned',
    ]);
    expect(refused.body.error.details).toEqual([
      { field: 'data.a', message: expect.stringContaining('names a version') },
    ]);
    const restored = await developer.post(
      `${path(name)}/versions/1/restore`,
      undefined,
      await headers(name),
    );
    expect([restored.status, restored.body.error.code]).toEqual([
      409,
      'NotOwned',
    ]);
    expect(await readStore(both.portal, `${PAYMENTS}/generic/${name}`)).toEqual(
      { a: '1' },
    );
  }, 60_000);

  it('T10 T11: odd keys and any bytes come through a change as they were sent', async () => {
    const name = 'odd';
    await both.create(PLANE, name, { first: 'x' });
    const text = '\ufeffline\r\nline\n\0 ';
    const bytes = Buffer.from([0xff, 0, 0x80]).toString('base64');
    const send = async (data: string) =>
      developer.request('PATCH', path(name), {
        raw: `{"data":{${data}}}`,
        ...(await headers(name)),
      });
    const odd = [
      '"__proto__":{"value":"p"}',
      `"constructor":{"value":${JSON.stringify(text)}}`,
      `"binary":{"value":"${bytes}","encoding":"base64","storeAs":"base64"}`,
    ];
    const twice = await send([...odd, odd[0]].join());
    expect(briefly(twice)).toEqual({ status: 400, code: 'InvalidRequest' });
    const once = await send(odd.join());
    expect(once.status).toBe(200);
    expect(once.body.keys).toEqual([
      '__proto__',
      'binary',
      'constructor',
      'first',
    ]);
    expect(once.body.storedAs).toEqual({ binary: 'base64' });
    await eventually(async () => {
      const found = await readStore(both.portal, `${PAYMENTS}/generic/${name}`);
      expect(Object.entries(found ?? {}).sort()).toEqual([
        ['__proto__', 'p'],
        ['binary', bytes],
        ['constructor', text],
        ['first', 'x'],
      ]);
    }, 60_000);
    const plain = await patch(name, { data: valuesOf({ binary: 'text' }) });
    expect(plain.body).not.toHaveProperty('storedAs');
    const refused = await patch(name, {
      data: {
        first: { value: bytes, encoding: 'base64' },
        half: { value: '\ud800' },
      },
    });
    expect(fields(refused)).toEqual(['data.half', 'data.first']);
  }, 120_000);

  it('T9: each field that is wrong is named, and nothing is written', async () => {
    const name = 'strict';
    await both.create(PLANE, name, { a: '1', b: '2' });
    const etag = await both.etag(name);
    const cases: Array<[unknown, string[]]> = [
      [{ data: valuesOf({ '..': 'x' }) }, ['data...']],
      [{ data: { none: null } }, ['data.none']],
      [{ data: { a: null, b: null } }, ['data']],
      [{ data: valuesOf({ c: '', d: 'x' }) }, ['data.c']],
      [{ data: valuesOf({ c: '1', d: '2', e: '3', f: '4' }) }, ['data']],
      [{ data: { a: {} } }, ['data.a']],
      [{ data: { a: { value: 'x', generate: { kind: 'uuid' } } } }, ['data.a']],
      [{ labels: { 'a b': 'x', app: 'x y' } }, ['labels.a b', 'labels.app']],
      [{ labels: { 'argoproj.io/x': null } }, ['labels.argoproj.io/x']],
      [{ description: '\udfff' }, ['description']],
      [{ owner: 'nobody' }, ['owner']],
      [{ expiresAt: '2001-01-01T00:00:00Z' }, ['expiresAt']],
      [{ refreshInterval: 'often' }, ['refreshInterval']],
    ];
    for (const [body, expected] of cases) {
      const answer = await patch(name, body);
      expect({ body, status: answer.status, fields: fields(answer) }).toEqual({
        body,
        status: 400,
        fields: expected,
      });
    }
    for (const body of [
      {},
      { name: 'other' },
      { type: 'Opaque' },
      { targetPlane: PLANE },
      { data: {} },
      { data: { a: 'text' } },
      { data: [] },
      { description: 1 },
      { expiresAt: 'tomorrow' },
      { data: { a: { generate: { kind: 'dice' } } } },
      { data: { a: { generate: { kind: 'password', length: 4 } } } },
      [],
    ]) {
      const answer = await patch(name, body);
      expect({ body, answer: briefly(answer) }).toEqual({
        body,
        answer: { status: 400, code: 'InvalidRequest' },
      });
    }
    expect(briefly(await put(name, { a: null }))).toEqual({
      status: 400,
      code: 'InvalidRequest',
    });
    expect(await both.etag(name)).toBe(etag);
    expect(
      await both.portal.knex('operations').where({ name, kind: 'update' }),
    ).toEqual([]);
  }, 60_000);

  it('T13: the route decides which secret is meant', async () => {
    await both.create(PLANE, 'mine', { a: '1' });
    const elsewhere = await developer.patch(
      `/namespaces/${FRONTEND}/secrets/mine`,
      { description: 'x' },
      await headers('mine'),
    );
    expect(elsewhere.status).toBe(404);
    for (const odd of ['a%2Fb', '..%2Fmine', 'Mine', '%2e%2e']) {
      const answer = await developer.patch(
        path(odd),
        { description: 'x' },
        { headers: { 'If-Match': '"x"' } },
      );
      expect(answer.status).toBe(404);
    }
  });

  it('S2.8: material of a type is checked as far as it is sent, and stays complete', async () => {
    const materials = await materialOfEveryType();
    const other = await materialOfEveryType();
    const of = (list: Material[], type: string) =>
      list.find(one => one.type.endsWith(type))!.data;
    for (const { type, data, segment } of materials) {
      const name = `typed-${segment}`;
      const made = await both.create(PLANE, name, data, { type });
      expect(made.status).toBe(201);
    }
    const pair = of(other, 'tls');
    const halves = await patch('typed-tls', {
      data: valuesOf({ 'tls.crt': pair['tls.crt'] }),
    });
    expect(fields(halves)).toEqual(['data.tls.key']);
    const mixed = await patch('typed-tls', {
      data: valuesOf({
        'tls.crt': pair['tls.crt'],
        'tls.key': of(materials, 'tls')['tls.key'],
      }),
    });
    expect(briefly(mixed)).toEqual({ status: 400, code: 'InvalidSecret' });
    const whole = await patch('typed-tls', { data: valuesOf(pair) });
    expect(whole.status).toBe(200);
    await stored('typed-tls', pair, 'tls');
    for (const [name, key] of [
      ['typed-tls', 'tls.key'],
      ['typed-basic-auth', 'password'],
      ['typed-ssh-auth', 'ssh-privatekey'],
      ['typed-registry', '.dockerconfigjson'],
    ]) {
      const removed = await patch(name, { data: { [key]: null } });
      expect(fields(removed)).toContain(`data.${key}`);
      const left = await put(name, valuesOf({ other: 'x' }));
      expect(fields(left)).toContain(`data.${key}`);
    }
    const rotated = await patch('typed-ssh-auth', {
      data: { 'ssh-privatekey': { generate: { kind: 'ssh-ed25519' } } },
    });
    expect(rotated.body.generated['ssh-privatekey'].publicKey).toMatch(
      /^ssh-ed25519 /,
    );
    const wrong = await patch('typed-registry', {
      data: { '.dockerconfigjson': { generate: { kind: 'password' } } },
    });
    expect(briefly(wrong)).toEqual({ status: 400, code: 'InvalidSecret' });
  }, 120_000);

  it('S4.6: a generated value is made anew each time, is in the store and in no answer', async () => {
    const data = {
      password: {
        generate: {
          kind: 'password',
          length: 40,
          characters: ['symbols', 'upper'],
        },
      },
      hex: { generate: { kind: 'hex', length: 16 } },
      id: { generate: { kind: 'uuid' } },
      key: { generate: { kind: 'ssh-ed25519', comment: 'ci' } },
    };
    const checked = await developer.post(
      `/namespaces/${PAYMENTS}/secret-validations`,
      { ...draftOf('made'), data },
    );
    expect(checked.body).toEqual({ valid: true, errors: [], warnings: [] });
    const made = await developer.post(`/namespaces/${PAYMENTS}/secrets`, {
      ...draftOf('made'),
      data,
    });
    expect(made.body.generated).toEqual({
      key: { publicKey: expect.stringMatching(/^ssh-ed25519 \S+ ci$/) },
    });
    const valuesNow = async () => {
      let found: Record<string, string> | undefined;
      await eventually(async () => {
        found = await readStore(both.portal, `${PAYMENTS}/generic/made`);
        expect(Object.keys(found ?? {})).toHaveLength(4);
      }, 60_000);
      return found!;
    };
    const first = await valuesNow();
    expect(first.password).toMatch(/^[^a-z0-9]{40}$/);
    expect(first.key).toContain('BEGIN OPENSSH PRIVATE KEY');
    const replaced = await put('made', data);
    expect(replaced.status).toBe(200);
    await eventually(async () => {
      const second = await valuesNow();
      for (const key of Object.keys(data)) {
        expect(second[key]).not.toBe(first[key]);
      }
    }, 60_000);
    for (const value of [
      ...Object.values(first),
      ...Object.values(await valuesNow()),
    ]) {
      for (const text of [
        checked.text,
        made.text,
        replaced.text,
        both.portal.log(),
      ]) {
        expect(text).not.toContain(value);
      }
    }
    expect(made.body.generated).not.toEqual(replaced.body.generated);
  }, 120_000);

  it('S4.4 T24: a change is tested on every key that it touches, as the secret stands right before', async () => {
    const name = 'touched';
    await both.create(PLANE, name, { 'db-user': 'u', other: 'o' });
    const grants = new Map([
      [
        'user:default/payments-dev',
        {
          ...all([READ]),
          [UPDATE]: secretConditions.touchesOnlyKeys({ prefix: 'db-' }),
        },
      ],
    ]);
    const withGrants = async (work: () => Promise<unknown>) => {
      both.portal.setPolicy(grantsPolicy(grants));
      try {
        return await work();
      } finally {
        both.portal.setPolicy(teamsPolicy);
      }
    };
    await withGrants(async () => {
      for (const body of [
        { data: valuesOf({ other: 'x' }) },
        { data: { other: null } },
        { data: valuesOf({ 'db-user': 'x', new: 'y' }) },
        { description: 'all keys' },
        { data: valuesOf({ 'db-user': 'x' }), labels: { a: 'b' } },
      ]) {
        expect({ body, answer: briefly(await patch(name, body)) }).toEqual({
          body,
          answer: REFUSED,
        });
      }
      // a replacement touches the old ones as well
      expect(briefly(await put(name, valuesOf({ 'db-user': 'x' })))).toEqual(
        REFUSED,
      );
      const allowed = await patch(name, { data: valuesOf({ 'db-user': 'x' }) });
      expect(allowed.status).toBe(200);
      expect(allowed.body.permissions.update).toBe(true);
    });
    const denied = await both.portal
      .knex('record')
      .where({ name, action: 'secret-update', outcome: 'denied' });
    expect(denied).toHaveLength(6);
    expect(denied[0]).toMatchObject({
      actor: 'user:default/payments-dev',
      plane: 'ClusterDataPlane/default',
      error_code: 'NotAllowed',
    });
  }, 60_000);
});
