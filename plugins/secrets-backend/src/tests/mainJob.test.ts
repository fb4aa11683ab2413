import { readStore } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

describe('the main job over HTTP', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal();
  });

  afterAll(async () => {
    await portal.stop();
  });

  it('S2.10 S2.11 S0.7: a secret is created, arrives in the store, is listed at once, and is deleted when the store confirms', async () => {
    const developer = portal.as('payments-dev');
    const created = await developer.post(`/namespaces/${PAYMENTS}/secrets`, {
      name: 'database',
      type: 'Opaque',
      targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
      data: { username: { value: 'shop' }, password: { value: 's3cr3t' } },
      description: 'Where orders are kept',
      labels: { tier: 'backend' },
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      namespace: PAYMENTS,
      name: 'database',
      keys: ['password', 'username'],
      source: 'portal',
      managed: true,
      updatedBy: 'user:default/payments-dev',
      permissions: { update: true, delete: true },
    });
    expect(created.headers.get('ETag')).toBe(created.body.etag);

    const listed = await developer.get(`/secrets?namespace=${PAYMENTS}`);
    expect(listed.body.items).toMatchObject([{ name: 'database' }]);

    const path = `/namespaces/${PAYMENTS}/secrets/database`;
    await eventually(async () => {
      const delivery = await developer.get(`${path}/delivery`);
      expect(delivery.body.state).toBe('Synced');
    });
    expect(await readStore(portal, `${PAYMENTS}/generic/database`)).toEqual({
      username: 'shop',
      password: 's3cr3t',
    });

    const shown = await developer.get(path);
    expect(shown.body.etag).toBe(created.body.etag);

    const deleted = await developer.delete(path, {
      headers: { 'If-Match': shown.body.etag },
    });
    expect(deleted.status).toBe(204);
    expect((await developer.get(path)).status).toBe(404);
    expect((await developer.get('/secrets')).body.items).toEqual([]);
  });
});
