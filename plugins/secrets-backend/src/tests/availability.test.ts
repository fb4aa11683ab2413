import { draftOf, PLANE } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

const WORKFLOWS = { kind: 'ClusterWorkflowPlane', name: 'default' };
const PATIENCE_MS = 60_000;

describe('what is away', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({
      linked: ['plane-2', 'control-plane'],
      clusterTimeout: { seconds: 2 },
      secrets: {
        operations: {
          lease: { seconds: 1 },
          requestTimeout: { seconds: 4 },
          deadline: { seconds: 10 },
        },
        planes: {
          defaultCluster: 'control-plane',
          overrides: [{ ...WORKFLOWS, cluster: 'plane-2' }],
        },
      },
    });
    await create('here', PLANE);
    await create('there', WORKFLOWS);
    await eventually(async () => {
      expect(await states()).toEqual({ here: 'Synced', there: 'Synced' });
    }, PATIENCE_MS);
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  }, 60_000);

  const developer = () => portal.as('payments-dev');
  const create = (name: string, targetPlane: unknown) =>
    developer().post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf(name, undefined, { targetPlane }),
    );
  const states = async () => {
    const { body } = await developer().get('/secrets');
    return Object.fromEntries(
      body.items.map(({ name, delivery }: any) => [name, delivery.state]),
    );
  };

  it('T36: a plane that is away makes its rows Unreachable with their last state, and leaves the others alone', async () => {
    portal.links['plane-2'].cut();
    await eventually(async () => {
      expect(await states()).toEqual({ here: 'Synced', there: 'Unreachable' });
    }, PATIENCE_MS);
    const list = await developer().get('/secrets');
    expect(list.body.problems).toEqual([
      {
        plane: WORKFLOWS,
        code: 'PlaneUnreachable',
        message: expect.stringContaining('has not answered for'),
      },
    ]);
    expect(
      list.body.items.find(({ name }: any) => name === 'there').delivery
        .message,
    ).toMatch(/last known state, .* old, is Synced/);

    const path = `/namespaces/${PAYMENTS}/secrets/there`;
    const details = await developer().get(path);
    expect(details.status).toBe(200);
    expect(details.body.warnings).toContainEqual({
      field: 'targetPlane',
      message: expect.stringContaining('does not answer'),
    });
    expect((await developer().get(`${path}/delivery`)).body.state).toBe(
      'Unreachable',
    );
    expect((await developer().get(`${path}/manifest`)).status).toBe(200);

    const planes = await developer().get(`/namespaces/${PAYMENTS}/planes`);
    expect(
      planes.body.items.map(({ kind, reachable }: any) => [kind, reachable]),
    ).toEqual([
      ['ClusterDataPlane', true],
      ['ClusterWorkflowPlane', false],
    ]);
    expect((await developer().get('/health')).status).toBe(200);
  }, 120_000);

  it('T36: a write to a plane that is away is refused and leaves nothing; one elsewhere goes on', async () => {
    const refused = await create('refused', WORKFLOWS);
    expect([502, 504]).toContain(refused.status);
    expect(['PlaneUnreachable', 'Timeout']).toContain(refused.body.error.code);
    expect(refused.body.error.message).not.toMatch(/ECONN|socket|127\.0\.0\.1/);
    expect((await create('elsewhere', PLANE)).status).toBe(201);
    const deleted = await developer().delete(
      `/namespaces/${PAYMENTS}/secrets/there`,
    );
    expect([202, 502, 504]).toContain(deleted.status);
  }, 60_000);

  it('T36: what came back is shown and finished', async () => {
    portal.links['plane-2'].mend();
    await eventually(async () => {
      const { here, elsewhere, refused } = await states();
      expect({ here, elsewhere, refused }).toEqual({
        here: 'Synced',
        elsewhere: 'Synced',
        refused: undefined,
      });
      expect((await developer().get('/secrets')).body.problems).toEqual([]);
      expect(
        await portal.knex('operations').where({ state: 'running' }),
      ).toEqual([]);
    }, PATIENCE_MS);
    await developer().delete(`/namespaces/${PAYMENTS}/secrets/there`);
    await eventually(async () => {
      expect(await states()).toEqual({ here: 'Synced', elsewhere: 'Synced' });
    }, PATIENCE_MS);
  }, 120_000);

  it('T36: without the control plane the list shows what was known, and writes are refused', async () => {
    portal.links['control-plane'].cut();
    await eventually(async () => {
      const { body } = await developer().get('/secrets');
      expect(body.problems.map(({ code }: any) => code)).toContain(
        'PlaneUnreachable',
      );
    }, PATIENCE_MS);
    const list = await developer().get('/secrets');
    expect(list.body.items.map(({ name }: any) => name)).toEqual([
      'elsewhere',
      'here',
    ]);
    const details = await developer().get(
      `/namespaces/${PAYMENTS}/secrets/here`,
    );
    expect(details.body.warnings).toContainEqual({
      field: 'name',
      message: expect.stringContaining('control plane does not answer'),
    });
    expect((await create('lost', PLANE)).status).toBeGreaterThanOrEqual(502);
    expect(
      (await developer().delete(`/namespaces/${PAYMENTS}/secrets/here`)).status,
    ).toBeGreaterThanOrEqual(502);
    await eventually(async () => {
      expect((await developer().get('/health')).status).toBe(503);
    }, PATIENCE_MS);
    portal.links['control-plane'].mend();
    await eventually(async () => {
      expect((await developer().get('/health')).status).toBe(200);
      expect((await developer().get('/secrets')).body.problems).toEqual([]);
    }, PATIENCE_MS);
  }, 180_000);
});
