import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestWorld } from '@strongroom/real-cluster';
import { Answer, ContractClient } from './__testUtils__/ContractClient';
import { draftOf, readStore, REFERENCES } from './__testUtils__/estate';
import { openBaoPlane, VAULTED } from './__testUtils__/openBaoPlane';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { startScenarioWorld } from './__testUtils__/startScenarioWorld';
import { PAYMENTS } from './__testUtils__/tenants';

const DEVELOPER = 'user:default/payments-dev';
/** In every value. */
const CANARY = `canary-${randomBytes(12).toString('hex')}`;

const marked = (values: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, `${CANARY}${value}`]),
  );
const unmarked = (values: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      value.replace(CANARY, ''),
    ]),
  );

describe('versions of a secret', () => {
  let folder: string;
  let world: TestWorld;
  let portal: TestPortal;
  let developer: ContractClient;
  const answers: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'versions-'));
    world = await startScenarioWorld({ clusters: ['control-plane'] });
    portal = await startPortal({
      world,
      secrets: {
        record: { reads: 'all' },
        operations: {
          lease: { seconds: 1 },
          requestTimeout: { seconds: 4 },
          deadline: { seconds: 10 },
        },
        ...(await openBaoPlane(world, folder)),
      },
    });
    developer = portal.as('payments-dev');
  }, 120_000);

  afterAll(async () => {
    await portal?.stop();
    await world?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const path = (name: string) => `/namespaces/${PAYMENTS}/secrets/${name}`;
  const entry = (section: string, name: string) =>
    `secret/${section}/${PAYMENTS}/generic/${name}`;
  const create = async (name: string, values: Record<string, string>) => {
    const answer = await developer.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf(name, marked(values), { targetPlane: VAULTED }),
    );
    expect(answer.status).toBe(201);
    return answer;
  };
  /** Somebody else writes straight into the store. */
  const writeElsewhere = async (
    name: string,
    ...versions: Array<Record<string, string>>
  ) => {
    for (const data of versions) {
      const { code } = await world.kv.send('POST', entry('data', name), {
        data: marked(data),
      });
      expect(code).toBe(200);
    }
  };
  const kept = (answer: Answer) => {
    answers.push(`${answer.text}\n${JSON.stringify([...answer.headers])}`);
    return answer;
  };
  const list = async (name: string, query = '') =>
    kept(await developer.get(`${path(name)}/versions${query}`));
  const etagOf = async (name: string): Promise<string> =>
    (await developer.get(path(name))).body.etag;
  const restore = async (
    name: string,
    version: string,
    etag: string | undefined,
    headers: Record<string, string> = {},
  ) =>
    kept(
      await developer.request(
        'POST',
        `${path(name)}/versions/${version}/restore`,
        { headers: { ...(etag && { 'If-Match': etag }), ...headers } },
      ),
    );
  /** What the store has, without what marks every value of this file. */
  const stored = async (name: string) => {
    const values = await readStore(portal, `${PAYMENTS}/generic/${name}`);
    return values && unmarked(values);
  };

  it('S4.6: are listed newest first, with who wrote them here and which keys differ', async () => {
    await create('listed', { token: 'v-1', user: 'u' });
    await writeElsewhere('listed', { token: 'v-2', more: 'm' });
    const { status, body } = await list('listed');
    expect(status).toBe(200);
    expect(body.items).toEqual([
      {
        id: '2',
        createdAt: expect.any(String),
        state: 'available',
        current: true,
        keys: ['more', 'token'],
        changes: { added: ['more'], removed: ['user'], changed: ['token'] },
      },
      {
        id: '1',
        createdAt: expect.any(String),
        createdBy: DEVELOPER,
        action: 'secret-create',
        state: 'available',
        current: false,
        keys: ['token', 'user'],
      },
    ]);
    const against = await list('listed', '?against=2');
    expect(against.body.items.map(({ changes }: any) => changes)).toEqual([
      { added: [], removed: [], changed: [] },
      { added: ['user'], removed: ['more'], changed: ['token'] },
    ]);
    const unknown = await list('listed', '?against=7');
    expect([unknown.status, unknown.body.error]).toEqual([
      400,
      expect.objectContaining({
        code: 'InvalidRequest',
        details: [expect.objectContaining({ field: 'against' })],
      }),
    ]);
  });

  it('are of the secret that stands, not of an earlier one of its name', async () => {
    await create('again', { token: 'v-1' });
    const deleted = await portal.as('payments-dev').delete(path('again'));
    expect(deleted.status).toBe(204);
    expect((await list('again')).status).toBe(404);
    const made = await portal
      .as('platform')
      .post(
        `/namespaces/${PAYMENTS}/secrets`,
        draftOf('again', { token: 'v-2' }, { targetPlane: VAULTED }),
      );
    expect(made.status).toBe(201);
    const { body } = await list('again');
    expect(body.items.map(({ createdBy }: any) => createdBy)).toEqual([
      'user:default/platform',
    ]);
  });

  it('are told without their keys when the store does not give them away, and only the newest are compared', async () => {
    await create('many', { token: 'v-1' });
    await world.kv.send('POST', entry('metadata', 'many'), {
      max_versions: 50,
    });
    for (let version = 2; version <= 24; version += 1) {
      await writeElsewhere('many', { token: `v-${version}` });
    }
    await world.kv.send('POST', entry('delete', 'many'), { versions: [23] });
    await world.kv.send('PUT', entry('destroy', 'many'), { versions: [21] });
    world.kv.requestLog.clear();
    const { body } = await list('many');
    const reads = world.kv.requestLog.entries.filter(
      ({ path: asked, userAgent }) =>
        userAgent === 'strongroom' && asked.includes(entry('data', 'many')),
    );
    expect(reads).toHaveLength(19);
    expect(body.items).toHaveLength(24);
    const seen = Object.fromEntries(
      body.items.map(({ id, state, keys, changes }: any) => [
        id,
        { state, keys, changes },
      ]),
    );
    const changed = { added: [], removed: [], changed: ['token'] };
    expect(seen[20]).toEqual({
      state: 'available',
      keys: ['token'],
      changes: changed,
    });
    expect(seen[21]).toEqual({ state: 'destroyed' });
    expect(seen[22]).toEqual({ state: 'available', keys: ['token'] });
    expect(seen[23]).toEqual({ state: 'deleted' });
    expect(seen[24]).toEqual({ state: 'available', keys: ['token'] });
    expect(seen[5]).toEqual({
      state: 'available',
      keys: ['token'],
      changes: changed,
    });
    expect(seen[4]).toEqual({ state: 'available' });
  });

  it('says so where the driver of the plane knows of none, and where the value is not ours', async () => {
    const made = await developer.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf('pushed'),
    );
    expect(made.status).toBe(201);
    const refused = await list('pushed');
    expect([refused.status, refused.body.error]).toEqual([
      422,
      expect.objectContaining({
        code: 'Unsupported',
        message: expect.stringContaining('external-secrets'),
      }),
    ]);
    await create('unmarked', { token: 'v-1' });
    await world.kv.send('DELETE', entry('metadata', 'unmarked'));
    expect((await list('unmarked')).body.items).toEqual([]);
    const gone = await restore('unmarked', '1', await etagOf('unmarked'));
    expect([gone.status, gone.body.error.details]).toEqual([
      404,
      [expect.objectContaining({ field: 'version' })],
    ]);
    await writeElsewhere('unmarked', { token: 'v-2' });
    const foreign = await list('unmarked');
    expect([foreign.status, foreign.body.error.code]).toEqual([
      409,
      'NotOwned',
    ]);
  });

  it('S3.6 S4.6 S4.7: come back as a new version with their keys, seen by nobody, and the record says who did it', async () => {
    await create('restored', { token: 'v-1', user: 'u' });
    await writeElsewhere('restored', { token: 'v-2', more: 'm' });
    const answer = await restore('restored', '1', await etagOf('restored'));
    expect([answer.status, answer.body]).toEqual([
      200,
      expect.objectContaining({
        keys: ['token', 'user'],
        updatedBy: DEVELOPER,
        warnings: [],
      }),
    ]);
    expect(await stored('restored')).toEqual({ token: 'v-1', user: 'u' });
    const shown = await developer.get(path('restored'));
    expect(shown.body.keys).toEqual(['token', 'user']);
    expect(shown.headers.get('ETag')).toBe(answer.headers.get('ETag'));
    const { body } = await list('restored');
    expect(
      body.items.map(({ id, createdBy, action, changes }: any) => [
        id,
        createdBy,
        action,
        changes,
      ]),
    ).toEqual([
      [
        '3',
        DEVELOPER,
        'secret-restore',
        { added: ['user'], removed: ['more'], changed: ['token'] },
      ],
      [
        '2',
        undefined,
        undefined,
        { added: ['more'], removed: ['user'], changed: ['token'] },
      ],
      ['1', DEVELOPER, 'secret-create', undefined],
    ]);
    const rows = await portal
      .knex('record')
      .where({ name: 'restored', action: 'secret-restore' })
      .orderBy('seq');
    expect(rows).toMatchObject(
      ['intent', 'success'].map(outcome => ({
        actor: DEVELOPER,
        outcome,
        keys: JSON.stringify(['more', 'token', 'user']),
        plane: 'ClusterDataPlane/vaulted',
        error_code: null,
      })),
    );
  });

  it('bring keys of the reference with them, and take those away that they do not have', async () => {
    await create('keyed', { token: 'v-1' });
    await writeElsewhere('keyed', { token: 'v-2', added: 'a' });
    const widened = await restore('keyed', '1', await etagOf('keyed'));
    expect(widened.body.keys).toEqual(['token']);
    const back = await restore('keyed', '2', widened.body.etag);
    expect([back.status, back.body.keys]).toEqual([200, ['added', 'token']]);
    const reference: any = await world.clusters['control-plane'].objects.get(
      REFERENCES,
      { namespace: PAYMENTS, name: 'keyed' },
    );
    expect(reference.spec.data).toEqual(
      ['token', 'added'].map(key => ({
        secretKey: key,
        remoteRef: { key: `${PAYMENTS}/generic/keyed`, property: key },
      })),
    );
    const page = await developer.get(`/secrets?namespace=${PAYMENTS}&q=keyed`);
    expect(page.body.items[0].keys).toEqual(['added', 'token']);
  });

  it('come back after a deletion too, and not when they are destroyed, unknown, what stands, or without keys', async () => {
    await create('deleted', { token: 'v-1' });
    await writeElsewhere('deleted', {}, { token: 'v-3' }, { token: 'v-4' });
    await world.kv.send('POST', entry('delete', 'deleted'), { versions: [1] });
    await world.kv.send('PUT', entry('destroy', 'deleted'), { versions: [3] });
    const etag = await etagOf('deleted');
    for (const [version, status, code] of [
      ['2', 400, 'InvalidSecret'],
      ['3', 422, 'Unsupported'],
      ['4', 400, 'InvalidRequest'],
      ['04', 404, 'SecretNotFound'],
      ['9', 404, 'SecretNotFound'],
    ] as const) {
      const refused = await restore('deleted', version, etag);
      expect([version, refused.status, refused.body.error]).toEqual([
        version,
        status,
        expect.objectContaining({
          code,
          details: [expect.objectContaining({ field: 'version' })],
        }),
      ]);
    }
    expect(await stored('deleted')).toEqual({ token: 'v-4' });
    const answer = await restore('deleted', '1', etag);
    expect([answer.status, answer.body.keys]).toEqual([200, ['token']]);
    expect(await stored('deleted')).toEqual({ token: 'v-1' });

    await world.kv.send('DELETE', entry('data', 'deleted'));
    const undone = await restore('deleted', '5', await etagOf('deleted'));
    expect(undone.status).toBe(200);
    expect(await stored('deleted')).toEqual({ token: 'v-1' });
    const { body } = await list('deleted');
    expect(body.items).toHaveLength(5);
  });

  it('say of keys kept as base64 text that this may not have been so in the version that comes back', async () => {
    const made = await developer.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf(
        'encoded',
        {},
        {
          targetPlane: VAULTED,
          data: {
            same: { value: 'AA==', encoding: 'base64', storeAs: 'base64' },
            other: { value: 'AP8=', encoding: 'base64', storeAs: 'base64' },
          },
        },
      ),
    );
    expect(made.status).toBe(201);
    await world.kv.send('POST', entry('data', 'encoded'), {
      data: { same: 'AA==', other: 'AQ==' },
    });
    const answer = await restore('encoded', '1', await etagOf('encoded'));
    expect(answer.body).toMatchObject({
      storedAs: { same: 'base64', other: 'base64' },
      warnings: [{ field: 'data.other' }],
    });
  });

  it('S1.4: leave a reference that comes from Git as it is, and do not come back with other keys than it has', async () => {
    const { objects } = world.clusters['control-plane'];
    const id = { namespace: PAYMENTS, name: 'from-git' };
    await create('from-git', { token: 'v-1' });
    await writeElsewhere('from-git', { token: 'v-2', more: 'm' });
    const before = await objects.mergePatch(REFERENCES, id, {
      metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'a:b' } },
    });
    const restored = await restore('from-git', '1', await etagOf('from-git'));
    expect([restored.status, restored.body.source]).toEqual([200, 'gitops']);
    expect(await stored('from-git')).toEqual({ token: 'v-1' });
    expect(await objects.get(REFERENCES, id)).toEqual(before);
    expect(await etagOf('from-git')).toBe(restored.body.etag);
    const refused = await restore('from-git', '2', restored.body.etag);
    expect([refused.status, refused.body.error.code]).toEqual([
      409,
      'NotOwned',
    ]);
  });

  it('T20: are restored only on what the caller saw, whoever changed it since', async () => {
    await create('raced', { token: 'v-1' });
    await writeElsewhere('raced', { token: 'v-2' });
    for (const etag of [undefined, '*']) {
      const refused = await restore('raced', '1', etag);
      expect([refused.status, refused.body.error.code]).toEqual([
        428,
        'VersionRequired',
      ]);
    }
    const seen = await etagOf('raced');
    await writeElsewhere('raced', { token: 'v-3', more: 'm' });
    const stale = await restore('raced', '1', seen);
    expect([stale.status, stale.body.error]).toEqual([
      412,
      expect.objectContaining({
        code: 'VersionConflict',
        details: [expect.objectContaining({ field: 'data.token' })],
      }),
    ]);

    const now = await etagOf('raced');
    await world.clusters['control-plane'].objects.mergePatch(
      REFERENCES,
      { namespace: PAYMENTS, name: 'raced' },
      { metadata: { annotations: { 'strongroom.dev/description': 'edited' } } },
    );
    const edited = await restore('raced', '1', now);
    expect([edited.status, edited.body.error.code]).toEqual([
      412,
      'VersionConflict',
    ]);
    expect(await stored('raced')).toEqual({ token: 'v-3', more: 'm' });

    const fresh = await etagOf('raced');
    const both = await Promise.all(
      ['1', '2'].map(version => restore('raced', version, fresh)),
    );
    const statuses = both.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(200);
    expect([409, 412]).toContain(statuses[1]);
    const { body } = await list('raced');
    expect(body.items).toHaveLength(4);
  });

  it('T21: are restored once for one Idempotency-Key, also after a restart', async () => {
    await create('repeated', { token: 'v-1' });
    await writeElsewhere('repeated', { token: 'v-2' });
    const etag = await etagOf('repeated');
    const send = (version: string) =>
      restore('repeated', version, etag, { 'Idempotency-Key': 'restore-1' });
    const [one, other] = await Promise.all([send('1'), send('1')]);
    expect([one.status, other.status]).toEqual([200, 200]);
    expect(other.body).toEqual(one.body);
    await portal.restart();
    developer = portal.as('payments-dev');
    const again = await send('1');
    // how far the value is delivered has to be found out again
    const { delivery: _, deliverySteps: __, ...same } = one.body;
    expect([again.status, again.body]).toEqual([
      200,
      expect.objectContaining(same),
    ]);
    const mismatch = await send('2');
    expect([mismatch.status, mismatch.body.error.code]).toEqual([
      422,
      'IdempotencyMismatch',
    ]);
    const { body } = await list('repeated');
    expect(body.items).toHaveLength(3);
  });

  it('T1 T2 T3: have their values in no answer, log, URL or table', async () => {
    const tables: Array<{ name: string }> = await portal
      .knex('sqlite_master')
      .where({ type: 'table' })
      .select('name');
    const rows = await Promise.all(
      tables.map(({ name }) => portal.knex(name).select('*')),
    );
    const said = {
      log: portal.log(),
      tables: JSON.stringify(rows),
      answers: answers.join('\n'),
      urls: JSON.stringify(
        [...Object.values(world.clusters), world.kv].flatMap(({ requestLog }) =>
          requestLog.entries.map(({ path: asked, query }) => [asked, query]),
        ),
      ),
    };
    for (const [sink, text] of Object.entries(said)) {
      expect({ sink, length: text.length > 1000 }).toEqual({
        sink,
        length: true,
      });
      expect({ sink, found: text.includes(CANARY) }).toEqual({
        sink,
        found: false,
      });
    }
    const values = await readStore(portal, `${PAYMENTS}/generic/repeated`);
    expect(JSON.stringify(values)).toContain(CANARY);
  });
});
