import { mockCredentials } from '@backstage/backend-test-utils';
import { secretsPermissions } from '@strongroom/backstage-plugin-secrets-common';
import { secretConditions } from '../permissions';
import { spec } from '../schema/openapi.generated';
import { Answer, ContractClient } from './__testUtils__/ContractClient';
import { Grants, grantsPolicy } from './__testUtils__/decisions';
import { draftOf, objectsOf } from './__testUtils__/estate';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { FRONTEND, PAYMENTS, SHARED } from './__testUtils__/tenants';

const ACCESS = 'secrets.access';
const READ = 'secrets.secret.read';
const CREATE = 'secrets.secret.create';
const UPDATE = 'secrets.secret.update';
const DELETE = 'secrets.secret.delete';

/** A route, what it takes to use it, and how it answers to who has everything else. */
interface RouteCase {
  method: string;
  path: string;
  template: string;
  body?: (name: string) => unknown;
  success: number;
  needs: Record<string, { status: number; code: string } | 'nothing shown'>;
}

const ABSENT = { status: 404, code: 'SecretNotFound' };
const REFUSED = { status: 403, code: 'NotAllowed' };

const ROUTES: RouteCase[] = [
  {
    method: 'GET',
    path: '/config',
    template: '/config',
    success: 200,
    needs: { [ACCESS]: REFUSED },
  },
  {
    method: 'GET',
    path: '/namespaces',
    template: '/namespaces',
    success: 200,
    needs: { [ACCESS]: REFUSED },
  },
  {
    method: 'GET',
    path: '/secrets',
    template: '/secrets',
    success: 200,
    needs: { [READ]: 'nothing shown' },
  },
  {
    method: 'POST',
    path: `/namespaces/${PAYMENTS}/secrets`,
    template: '/namespaces/{namespace}/secrets',
    body: name => draftOf(name),
    success: 201,
    needs: { [CREATE]: REFUSED },
  },
  {
    method: 'POST',
    path: `/namespaces/${PAYMENTS}/secret-validations`,
    template: '/namespaces/{namespace}/secret-validations',
    body: name => draftOf(name),
    success: 200,
    needs: { [CREATE]: REFUSED },
  },
  {
    method: 'GET',
    path: `/namespaces/${PAYMENTS}/secrets/seen`,
    template: '/namespaces/{namespace}/secrets/{name}',
    success: 200,
    needs: { [READ]: ABSENT },
  },
  {
    method: 'GET',
    path: `/namespaces/${PAYMENTS}/secrets/seen/delivery`,
    template: '/namespaces/{namespace}/secrets/{name}/delivery',
    success: 200,
    needs: { [READ]: ABSENT },
  },
  {
    method: 'GET',
    path: `/namespaces/${PAYMENTS}/secrets/seen/manifest`,
    template: '/namespaces/{namespace}/secrets/{name}/manifest',
    success: 200,
    needs: { [READ]: ABSENT, [UPDATE]: REFUSED },
  },
  {
    method: 'GET',
    path: '/entities/component/default/checkout/secrets',
    template: '/entities/{kind}/{namespace}/{name}/secrets',
    success: 200,
    needs: { [READ]: 'nothing shown' },
  },
  {
    method: 'DELETE',
    path: `/namespaces/${PAYMENTS}/secrets/seen`,
    template: '/namespaces/{namespace}/secrets/{name}',
    success: 204,
    needs: { [READ]: ABSENT, [DELETE]: REFUSED },
  },
];

/** Routes without a permission of their own in the table; each has a test below. */
const OTHERS = ['GET /health', 'GET /namespaces/{namespace}/planes'];

