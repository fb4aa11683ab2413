import {
  draftOf,
  linkOf,
  PUSH_SECRETS,
  readStore,
  referenceOf,
  REFERENCES,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import {
  layPlaneNamespaces,
  layPlaneSecret,
  PLANE_NAMESPACE,
} from './__testUtils__/layPlaneSecret';
import {
  Developer,
  path,
  PATIENCE_MS,
  startDeveloper,
} from './__testUtils__/startDeveloper';
import { TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

const ROUTE = `/namespaces/${PAYMENTS}/references`;

describe('linking what others keep', () => {
  let developer: Developer;
  let portal: TestPortal;

  beforeAll(async () => {
    developer = await startDeveloper();
    portal = developer.portal;
    await layPlaneNamespaces(portal);
  }, 120_000);

  afterAll(async () => {
    await developer.portal.stop();
  });

  const link = (body: unknown, headers?: Record<string, string>) =>
    developer.client.post(ROUTE, body, { headers });
  const linkSecret = (
    name: string,
    source: string,
    keys: Record<string, unknown>,
    more: Record<string, unknown> = {},
  ) =>
    link(
      linkOf(name, {
        source: { kind: 'secret', namespace: PLANE_NAMESPACE, name: source },
        keys,
        ...more,
      }),
    );
  const write = (at: string, data: Record<string, string>) =>
    portal.world.kv.send('POST', `secret/data/${at}`, { data });
  const fieldsOf = (answer: { body: any }) =>
    answer.body.error.details.map(({ field }: any) => field);
  const objects = () => developer.control.objects;
  const source = async (name: string): Promise<any> =>
    objects().get(SECRETS, { namespace: PLANE_NAMESPACE, name });
  const pushSecret = (name: string): Promise<any> =>
    objects().find(PUSH_SECRETS, {
      namespace: PLANE_NAMESPACE,
      name: `${PAYMENTS}.${name}`,
    });

  it('S1.9 S1.1: a path is linked without its value, and deleting the link removes the reference alone', async () => {
    await write(`${PAYMENTS}/kept/legacy`, { pw: 'v4lue-of-old', user: 'app' });
    developer.control.requestLog.clear();
    const made = await link(
      linkOf('legacy', {
        type: 'kubernetes.io/basic-auth',
        keys: {
          mode: 'mapping',
          mapping: { password: 'pw', username: 'user' },
        },
        labels: { team: 'payments' },
        description: 'Kept by the old platform',
      }),
    );
    expect(made.status).toBe(201);
    expect(made.headers.get('Location')).toBe(`/api/secrets${path('legacy')}`);
    expect(made.body).toMatchObject({
      keys: ['password', 'username'],
      source: 'portal',
      managed: true,
      remoteRefs: [
        {
          secretKey: 'password',
          key: `secret/${PAYMENTS}/kept/legacy`,
          property: 'pw',
        },
        {
          secretKey: 'username',
          key: `secret/${PAYMENTS}/kept/legacy`,
          property: 'user',
        },
      ],
      warnings: [
        {
          field: 'data',
          message: expect.stringContaining('not managed here'),
        },
      ],
    });
    expect(JSON.stringify(made.body)).not.toContain('v4lue');
    const written = developer.control.requestLog.entries.filter(
      ({ verb }) => !['get', 'list', 'watch'].includes(verb),
    );
    expect(written.map(({ verb, resource }) => `${verb} ${resource}`)).toEqual([
      'create secretreferences',
    ]);
    const reference = await objects().get(REFERENCES, {
      namespace: PAYMENTS,
      name: 'legacy',
    });
    expect(reference.metadata.labels).toMatchObject({
      'openchoreo.dev/managed-by': 'strongroom',
    });
    expect(await portal.knex('links').where({ name: 'legacy' })).toMatchObject([
      { uid: reference.metadata.uid, kind: 'path', foreign: 0 },
    ]);

    const shown = await developer.client.get(path('legacy'));
    expect(shown.headers.get('ETag')).toBe(made.headers.get('ETag'));
    expect(shown.body.delivery).toMatchObject({
      state: 'Unknown',
      message: expect.stringContaining('a link to a path of the store'),
    });
    const headers = { 'If-Match': made.body.etag };
    const changed = await developer.client.patch(
      path('legacy'),
      { data: { password: { value: 'new' } } },
      { headers },
    );
    expect(changed.status).toBe(409);
    expect(changed.body.error).toMatchObject({
      code: 'NotOwned',
      message: expect.stringContaining('is a link'),
    });
    const described = await developer.client.patch(
      path('legacy'),
      { description: 'Still kept by the old platform' },
      { headers },
    );
    expect(described.status).toBe(200);

    const deleted = await developer.client.delete(path('legacy'), {
      headers: { 'If-Match': described.body.etag },
    });
    expect(deleted.status).toBe(204);
    expect(await readStore(portal, `${PAYMENTS}/kept/legacy`)).toEqual({
      pw: 'v4lue-of-old',
      user: 'app',
    });
    expect(await portal.knex('links').where({ name: 'legacy' })).toEqual([]);
    const recorded = await portal
      .knex('record')
      .where({ name: 'legacy', outcome: 'success' })
      .orderBy('seq');
    expect(recorded.map(({ action }) => action)).toEqual([
      'reference-link',
      'secret-update',
      'secret-delete',
    ]);
    expect(JSON.stringify(recorded)).not.toContain('v4lue');
  }, 60_000);

  it('T19 T23: a link whose reference somebody else deleted is forgotten, and its successor of the same name is none', async () => {
    const at = `secret/${PAYMENTS}/kept/outside`;
    await write(`${PAYMENTS}/kept/outside`, { token: 'theirs' });
    const make = (name: string) =>
      link(
        linkOf(name, {
          source: { kind: 'path', path: at },
          keys: { mode: 'mapping', mapping: { token: 'token' } },
        }),
      );
    const rows = (name: string) => portal.knex('links').where({ name });
    for (const name of ['forgotten', 'made-anew']) {
      expect((await make(name)).status).toBe(201);
      expect(await rows(name)).toHaveLength(1);
    }
    const ref = { namespace: PAYMENTS, name: 'made-anew' };
    const { uid } = (await objects().get(REFERENCES, ref)).metadata;
    await objects().delete(REFERENCES, { ...ref, name: 'forgotten' });
    await objects().delete(REFERENCES, ref);
    // says of itself that it is a link, which proves nothing
    await objects().create(
      REFERENCES,
      referenceOf(PAYMENTS, 'made-anew', {
        path: at,
        labels: { 'openchoreo.dev/managed-by': 'strongroom' },
        annotations: { 'strongroom.dev/link': 'path' },
      }),
    );
    await eventually(async () => {
      const shown = await developer.client.get(path('made-anew'));
      expect(shown.status).toBe(200);
      expect(JSON.stringify(shown.body.warnings)).not.toContain('is a link');
    }, PATIENCE_MS);
    // of a link the reference alone would be deleted
    const deleted = await developer.client.delete(path('made-anew'));
    expect([deleted.status, deleted.body.error.code]).toEqual([
      409,
      'NotOwned',
    ]);
    await eventually(async () => {
      expect(await rows('forgotten')).toEqual([]);
      expect(await portal.knex('links').where({ uid })).toEqual([]);
    }, PATIENCE_MS);
    expect(await readStore(portal, `${PAYMENTS}/kept/outside`)).toEqual({
      token: 'theirs',
    });
    const again = await make('forgotten');
    expect(again.status).toBe(201);
    const kept = await rows('forgotten');
    // one sweep that knows it, and one that it has outlived
    await new Promise(resolve => setTimeout(resolve, 5_000));
    expect(await rows('forgotten')).toEqual(kept);
  }, 120_000);

  it('T12: no path leads out of its segments, and nothing is asked of anybody for one', async () => {
    developer.control.requestLog.clear();
    portal.world.kv.requestLog.clear();
    const wrong = [
      `secret/${PAYMENTS}/../other/x`,
      `secret/${PAYMENTS}/./x`,
      `secret/${PAYMENTS}//x`,
      `/secret/${PAYMENTS}/x`,
      `secret/${PAYMENTS}/x/`,
      `secret/${PAYMENTS}/x\u0000`,
      `secret/${PAYMENTS}/x\n`,
      `secret/${PAYMENTS}/%2e%2e/x`,
      `secret/${PAYMENTS}/x?version=1`,
      `secret/${PAYMENTS}/x#y`,
      `secret/${PAYMENTS}/..`,
      `secret/${PAYMENTS}\\..\\x`,
      `secret/${PAYMENTS}/{{ x }}`,
      ' ',
    ];
    for (const wrongPath of wrong) {
      const answer = await link(
        linkOf('crooked', { source: { kind: 'path', path: wrongPath } }),
      );
      expect({
        wrongPath,
        status: answer.status,
        fields: fieldsOf(answer),
      }).toEqual({ wrongPath, status: 400, fields: ['source.path'] });
    }
    const calls = [
      ...developer.control.requestLog.entries,
      ...portal.world.kv.requestLog.entries,
    ];
    expect(
      calls.filter(({ path: called }) => called.includes('crooked')),
    ).toEqual([]);
    expect(await portal.knex('operations').where({ name: 'crooked' })).toEqual(
      [],
    );
  });

  it('names every field that is wrong', async () => {
    await layPlaneSecret(portal, 'small', { a: '1' });
    const cases: Array<[string, Record<string, unknown>, string[]]> = [
      [
        'nothing fits',
        {
          name: 'Wrong',
          labels: { 'kubernetes.io/x': 'y' },
          owner: 'nobody',
          source: { kind: 'path', namespace: 'x' },
          keys: { mode: 'all' },
        },
        [
          'name',
          'labels.kubernetes.io/x',
          'owner',
          'keys.mode',
          'source.path',
          'source.namespace',
        ],
      ],
      [
        'a Secret without a name',
        { source: { kind: 'secret', path: 'x' } },
        ['source.path', 'source.namespace', 'source.name'],
      ],
      ['no mapping', { keys: { mode: 'mapping' } }, ['keys']],
      [
        'a mapping that is not asked for',
        {
          type: 'kubernetes.io/tls',
          keys: { mode: 'declared', mapping: { a: 'b' } },
        },
        ['keys.mapping'],
      ],
      ['nothing declared', { keys: { mode: 'declared' } }, ['keys.mode']],
      [
        'a type that needs another key',
        { type: 'kubernetes.io/ssh-auth' },
        ['keys.mapping.ssh-privatekey'],
      ],
      [
        'keys that are none',
        { keys: { mode: 'mapping', mapping: { '..a': 'b', c: 'd/e' } } },
        ['keys.mapping.c'],
      ],
      [
        'a Secret that is not there',
        {
          source: { kind: 'secret', namespace: PLANE_NAMESPACE, name: 'none' },
        },
        ['source.name'],
      ],
      [
        'a key that is not there',
        {
          source: { kind: 'secret', namespace: PLANE_NAMESPACE, name: 'small' },
          keys: { mode: 'mapping', mapping: { a: 'a', b: 'nowhere' } },
        },
        ['keys.mapping.b'],
      ],
    ];
    for (const [title, more, fields] of cases) {
      const answer = await link(linkOf('wrong', more));
      expect({
        title,
        status: answer.status,
        fields: fieldsOf(answer),
      }).toEqual({ title, status: 400, fields });
    }
    expect(
      await objects().find(REFERENCES, { namespace: PAYMENTS, name: 'wrong' }),
    ).toBeUndefined();
  });

  it('S4.2 T19: a Secret of the plane is linked key by key, and neither link nor its end touches it', async () => {
    await layPlaneSecret(portal, 'db', {
      DB_USER: 'app',
      DB_PASS: 's3cr3t',
      OTHER: 'kept',
    });
    const before = await source('db');
    const made = await linkSecret(
      'db-login',
      'db',
      {
        mode: 'mapping',
        mapping: { username: 'DB_USER', password: 'DB_PASS' },
      },
      { type: 'kubernetes.io/basic-auth' },
    );
    expect(made.status).toBe(201);
    expect(made.body.warnings).toEqual([
      {
        field: 'data',
        message: expect.stringContaining(`${PLANE_NAMESPACE}/db`),
      },
    ]);
    await developer.synced('db-login');
    expect(await readStore(portal, `${PAYMENTS}/basic-auth/db-login`)).toEqual({
      username: 'app',
      password: 's3cr3t',
    });
    expect((await pushSecret('db-login')).spec).toMatchObject({
      deletionPolicy: 'Delete',
      selector: { secret: { name: 'db' } },
    });
    const shown = await developer.client.get(path('db-login'));
    expect(shown.body.etag).toBe(made.body.etag);
    expect(shown.body.remoteRefs).toEqual([
      {
        secretKey: 'password',
        key: `secret/${PAYMENTS}/basic-auth/db-login`,
        property: 'password',
      },
      {
        secretKey: 'username',
        key: `secret/${PAYMENTS}/basic-auth/db-login`,
        property: 'username',
      },
    ]);
    const replaced = await developer.client.put(
      `${path('db-login')}/data`,
      { data: { username: { value: 'x' }, password: { value: 'y' } } },
      { headers: { 'If-Match': shown.body.etag } },
    );
    expect(replaced.body.error.code).toBe('NotOwned');

    expect((await developer.client.delete(path('db-login'))).status).toBe(204);
    expect(await pushSecret('db-login')).toBeUndefined();
    expect(
      await readStore(portal, `${PAYMENTS}/basic-auth/db-login`),
    ).toBeUndefined();
    const after = await source('db');
    expect(after).toEqual(before);
    expect(await portal.knex('links').where({ name: 'db-login' })).toEqual([]);
  }, 60_000);

  it('S4.3: the keys that the type declares are linked, or all of them, and a sync takes up new ones', async () => {
    await layPlaneSecret(
      portal,
      'cert',
      { 'tls.crt': 'c', 'tls.key': 'k', 'ca.crt': 'ca', notes: 'n' },
      { type: 'kubernetes.io/tls' },
    );
    const declared = await linkSecret(
      'web-cert',
      'cert',
      { mode: 'declared' },
      { type: 'kubernetes.io/tls' },
    );
    expect(declared.status).toBe(201);
    expect(declared.body.keys).toEqual(['ca.crt', 'tls.crt', 'tls.key']);

    await layPlaneSecret(portal, 'flags', { one: '1', two: '2' });
    const all = await linkSecret('all-flags', 'flags', { mode: 'all' });
    expect(all.body.keys).toEqual(['one', 'two']);
    await developer.synced('all-flags');
    const forms = (await pushSecret('all-flags')).spec.data.map(
      ({ match }: any) => match.secretKey,
    );
    expect(forms).toEqual(['one', 'two']);

    await objects().mergePatch(
      SECRETS,
      { namespace: PLANE_NAMESPACE, name: 'flags' },
      { data: { one: null, three: Buffer.from('3').toString('base64') } },
    );
    const synced = await developer.client.post(
      `${path('all-flags')}/sync`,
      undefined,
    );
    expect(synced.status).toBe(202);
    await eventually(async () => {
      expect(await readStore(portal, `${PAYMENTS}/generic/all-flags`)).toEqual({
        two: '2',
        three: '3',
      });
      const { body } = await developer.client.get(path('all-flags'));
      expect(body.keys).toEqual(['three', 'two']);
    }, PATIENCE_MS);
    await developer.synced('all-flags');
  }, 60_000);

  it('T19 T21: a link is made once, over nothing that stands, and not twice for one key', async () => {
    await layPlaneSecret(portal, 'once', { token: 't' });
    const headers = { 'Idempotency-Key': 'link-once' };
    const draft = linkOf('linked-once', {
      source: { kind: 'secret', namespace: PLANE_NAMESPACE, name: 'once' },
    });
    const [first, second] = await Promise.all([
      link(draft, headers),
      link(draft, headers),
    ]);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.etag).toBe(first.body.etag);
    expect(
      (await link({ ...draft, description: 'other' }, headers)).status,
    ).toBe(422);
    expect((await link(draft)).body.error.code).toBe('SecretAlreadyExists');
    expect(
      (await developer.create(draftOf('linked-once'))).body.error.code,
    ).toBe('SecretAlreadyExists');

    const theirs = {
      apiVersion: 'external-secrets.io/v1alpha1',
      kind: 'PushSecret',
      metadata: { namespace: PLANE_NAMESPACE, name: `${PAYMENTS}.occupied` },
      spec: {
        secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'default' }],
        selector: { secret: { name: 'once' } },
        data: [
          {
            match: {
              secretKey: 'token',
              remoteRef: { remoteKey: 'secret/elsewhere/x', property: 'x' },
            },
          },
        ],
      },
    };
    await objects().create(PUSH_SECRETS, theirs as never);
    const refused = await link({ ...draft, name: 'occupied' });
    expect(refused.status).toBe(409);
    expect(refused.body.error.code).toBe('NotOwned');
    expect((await pushSecret('occupied')).spec.data).toMatchObject(
      theirs.spec.data,
    );
    expect(
      await objects().find(REFERENCES, {
        namespace: PAYMENTS,
        name: 'occupied',
      }),
    ).toBeUndefined();
  }, 60_000);

  it('T10: keys with the names of what every object inherits are linked like others, and looked at again', async () => {
    await layPlaneSecret(portal, 'odd', { a: '1', b: '2' });
    const sent = (mapping: string) =>
      JSON.stringify(
        linkOf('odd-keys', {
          source: { kind: 'secret', namespace: PLANE_NAMESPACE, name: 'odd' },
          keys: { mode: 'mapping', mapping: {} },
        }),
      ).replace('"mapping":{}', `"mapping":${mapping}`);
    const made = await developer.client.request('POST', ROUTE, {
      raw: sent('{"__proto__":"a","constructor":"b"}'),
    });
    expect(made.status).toBe(201);
    expect(made.body.keys).toEqual(['__proto__', 'constructor']);
    await developer.synced('odd-keys');
    const synced = await developer.client.post(
      `${path('odd-keys')}/sync`,
      undefined,
    );
    expect(synced.status).toBe(202);
    await developer.synced('odd-keys');
    const stored = await readStore(portal, `${PAYMENTS}/generic/odd-keys`);
    expect(Object.entries(stored!).sort()).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
    const twice = await developer.client.request('POST', ROUTE, {
      raw: sent('{"a":"a","a":"b"}'),
    });
    expect(twice.status).toBe(400);
  }, 60_000);

  it('S1.9: a link to a path can be removed although its plane is gone', async () => {
    const plane = { ...REFERENCES, resource: 'dataplanes' };
    const key = { namespace: PAYMENTS, name: 'short-lived' };
    await objects().create(plane, {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'DataPlane',
      metadata: key,
      spec: { secretStoreRef: { name: 'default' } },
    } as never);
    await eventually(async () => {
      const made = await link(
        linkOf('left-alone', {
          targetPlane: { kind: 'DataPlane', name: 'short-lived' },
        }),
      );
      expect(made.status).toBe(201);
    }, PATIENCE_MS);
    await objects().delete(plane, key);
    await eventually(async () => {
      const { body } = await developer.client.get(
        `/namespaces/${PAYMENTS}/planes`,
      );
      expect(body.items.map(({ name }: any) => name)).not.toContain(
        'short-lived',
      );
    }, PATIENCE_MS);
    const gone = await developer.client.delete(path('left-alone'));
    expect(gone.status).toBe(204);
  }, 60_000);

  it('T22: what a link has begun is taken back when the reference cannot be made', async () => {
    await layPlaneSecret(portal, 'undone', { token: 't' });
    developer.control.faults.add({
      match: { verb: 'create', resource: 'secretreferences', times: 1 },
      effect: { type: 'status', code: 403 },
    });
    const draft = linkOf('linked-undone', {
      source: { kind: 'secret', namespace: PLANE_NAMESPACE, name: 'undone' },
    });
    expect((await link(draft)).status).toBe(502);
    expect(await pushSecret('linked-undone')).toBeUndefined();
    expect(await portal.knex('links').where({ name: 'linked-undone' })).toEqual(
      [],
    );
    expect((await link(draft)).status).toBe(201);
  }, 60_000);
});
