import { mockCredentials } from '@backstage/backend-test-utils';
import { secretConditions } from '../permissions';
import { grantsPolicy } from './__testUtils__/decisions';
import { draftOf, objectsOf } from './__testUtils__/estate';
import { briefly, callRoute, REFUSED, ROUTES } from './__testUtils__/routes';
import {
  all,
  CREATE,
  DELETE,
  EVERYTHING,
  GrantedPortal,
  READ,
  startGrantedPortal,
} from './__testUtils__/startGrantedPortal';
import { TestPortal } from './__testUtils__/startPortal';
import { FRONTEND, PAYMENTS } from './__testUtils__/tenants';

describe('who calls, and for what', () => {
  let granted: GrantedPortal;
  let portal: TestPortal;

  beforeAll(async () => {
    granted = await startGrantedPortal();
    portal = granted.portal;
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  });

  it('T24: a write is decided anew, whatever reads were told a moment ago', async () => {
    const { client, ref } = granted.userWith(all([READ, CREATE, DELETE]));
    const path = `/namespaces/${PAYMENTS}/secrets/fresh`;
    const made = await client.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf('fresh'),
    );
    expect(made.status).toBe(201);
    expect((await client.get(path)).status).toBe(200);
    granted.grants.set(ref, { [READ]: true });
    expect(briefly(await client.delete(path))).toEqual(REFUSED);
    expect(
      briefly(
        await client.post(
          `/namespaces/${PAYMENTS}/secrets`,
          draftOf('fresh-2'),
        ),
      ),
    ).toEqual(REFUSED);
    granted.grants.set(ref, all([READ, DELETE]));
    expect([202, 204]).toContain((await client.delete(path)).status);
  });

  it('T24: a write is decided on the secret as it stands, not as the list shows it', async () => {
    await portal
      .as('platform')
      .post(`/namespaces/${PAYMENTS}/secrets`, draftOf('retyped'));
    const { client } = granted.userWith({
      [READ]: true,
      [DELETE]: secretConditions.hasType({ types: ['Opaque'] }),
    });
    const cluster = portal.world.clusters['control-plane'];
    await cluster.objects.mergePatch(
      {
        group: 'openchoreo.dev',
        version: 'v1alpha1',
        resource: 'secretreferences',
      },
      { namespace: PAYMENTS, name: 'retyped' },
      { spec: { template: { type: 'kubernetes.io/basic-auth' } } },
    );
    expect(
      briefly(await client.delete(`/namespaces/${PAYMENTS}/secrets/retyped`)),
    ).toEqual(REFUSED);
  });

  it('denies every service but those that are listed, and those beyond their list', async () => {
    const service = (subject: string) =>
      portal.withAuthorization(
        mockCredentials.service.header({
          onBehalfOf: mockCredentials.service(subject),
          targetPluginId: 'secrets',
        }),
      );
    const stranger = service('external:stranger');
    for (const route of ROUTES) {
      const answer = await callRoute(stranger, route, 'by-stranger');
      if (answer.status === 200) {
        expect(
          answer.body.items.filter((item: any) => item.presence !== 'unknown'),
        ).toEqual([]);
      } else {
        expect([403, 404]).toContain(answer.status);
      }
    }
    // whoever the framework allows everything gets what was granted here and no more
    granted.grants.set('service', all(EVERYTHING));
    portal.setPolicy((permission, user) =>
      user === undefined
        ? { result: 'ALLOW' as never }
        : grantsPolicy(granted.grants)(permission, user),
    );
    const ci = service('external:ci');
    const create = (namespace: string) =>
      ci.post(`/namespaces/${namespace}/secrets`, draftOf('by-ci'));
    const made = await create(PAYMENTS);
    expect(made.body).toMatchObject({
      updatedBy: 'external:ci',
      permissions: { update: false, delete: false },
    });
    expect(briefly(await create(FRONTEND))).toEqual({
      status: 404,
      code: 'NamespaceNotFound',
    });
    expect(
      briefly(await ci.delete(`/namespaces/${PAYMENTS}/secrets/by-ci`)),
    ).toEqual(REFUSED);
    expect(briefly(await ci.get('/config'))).toEqual(REFUSED);
    expect(await granted.recordedBy('external:ci')).toContainEqual(
      expect.objectContaining({ principal: 'service', outcome: 'success' }),
    );
    expect((await create(PAYMENTS)).body.error.code).toBe(
      'SecretAlreadyExists',
    );
    portal.setPolicy(grantsPolicy(granted.grants));
    expect(briefly(await create(PAYMENTS))).toEqual({
      status: 404,
      code: 'NamespaceNotFound',
    });
  });

  it('T13: the route decides the namespace; a body that names one is refused', async () => {
    const platform = portal.as('platform');
    const inBody = await platform.post(`/namespaces/${PAYMENTS}/secrets`, {
      ...draftOf('confused'),
      namespace: FRONTEND,
    });
    expect(inBody.body.error).toMatchObject({
      code: 'InvalidRequest',
      details: [expect.objectContaining({ field: 'namespace' })],
    });
    for (const name of [
      `../${FRONTEND}/stolen`,
      `${FRONTEND}/stolen`,
      '..',
      '.',
    ]) {
      const answer = await platform.post(
        `/namespaces/${PAYMENTS}/secrets`,
        draftOf(name),
      );
      expect(answer.body.error).toMatchObject({
        code: 'InvalidRequest',
        details: [expect.objectContaining({ field: 'name' })],
      });
    }
    for (const namespace of [`${PAYMENTS}%2F..%2Ffrontend`, '..%2Ffrontend']) {
      const answer = await platform.post(
        `/namespaces/${namespace}/secrets`,
        draftOf('confused'),
      );
      expect(briefly(answer)).toEqual({
        status: 404,
        code: 'NamespaceNotFound',
      });
    }
    expect((await objectsOf(portal, FRONTEND)).join()).not.toMatch(
      /stolen|confused/,
    );
  });

  it('T7: only a Bearer token is accepted, never a cookie', async () => {
    const cookie = mockCredentials.limitedUser.cookie('user:default/platform');
    for (const [authorization, headers] of [
      [undefined, { Cookie: cookie }],
      ['Basic cGxhdGZvcm06eA==', {}],
      ['Bearer nonsense', {}],
      [`Bearer ${mockCredentials.limitedUser.token()}`, {}],
      [mockCredentials.none.header(), {}],
    ] as Array<[string | undefined, Record<string, string>]>) {
      const client = portal.withAuthorization(authorization);
      for (const { method, path, body } of ROUTES) {
        const answer = await client.request(method, path, {
          headers,
          body: body?.('by-cookie'),
        });
        expect([401, 403]).toContain(answer.status);
      }
    }
    expect((await objectsOf(portal, PAYMENTS)).join()).not.toContain(
      'by-cookie',
    );
  });
});
