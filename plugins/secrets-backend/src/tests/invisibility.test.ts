import { secretConditions } from '../permissions';
import { Answer } from './__testUtils__/ContractClient';
import { Grants } from './__testUtils__/decisions';
import { draftOf } from './__testUtils__/estate';
import { briefly } from './__testUtils__/routes';
import {
  ACCESS,
  all,
  CREATE,
  EVERYTHING,
  GrantedPortal,
  READ,
  startGrantedPortal,
} from './__testUtils__/startGrantedPortal';
import { TestPortal } from './__testUtils__/startPortal';
import { FRONTEND, PAYMENTS, SHARED } from './__testUtils__/tenants';

describe('what a caller may not see', () => {
  let granted: GrantedPortal;
  let portal: TestPortal;

  beforeAll(async () => {
    granted = await startGrantedPortal();
    portal = granted.portal;
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  });

  it('S4.5: rows of other tenants are neither listed, counted nor found', async () => {
    await portal
      .as('platform')
      .post(`/namespaces/${FRONTEND}/secrets`, draftOf('theirs'));
    const { client } = granted.userWith({
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
    const { client, ref } = granted.userWith({
      ...all(EVERYTHING),
      [READ]: secretConditions.isInNamespace({ namespaces: [SHARED] }),
      [CREATE]: secretConditions.isInNamespace({ namespaces: [SHARED] }),
    });
    const named = granted.userWith({
      ...all(EVERYTHING),
      [READ]: secretConditions.hasName({ prefix: 'open-' }),
    });
    const pairs = [
      ...[
        'planes',
        'secrets/seen',
        'secrets/seen/delivery',
        'secrets/seen/manifest',
        'secrets/seen/activity',
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
      ...['', '/delivery', '/manifest', '/activity'].map(path => ({
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
        const rows = (await granted.recordedBy(user.ref)).length;
        clearCalls();
        const answer = await user.client.request(method, path, { body });
        seen.push({
          status: answer.status,
          body: withoutCorrelation(answer),
          headers: headersOf(answer),
          calls: countCalls(),
          recorded: (await granted.recordedBy(user.ref))
            .slice(rows)
            .map(row => ({
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
      (
        await granted.userWith({ [READ]: read }).client.get(path)
      ).body.items.map(
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

  it('T35: each request is filtered for who sends it, and nothing may be kept', async () => {
    const one = granted.userWith({
      [READ]: secretConditions.isInNamespace({ namespaces: [PAYMENTS] }),
    });
    const other = granted.userWith({
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

  function withoutCorrelation({ body }: Answer) {
    const { correlationId: _, ...error } = body.error;
    return { ...body, error };
  }

  function headersOf({ headers }: Answer) {
    return [...headers].filter(([name]) => name !== 'date');
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
