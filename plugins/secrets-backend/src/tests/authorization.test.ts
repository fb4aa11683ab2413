import { secretConditions } from '../permissions';
import { spec } from '../schema/openapi.generated';
import {
  draftOf,
  objectsOf,
  referenceOf,
  REFERENCES,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import {
  ABSENT,
  briefly,
  callRoute,
  REFUSED,
  ROUTES,
} from './__testUtils__/routes';
import {
  ACCESS,
  all,
  CREATE,
  DELETE,
  EVERYTHING,
  GrantedPortal,
  READ,
  REVIEW,
  startGrantedPortal,
  UPDATE,
} from './__testUtils__/startGrantedPortal';
import { TestPortal } from './__testUtils__/startPortal';
import { FRONTEND, PAYMENTS } from './__testUtils__/tenants';

/** Routes without a permission of their own in the table; each has a test below. */
const OTHERS = [
  'GET /health',
  'GET /namespaces/{namespace}/planes',
  'POST /findings/{id}/repair',
];

describe('who may do what', () => {
  let granted: GrantedPortal;
  let portal: TestPortal;

  beforeAll(async () => {
    granted = await startGrantedPortal();
    portal = granted.portal;
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  });

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
        const { client, ref } = granted.userWith(
          all(EVERYTHING.filter(name => name !== permission)),
        );
        const title = `${route.method} ${route.template} without ${permission}`;
        const before = await granted.recordedBy(ref);
        const answer = await callRoute(client, route, 'refused');
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
          const rows = (await granted.recordedBy(ref)).slice(before.length);
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
      const { client } = granted.userWith(all(Object.keys(route.needs)));
      const answer = await callRoute(client, route, `least-${index}`);
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

  it('S4.4 S4.8: a repair needs what it does, on a secret that may be read', async () => {
    await portal.world.clusters['control-plane'].objects.create(
      REFERENCES,
      referenceOf(PAYMENTS, 'foreign', {
        path: 'secret/somebody-else/generic/database',
        labels: { 'openchoreo.dev/managed-by': 'strongroom' },
      }),
    );
    let id = '';
    await eventually(async () => {
      const { body } = await portal
        .as('platform')
        .get('/findings?kind=ForeignPath');
      id = body.items[0]?.id;
      expect(id).toBeDefined();
    });
    const repair = (given: string[]) => {
      const { client, ref } = granted.userWith(all(given));
      const path = `/findings/${id}/repair`;
      return { ref, answer: client.post(path, { action: 'remove' }) };
    };
    for (const [given, expected] of [
      [EVERYTHING.filter(name => name !== DELETE), REFUSED],
      [EVERYTHING.filter(name => name !== READ), REFUSED],
      [EVERYTHING.filter(name => ![READ, REVIEW].includes(name)), ABSENT],
      [[READ, UPDATE], REFUSED],
    ] as const) {
      const { ref, answer } = repair([...given]);
      expect(briefly(await answer)).toEqual(expected);
      expect((await granted.recordedBy(ref)).at(-1)).toMatchObject({
        action: 'finding-repair',
        outcome: 'denied',
        error_code: expected.code,
      });
    }
    expect((await repair([READ, DELETE]).answer).status).toBe(200);
    expect(await objectsOf(portal, PAYMENTS)).not.toContain(
      'secretreferences/foreign',
    );
  }, 60_000);

  it('shows planes to who may read or create, and health to everyone', async () => {
    const planes = `/namespaces/${PAYMENTS}/planes`;
    for (const permission of [READ, CREATE]) {
      const { client } = granted.userWith(all([permission]));
      expect((await client.get(planes)).body.items).toHaveLength(2);
    }
    const without = granted.userWith(
      all(EVERYTHING.filter(name => name !== READ && name !== CREATE)),
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
    const { client } = granted.userWith({
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
    const { client } = granted.userWith({
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
});
