import { draftOf, linkOf, readStore, REFERENCES } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import {
  layPlaneNamespaces,
  layPlaneSecret,
  PLANE_NAMESPACE,
} from './__testUtils__/layPlaneSecret';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

describe('paths by a configured template', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({
      secrets: {
        names: {
          remoteKey: {
            'external-secrets':
              'org/{namespace}/{project}/{component}/{segment}/{name}',
          },
        },
      },
    });
  }, 120_000);

  afterAll(() => portal.stop());

  it('S0.5: carry tenant, project and component, into the store and out of it again', async () => {
    const developer = portal.as('payments-dev');
    const owned = { project: 'shop', component: 'checkout' };
    const created = await developer.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf('database', { token: 's3cr3t' }, owned),
    );
    expect(created.status).toBe(201);
    const key = `org/${PAYMENTS}/shop/checkout/generic/database`;
    expect(created.body.remoteRefs).toMatchObject([{ key }]);
    await eventually(async () => {
      expect(await readStore(portal, key)).toEqual({ token: 's3cr3t' });
    }, 60_000);

    // openchoreo-api would take the value to its own path with the next update
    const reference = await portal.world.clusters['control-plane'].objects.get(
      REFERENCES,
      { namespace: PAYMENTS, name: 'database' },
    );
    expect(reference.metadata.labels).toMatchObject({
      'openchoreo.dev/managed-by': 'strongroom',
    });

    const path = `/namespaces/${PAYMENTS}/secrets/database`;
    expect([202, 204]).toContain((await developer.delete(path)).status);
    await eventually(async () => {
      expect(await readStore(portal, key)).toBeUndefined();
      expect((await developer.get(path)).status).toBe(404);
    }, 60_000);
  }, 180_000);

  it('S0.5 S4.2: take project and component of a linked Secret, too, and name them where they are missing', async () => {
    await layPlaneNamespaces(portal);
    await layPlaneSecret(portal, 'db', { token: 'theirs' });
    const link = (more: Record<string, unknown>) =>
      portal.as('payments-dev').post(
        `/namespaces/${PAYMENTS}/references`,
        linkOf('linked', {
          source: { kind: 'secret', namespace: PLANE_NAMESPACE, name: 'db' },
          keys: { mode: 'all' },
          ...more,
        }),
      );
    const refused = await link({ component: 'Check_out' });
    expect(refused.status).toBe(400);
    expect(refused.body.error).toMatchObject({
      code: 'InvalidRequest',
      details: [
        { field: 'project', message: expect.stringContaining('name one') },
        { field: 'component', message: expect.stringContaining('lower-case') },
      ],
    });
    const made = await link({ project: 'shop', component: 'checkout' });
    expect(made.status).toBe(201);
    const key = `org/${PAYMENTS}/shop/checkout/generic/linked`;
    expect(made.body.remoteRefs).toMatchObject([{ key }]);
    const reference = await portal.world.clusters['control-plane'].objects.get(
      REFERENCES,
      { namespace: PAYMENTS, name: 'linked' },
    );
    expect(reference.metadata.labels).toMatchObject({
      'openchoreo.dev/project': 'shop',
      'openchoreo.dev/component': 'checkout',
    });
    await eventually(async () => {
      expect(await readStore(portal, key)).toEqual({ token: 'theirs' });
    }, 60_000);
  }, 120_000);

  it('S0.5: a draft without what the path needs is refused with the field named', async () => {
    const answer = await portal
      .as('payments-dev')
      .post(
        `/namespaces/${PAYMENTS}/secrets`,
        draftOf('database', undefined, { component: 'Check_out' }),
      );
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({
      code: 'InvalidRequest',
      details: [
        { field: 'project', message: expect.stringContaining('name one') },
        { field: 'component', message: expect.stringContaining('lower-case') },
      ],
    });
  });
});
