import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestWorld } from '@strongroom/real-cluster';
import { ContractClient } from './__testUtils__/ContractClient';
import { draftOf, readStore, REFERENCES } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { openBaoPlane, VAULTED } from './__testUtils__/openBaoPlane';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { startScenarioWorld } from './__testUtils__/startScenarioWorld';
import { PAYMENTS } from './__testUtils__/tenants';

const PATIENCE_MS = 60_000;

describe('a deletion that OpenBao does not confirm', () => {
  let folder: string;
  let world: TestWorld;
  let portal: TestPortal;
  let developer: ContractClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stuck-'));
    world = await startScenarioWorld({ clusters: ['control-plane'] });
    portal = await startPortal({
      world,
      secrets: {
        operations: {
          lease: { seconds: 1 },
          requestTimeout: { seconds: 2 },
          deadline: { seconds: 3 },
        },
        ...(await openBaoPlane(world, folder)),
      },
    });
    developer = portal.as('payments-dev');
  }, 120_000);

  afterAll(async () => {
    await world?.kv.unseal();
    await portal?.stop();
    await world?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const path = (name: string) => `/namespaces/${PAYMENTS}/secrets/${name}`;
  const stored = (name: string) =>
    readStore(portal, `${PAYMENTS}/generic/${name}`);
  const running = (name: string) =>
    portal.knex('operations').where({ name, kind: 'delete', state: 'running' });

  async function create(name: string) {
    const made = await developer.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf(name, { token: 'value' }, { targetPlane: VAULTED }),
    );
    expect(made.status).toBe(201);
  }

  it('S3.6: a sync finds nothing to push, because what is written is stored, and makes no version', async () => {
    await create('synced');
    await eventually(async () => {
      const { body } = await developer.get(`${path('synced')}/delivery`);
      expect(body.state).toBe('Synced');
    }, PATIENCE_MS);
    const { etag } = (await developer.get(path('synced'))).body;
    const answer = await developer.post(`${path('synced')}/sync`, undefined);
    expect([answer.status, answer.body.state]).toEqual([202, 'Synced']);
    expect((await developer.get(path('synced'))).body.etag).toBe(etag);
  });

  it('T22, T23: says that the store is sealed, ends when it is back, or is given up with the entry left where it is', async () => {
    await create('late');
    await create('left');
    await world.kv.seal();
    try {
      for (const name of ['late', 'left']) {
        const { status, body } = await developer.delete(path(name));
        expect([status, body.delivery.state]).toEqual([202, 'Deleting']);
        await eventually(async () => {
          const delivery = await developer.get(`${path(name)}/delivery`);
          expect(delivery.body.message).toContain(
            'the store does not answer, or is sealed',
          );
        }, PATIENCE_MS);
        expect((await developer.delete(path(name))).status).toBe(202);
      }
      await running('left').update({ started_at: Date.now() - 600_000 });
      let finding: any;
      await eventually(async () => {
        const { body } = await portal
          .as('platform')
          .get(`/findings?namespace=${PAYMENTS}&kind=StuckDelete`);
        finding = body.items.find((item: any) => item.name === 'left');
        expect(finding).toBeDefined();
      }, PATIENCE_MS);
      const given = await portal
        .as('platform')
        .post(`/findings/${finding.id}/repair`, { action: 'giveUp' });
      expect([200, 202]).toContain(given.status);
      await eventually(async () => {
        expect(await running('left')).toEqual([]);
      }, PATIENCE_MS);
    } finally {
      await world.kv.unseal();
    }
    await eventually(async () => {
      expect([204, 404]).toContain(
        (await developer.delete(path('late'))).status,
      );
    }, PATIENCE_MS);
    expect(await stored('late')).toBeUndefined();
    expect(await stored('left')).toEqual({ token: 'value' });
    const { items } = await world.clusters['control-plane'].objects.list(
      REFERENCES,
      { namespace: PAYMENTS },
    );
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['synced']);
    const [last] = await portal
      .knex('record')
      .where({ name: 'left', action: 'secret-delete' })
      .orderBy('seq', 'desc');
    expect(last).toMatchObject({
      outcome: 'success',
      reason: expect.stringContaining('the store bao has not confirmed'),
    });
  }, 180_000);
});
