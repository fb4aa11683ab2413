import { draftOf, objectsOf } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

const PATIENCE_MS = 60_000;

describe('start and stop', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({
      linked: ['control-plane'],
      clusterTimeout: { seconds: 1 },
    });
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  }, 60_000);

  const developer = () => portal.as('payments-dev');

  it('a request that runs when the portal stops is brought to its end', async () => {
    const { faults } = portal.world.clusters['control-plane'];
    let proceed = () => {};
    const met = new Promise<void>(resolve => {
      faults.before(
        { verb: 'create', resource: 'pushsecrets', times: 1 },
        () =>
          new Promise<void>(go => {
            proceed = go;
            resolve();
          }),
      );
    });
    const creating = developer().post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf('last'),
    );
    await met;
    const restarting = portal.restart();
    setTimeout(proceed, 300);
    expect((await creating).status).toBe(201);
    await restarting;
    expect(await portal.knex('operations').select('state')).toEqual([
      { state: 'done' },
    ]);
    expect(await objectsOf(portal, PAYMENTS)).toContain(
      'secretreferences/last',
    );
  }, 60_000);

  it('T36: a portal that starts without its control plane says so, and shows no empty list', async () => {
    portal.links['control-plane'].cut();
    const before = await portal.knex('record').count({ rows: '*' }).first();
    const old = portal.url;
    const restarting = portal.restart().catch(() => {});
    await eventually(() => {
      expect(portal.url).not.toBe(old);
    }, PATIENCE_MS);
    const answers = await Promise.all([
      developer().get('/namespaces'),
      developer().get('/secrets'),
      developer().get(`/secrets?namespace=${PAYMENTS}`),
      developer().get(`/namespaces/${PAYMENTS}/planes`),
      developer().get(`/namespaces/${PAYMENTS}/secrets/last`),
      developer().post(`/namespaces/${PAYMENTS}/secrets`, draftOf('early')),
      developer().delete(`/namespaces/${PAYMENTS}/secrets/last`),
      portal.as('frontend-dev').get(`/namespaces/${PAYMENTS}/secrets/last`),
    ]);
    expect(
      answers.map(({ status, body }) => [status, body.error?.code]),
    ).toEqual(answers.map(() => [502, 'PlaneUnreachable']));
    expect((await developer().get('/config')).status).toBe(200);
    expect((await developer().get('/health')).status).toBe(503);
    // nobody was denied anything: nothing was known
    expect(await portal.knex('record').count({ rows: '*' }).first()).toEqual(
      before,
    );

    const waiting = developer().get('/secrets?q=last');
    portal.links['control-plane'].mend();
    const found = await waiting;
    await restarting;
    expect([200, 502]).toContain(found.status);
    await eventually(async () => {
      const { body } = await developer().get('/secrets?q=last');
      expect(body.items).toMatchObject([{ name: 'last' }]);
    }, PATIENCE_MS);
  }, 120_000);
});