describe('who may do what', () => {
  const grants = new Map<string, Grants>();
  let portal: TestPortal;
  let users = 0;

  /** A user nobody has seen before, with these permissions. */
  const userWith = (given: Grants) => {
    users += 1;
    const ref = `user:default/somebody-${users}`;
    grants.set(ref, given);
    const client = portal.withAuthorization(mockCredentials.user.header(ref));
    return { client, ref };
  };
  const all = (names: string[]): Grants =>
    Object.fromEntries(names.map(name => [name, true]));
  const everything = secretsPermissions.map(({ name }) => name);

  beforeAll(async () => {
    grants.set('user:default/platform', all(everything));
    portal = await startPortal({
      policy: grantsPolicy(grants),
      secrets: {
        permissions: { reuseFor: { minutes: 10 } },
        services: [
          {
            subject: 'external:ci',
            permissions: [READ, CREATE],
            namespaces: [PAYMENTS],
          },
        ],
      },
      entities: [
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: {
            name: 'checkout',
            annotations: {
              'strongroom.dev/secrets': 'seen,never-made',
              'strongroom.dev/namespace': PAYMENTS,
            },
          },
        },
      ],
    });
    const made = await portal
      .as('platform')
      .post(`/namespaces/${PAYMENTS}/secrets`, draftOf('seen'));
    expect(made.status).toBe(201);
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  });

  const call = (client: ContractClient, route: RouteCase, name: string) =>
    client.request(route.method, route.path, { body: route.body?.(name) });

  it('S4.4 S4.8: every route refuses a caller who has everything but the one permission', async () => {
    const tested = [
      ...ROUTES.map(({ method, template }) => `${method} ${template}`),
      ...OTHERS,
    ];
    const built = Object.entries(spec.paths as object).flatMap(
      ([path, operations]) =>
        Object.keys(operations)
          .filter(method => method !== 'parameters')
          .map(method => `${method.toUpperCase()} ${path}`),
    );
    expect([...tested].sort()).toEqual([...built].sort());

    for (const route of ROUTES) {
      for (const [permission, expected] of Object.entries(route.needs)) {
        const { client, ref } = userWith(
          all(everything.filter(name => name !== permission)),
        );
        const title = `${route.method} ${route.template} without ${permission}`;
        const before = await recordedBy(ref);
        const answer = await call(client, route, 'refused');
        if (expected === 'nothing shown') {
          expect({ title, status: answer.status }).toEqual({
            title,
            status: 200,
          });
          expect(JSON.stringify(answer.body)).not.toContain('Synced');
          expect(
            answer.body.items.filter(
              (item: any) => item.presence !== 'unknown',
            ),
          ).toEqual([]);
        } else {
          expect({ title, answer: briefly(answer) }).toEqual({
            title,
            answer: expected,
          });
          const rows = (await recordedBy(ref)).slice(before.length);
          expect({ title, rows }).toEqual({
            title,
            rows: [
              expect.objectContaining({
                outcome: 'denied',
                error_code: expected.code,
                correlation_id: answer.body.error.correlationId,
              }),
            ],
          });
        }
      }
    }
    expect(await objectsOf(portal, PAYMENTS)).not.toContain(
      'secretreferences/refused',
    );
  });

  it('S4.4: every route serves a caller who has its permissions and nothing else', async () => {
    // the last one deletes what the others look at
    for (const [index, route] of ROUTES.entries()) {
      const { client } = userWith(all(Object.keys(route.needs)));
      const answer = await call(client, route, `least-${index}`);
      const title = `${route.method} ${route.template}`;
      expect({ title, status: answer.status }).toEqual({
        title,
        status: route.success,
      });
    }
    await portal
      .as('platform')
      .post(`/namespaces/${PAYMENTS}/secrets`, draftOf('seen'));
  });

  it('shows planes to who may read or create, and health to everyone', async () => {
    const planes = `/namespaces/${PAYMENTS}/planes`;
    for (const permission of [READ, CREATE]) {
      const { client } = userWith(all([permission]));
      expect((await client.get(planes)).body.items).toHaveLength(2);
    }
    const without = userWith(
      all(everything.filter(name => name !== READ && name !== CREATE)),
    );
    expect(briefly(await without.client.get(planes))).toEqual({
      status: 404,
      code: 'NamespaceNotFound',
    });
    const nobody = portal.withAuthorization(undefined);
    expect((await nobody.get('/health')).body).toEqual({ status: 'ok' });
    for (const { method, path } of ROUTES) {
      expect(briefly(await nobody.request(method, path))).toEqual({
        status: 401,
        code: 'NotAuthenticated',
      });
    }
  });

  it('answers for namespaces with maybe until the secret is known', async () => {
    const { client } = userWith({
      [ACCESS]: true,
      [READ]: secretConditions.isInNamespace({
        namespaces: [PAYMENTS, FRONTEND],
      }),
      [CREATE]: {
        allOf: [
          secretConditions.isInNamespace({ namespaces: [PAYMENTS] }),
          secretConditions.hasName({ prefix: 'team-' }),
        ],
      },
      [UPDATE]: secretConditions.touchesOnlyKeys({ keys: ['token'] }),
      [DELETE]: {
        allOf: [
          secretConditions.isInNamespace({ namespaces: [FRONTEND] }),
          secretConditions.touchesOnlyKeys({ keys: ['token'] }),
        ],
      },
    });
    const { body } = await client.get('/namespaces');
    expect(
      body.items.map(({ name, permissions }: any) => ({ name, permissions })),
    ).toEqual([
      {
        name: FRONTEND,
        permissions: { create: false, update: true, delete: true },
      },
      {
        name: PAYMENTS,
        permissions: { create: true, update: true, delete: false },
      },
    ]);
    const refused = await client.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf('other-name'),
    );
    expect(briefly(refused)).toEqual(REFUSED);
    const made = await client.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf('team-name'),
    );
    expect(made.body.permissions).toEqual({ update: true, delete: false });
  });

  it('S4.4: a create is tested on every key that it sets, and a delete touches all', async () => {
    const { client } = userWith({
      [READ]: true,
      [CREATE]: secretConditions.touchesOnlyKeys({ prefix: 'db-' }),
      [DELETE]: secretConditions.touchesOnlyKeys({ prefix: 'db-' }),
    });
    const create = (name: string, keys: string[]) =>
      client.post(
        `/namespaces/${PAYMENTS}/secrets`,
        draftOf(name, Object.fromEntries(keys.map(key => [key, 'value']))),
      );
    expect(briefly(await create('keys', ['db-user', 'other']))).toEqual(
      REFUSED,
    );
    const made = await create('keys', ['db-user', 'db-password']);
    expect(made.status).toBe(201);
    expect(made.body.permissions.delete).toBe(false);
    expect(
      briefly(await client.delete(`/namespaces/${PAYMENTS}/secrets/keys`)),
    ).toEqual(REFUSED);
  });

  it('S4.5: rows of other tenants are neither listed, counted nor found', async () => {
    await portal
      .as('platform')
      .post(`/namespaces/${FRONTEND}/secrets`, draftOf('theirs'));
    const { client } = userWith({
      [ACCESS]: true,
      [READ]: secretConditions.isNamespaceOwner({
        claims: ['group:default/team-frontend'],
      }),
    });
    const { body } = await client.get('/secrets');
    expect(body).toMatchObject({
      totalItems: 1,
      items: [{ namespace: FRONTEND, name: 'theirs' }],
    });
    expect(
      (await client.get('/namespaces')).body.items.map(({ name }: any) => name),
    ).toEqual([FRONTEND]);
    expect(
      briefly(
        await client.get(
          `/secrets?namespace=${FRONTEND}&namespace=${PAYMENTS}`,
        ),
      ),
    ).toEqual({ status: 404, code: 'NamespaceNotFound' });
  });

  it('T26: denied and absent are the same in status, body, headers and outside calls, and both are recorded', async () => {
    const { client, ref } = userWith({
      ...all(everything),
      [READ]: secretConditions.isInNamespace({ namespaces: [SHARED] }),
      [CREATE]: secretConditions.isInNamespace({ namespaces: [SHARED] }),
    });
    const named = userWith({
      ...all(everything),
      [READ]: secretConditions.hasName({ prefix: 'open-' }),
    });
    const pairs = [
      ...[
        'planes',
        'secrets/seen',
        'secrets/seen/delivery',
        'secrets/seen/manifest',
      ].map(path => ({
        user: { client, ref },
        method: 'GET',
        denied: `/namespaces/${PAYMENTS}/${path}`,
        absent: `/namespaces/nowhere/${path}`,
        body: undefined,
      })),
      {
        user: { client, ref },
        method: 'GET',
        denied: `/secrets?namespace=${PAYMENTS}`,
        absent: '/secrets?namespace=nowhere',
        body: undefined,
      },
      {
        user: { client, ref },
        method: 'DELETE',
        denied: `/namespaces/${PAYMENTS}/secrets/seen`,
        absent: '/namespaces/nowhere/secrets/seen',
        body: undefined,
      },
      ...['secrets', 'secret-validations'].map(path => ({
        user: { client, ref },
        method: 'POST',
        denied: `/namespaces/${PAYMENTS}/${path}`,
        absent: `/namespaces/nowhere/${path}`,
        body: draftOf('new'),
      })),
      ...['', '/delivery', '/manifest'].map(path => ({
        user: named,
        method: 'GET',
        denied: `/namespaces/${PAYMENTS}/secrets/seen${path}`,
        absent: `/namespaces/${PAYMENTS}/secrets/none${path}`,
        body: undefined,
      })),
      {
        user: named,
        method: 'DELETE',
        denied: `/namespaces/${PAYMENTS}/secrets/seen`,
        absent: `/namespaces/${PAYMENTS}/secrets/none`,
        body: undefined,
      },
    ];
    for (const { user, method, denied, absent, body } of pairs) {
      const seen = [];
      for (const path of [denied, absent]) {
        const rows = (await recordedBy(user.ref)).length;
        clearCalls();
        const answer = await user.client.request(method, path, { body });
        seen.push({
          status: answer.status,
          body: withoutCorrelation(answer),
          headers: headersOf(answer),
          calls: countCalls(),
          recorded: (await recordedBy(user.ref)).slice(rows).map(row => ({
            outcome: row.outcome,
            code: row.error_code,
          })),
        });
      }
      const title = `${method} ${denied}`;
      expect({ title, ...seen[0] }).toEqual({ title, ...seen[1] });
      expect({
        title,
        status: seen[0].status,
        recorded: seen[0].recorded,
      }).toEqual({
        title,
        status: 404,
        recorded: [
          { outcome: 'denied', code: expect.stringMatching(/NotFound$/) },
        ],
      });
    }
  });

  it('T26 T14: an entity tells what is missing only to who could read it, and its annotation opens nothing', async () => {
    const path = '/entities/component/default/checkout/secrets';
    const items = async (read: Grants[string]) =>
      (await userWith({ [READ]: read }).client.get(path)).body.items.map(
        ({ reference, presence }: any) => `${reference.name} ${presence}`,
      );
    expect(await items(true)).toEqual(['never-made missing', 'seen present']);
    const elsewhere = secretConditions.isInNamespace({
      namespaces: [FRONTEND],
    });
    expect(await items(elsewhere)).toEqual([
      'never-made unknown',
      'seen unknown',
    ]);
    const some = secretConditions.hasType({ types: ['Opaque'] });
    expect(await items(some)).toEqual(['never-made unknown', 'seen present']);
  });

  it('T24: a write is decided anew, whatever reads were told a moment ago', async () => {
    const { client, ref } = userWith(all([READ, CREATE, DELETE]));
    const path = `/namespaces/${PAYMENTS}/secrets/fresh`;
    const made = await client.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf('fresh'),
    );
    expect(made.status).toBe(201);
    expect((await client.get(path)).status).toBe(200);
    grants.set(ref, { [READ]: true });
    expect(briefly(await client.delete(path))).toEqual(REFUSED);
    expect(
      briefly(
        await client.post(
          `/namespaces/${PAYMENTS}/secrets`,
          draftOf('fresh-2'),
        ),
      ),
    ).toEqual(REFUSED);
    grants.set(ref, all([READ, DELETE]));
    expect([202, 204]).toContain((await client.delete(path)).status);
  });

  it('T24: a write is decided on the secret as it stands, not as the list shows it', async () => {
    await portal
      .as('platform')
      .post(`/namespaces/${PAYMENTS}/secrets`, draftOf('retyped'));
    const { client } = userWith({
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

  it('T35: each request is filtered for who sends it, and nothing may be kept', async () => {
    const one = userWith({
      [READ]: secretConditions.isInNamespace({ namespaces: [PAYMENTS] }),
    });
    const other = userWith({
      [READ]: secretConditions.isInNamespace({ namespaces: [FRONTEND] }),
    });
    const seen = await Promise.all(
      [one, other, one, other].map(async ({ client }) => {
        const answer = await client.get('/secrets');
        expect(answer.headers.get('Cache-Control')).toBe('no-store');
        expect(answer.headers.get('ETag')).toBeNull();
        return [
          ...new Set(answer.body.items.map((item: any) => item.namespace)),
        ].join();
      }),
    );
    expect(seen).toEqual([PAYMENTS, FRONTEND, PAYMENTS, FRONTEND]);
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
      const answer = await call(stranger, route, 'by-stranger');
      if (answer.status === 200) {
        expect(
          answer.body.items.filter((item: any) => item.presence !== 'unknown'),
        ).toEqual([]);
      } else {
        expect([403, 404]).toContain(answer.status);
      }
    }
    // whoever the framework allows everything gets what was granted here and no more
    grants.set('service', all(everything));
    portal.setPolicy((permission, user) =>
      user === undefined
        ? { result: 'ALLOW' as never }
        : grantsPolicy(grants)(permission, user),
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
    expect(await recordedBy('external:ci')).toContainEqual(
      expect.objectContaining({ principal: 'service', outcome: 'success' }),
    );
    expect((await create(PAYMENTS)).body.error.code).toBe(
      'SecretAlreadyExists',
    );
    portal.setPolicy(grantsPolicy(grants));
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

  function briefly({ status, body }: Answer) {
    return { status, code: body?.error?.code };
  }

  function withoutCorrelation({ body }: Answer) {
    const { correlationId: _, ...error } = body.error;
    return { ...body, error };
  }

  function headersOf({ headers }: Answer) {
    return [...headers].filter(([name]) => name !== 'date');
  }

  function recordedBy(actor: string): Promise<any[]> {
    return portal.knex('record').where({ actor }).orderBy('seq');
  }

  function clearCalls() {
    for (const { requestLog } of Object.values(portal.world.clusters)) {
      requestLog.clear();
    }
  }

  /** Calls of the backend, the watches that go on by themselves left out. */
  function countCalls() {
    return Object.values(portal.world.clusters)
      .flatMap(({ requestLog }) => requestLog.entries)
      .filter(
        ({ userAgent, verb }) =>
          !userAgent.startsWith('external-secrets') &&
          !['list', 'watch'].includes(verb),
      ).length;
  }
});
