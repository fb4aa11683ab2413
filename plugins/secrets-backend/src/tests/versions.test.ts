import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestWorld } from '@strongroom/real-cluster';
import { ContractClient } from './__testUtils__/ContractClient';
import { draftOf } from './__testUtils__/estate';
import { openBaoPlane, VAULTED } from './__testUtils__/openBaoPlane';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { startScenarioWorld } from './__testUtils__/startScenarioWorld';
import { PAYMENTS } from './__testUtils__/tenants';

const DEVELOPER = 'user:default/payments-dev';

describe('versions of a secret', () => {
  let folder: string;
  let world: TestWorld;
  let portal: TestPortal;
  let developer: ContractClient;

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
      draftOf(name, values, { targetPlane: VAULTED }),
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
        data,
      });
      expect(code).toBe(200);
    }
  };
  const list = async (name: string, query = '') =>
    developer.get(`${path(name)}/versions${query}`);

  it('S3.6: are listed newest first, with who wrote them here and which keys differ', async () => {
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
    await writeElsewhere('unmarked', { token: 'v-2' });
    const foreign = await list('unmarked');
    expect([foreign.status, foreign.body.error.code]).toEqual([
      409,
      'NotOwned',
    ]);
  });

  it('T1: shows a value to nobody, in no read and no row', async () => {
    const { body } = await list('listed');
    expect(JSON.stringify(body)).not.toMatch(/v-1|v-2/);
  });
});
