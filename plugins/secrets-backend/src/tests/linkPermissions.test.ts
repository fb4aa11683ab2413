import { secretConditions } from '../permissions';
import { Answer } from './__testUtils__/ContractClient';
import { Grants } from './__testUtils__/decisions';
import { linkOf, REFERENCES } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import {
  FOREIGN_PLANE_NAMESPACE,
  layPlaneNamespaces,
  layPlaneSecret,
  PLANE_NAMESPACE,
} from './__testUtils__/layPlaneSecret';
import { briefly, REFUSED } from './__testUtils__/routes';
import {
  all,
  CREATE,
  EVERYTHING,
  GrantedPortal,
  READ,
  startGrantedPortal,
} from './__testUtils__/startGrantedPortal';
import { TestPortal } from './__testUtils__/startPortal';
import { FRONTEND, PAYMENTS } from './__testUtils__/tenants';

const LINK_FOREIGN = 'secrets.reference.link-foreign';

describe('who may link what', () => {
  let granted: GrantedPortal;
  let portal: TestPortal;

  beforeAll(async () => {
    granted = await startGrantedPortal();
    portal = granted.portal;
    await layPlaneNamespaces(portal);
    await layPlaneSecret(portal, 'db', { token: 't', other: 'o' });
    await layPlaneSecret(
      portal,
      'theirs',
      { token: 't' },
      { namespace: FOREIGN_PLANE_NAMESPACE },
    );
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  });

  const foreign = (name: string) =>
    linkOf(name, {
      source: { kind: 'path', path: `secret/${FRONTEND}/generic/${name}` },
    });
  const fromPlane = (
    name: string,
    source: { namespace: string; name: string },
    keys: Record<string, unknown> = {
      mode: 'mapping',
      mapping: { token: 'token' },
    },
  ) => linkOf(name, { source: { kind: 'secret', ...source }, keys });
  const calls = () =>
    Object.values(portal.world.clusters).flatMap(({ requestLog }) =>
      requestLog.entries.filter(
        ({ verb }) => !['list', 'watch'].includes(verb),
      ),
    );
  const said = (answer: Answer) => ({
    status: answer.status,
    body: { ...answer.body.error, correlationId: undefined },
    headers: [...answer.headers.keys()].filter(name => name !== 'date').sort(),
  });
  const callerWith = (given: Grants, namespace = PAYMENTS) => {
    const { client, ref } = granted.userWith(given);
    return {
      ref,
      link: (body: unknown) =>
        client.post(`/namespaces/${namespace}/references`, body),
    };
  };

  it('S1.6 S4.5: a path outside the namespace’s part takes a permission of its own', async () => {
    const without = callerWith(
      all(EVERYTHING.filter(name => name !== LINK_FOREIGN)),
    );
    expect(briefly(await without.link(foreign('their-token')))).toEqual(
      REFUSED,
    );
    const [row] = (await granted.recordedBy(without.ref)).slice(-1);
    expect(row).toMatchObject({
      action: 'reference-link',
      outcome: 'denied',
      namespace: PAYMENTS,
      name: 'their-token',
    });
    const withIt = callerWith(all(EVERYTHING));
    const made = await withIt.link(foreign('their-token'));
    expect(made.status).toBe(201);
    expect(
      await portal.knex('links').where({ name: 'their-token' }),
    ).toMatchObject([{ foreign: 1, namespace: PAYMENTS }]);
    const findings = async () =>
      (
        await portal
          .as('platform')
          .get(`/findings?namespace=${PAYMENTS}&kind=ForeignPath`)
      ).body.items;
    await eventually(async () => {
      expect(await findings()).toEqual([
        expect.objectContaining({
          name: 'their-token',
          severity: 'info',
          keys: ['token'],
          sentence: expect.stringContaining(withIt.ref),
        }),
      ]);
    });
    // what the reference is made to name afterwards nobody permitted
    await portal.world.clusters['control-plane'].objects.mergePatch(
      REFERENCES,
      { namespace: PAYMENTS, name: 'their-token' },
      {
        spec: {
          data: [
            {
              secretKey: 'token',
              remoteRef: {
                key: `secret/${FRONTEND}/generic/another`,
                property: 'token',
              },
            },
          ],
        },
      },
    );
    await eventually(async () => {
      expect(await findings()).toMatchObject([
        { name: 'their-token', severity: 'error' },
      ]);
    });
    // without the right to create, the permission gives nothing
    const alone = callerWith(all([READ, LINK_FOREIGN]));
    expect(briefly(await alone.link(foreign('alone')))).toEqual(REFUSED);
  });

  it('T26: a foreign path, and a namespace of the plane, that are refused are refused alike whether they are there or not', async () => {
    await portal.world.kv.send(
      'POST',
      `secret/data/${FRONTEND}/generic/stands`,
      { data: { token: 't' } },
    );
    const caller = callerWith(
      all(EVERYTHING.filter(name => name !== LINK_FOREIGN)),
    );
    const pairs = [
      [foreign('stands'), foreign('absent')],
      [
        fromPlane('a', { namespace: FOREIGN_PLANE_NAMESPACE, name: 'theirs' }),
        fromPlane('a', { namespace: 'nowhere', name: 'theirs' }),
      ],
      [
        fromPlane('a', {
          namespace: `openchoreo-kv-${PAYMENTS}`,
          name: 'seen',
        }),
        fromPlane('a', { namespace: 'nowhere', name: 'seen' }),
      ],
    ];
    for (const [standing, absent] of pairs) {
      const one = await caller.link(standing);
      const other = await caller.link(absent);
      expect(briefly(one)).toEqual(REFUSED);
      expect(said(one)).toEqual(said(other));
    }
    const rows = await granted.recordedBy(caller.ref);
    expect(rows.map(({ outcome }) => outcome)).toEqual(
      Array(pairs.length * 2).fill('denied'),
    );
  });

  it('S4.4 S4.5 T26: a namespace that is denied and one that is absent answer alike, and ask nobody', async () => {
    const given: Grants = {
      ...all(EVERYTHING),
      [READ]: secretConditions.isInNamespace({ namespaces: [FRONTEND] }),
      [CREATE]: secretConditions.isInNamespace({ namespaces: [FRONTEND] }),
    };
    const denied = callerWith(given);
    const absent = callerWith(given, 'nowhere');
    const body = fromPlane('denied', {
      namespace: PLANE_NAMESPACE,
      name: 'db',
    });
    const before = calls().length;
    const one = await denied.link(body);
    const other = await absent.link(body);
    expect(briefly(one)).toEqual({ status: 404, code: 'NamespaceNotFound' });
    expect(said(one)).toEqual(said(other));
    expect(calls()).toHaveLength(before);
    for (const { ref } of [denied, absent]) {
      expect(await granted.recordedBy(ref)).toMatchObject([
        { outcome: 'denied', action: 'reference-link' },
      ]);
    }
  });

  it('S4.4: the name, the type and every key that is linked are subject to policy', async () => {
    const cases: Array<[string, Grants[string], boolean]> = [
      ['prefix', secretConditions.hasName({ prefix: 'own-' }), false],
      ['type', secretConditions.hasType({ types: ['Opaque'] }), true],
      [
        'other type',
        secretConditions.hasType({ types: ['kubernetes.io/tls'] }),
        false,
      ],
      ['keys', secretConditions.touchesOnlyKeys({ keys: ['token'] }), true],
      ['other keys', secretConditions.touchesOnlyKeys({ keys: ['x'] }), false],
    ];
    for (const [title, condition, allowed] of cases) {
      const caller = callerWith({ ...all(EVERYTHING), [CREATE]: condition });
      const name = `subject-${title.replace(' ', '-')}`;
      const source = { namespace: PLANE_NAMESPACE, name: 'db' };
      const { status } = await caller.link(fromPlane(name, source));
      expect({ title, status }).toEqual({
        title,
        status: allowed ? 201 : 403,
      });
    }
    // all keys are more than those that may be touched, whichever they are
    const some = callerWith({
      ...all(EVERYTHING),
      [CREATE]: secretConditions.touchesOnlyKeys({ keys: ['token', 'other'] }),
    });
    const refused = await some.link(
      fromPlane(
        'subject-all',
        { namespace: PLANE_NAMESPACE, name: 'db' },
        { mode: 'all' },
      ),
    );
    expect(briefly(refused)).toEqual(REFUSED);
    expect(
      await portal.world.clusters['control-plane'].objects.find(REFERENCES, {
        namespace: PAYMENTS,
        name: 'subject-all',
      }),
    ).toBeUndefined();
  });

  it('T13: the route decides on the namespace, whatever the source names', async () => {
    const caller = callerWith(all(EVERYTHING), FRONTEND);
    const answer = await caller.link(
      fromPlane('confused', { namespace: PLANE_NAMESPACE, name: 'db' }),
    );
    expect(briefly(answer)).toEqual(REFUSED);
  });
});
