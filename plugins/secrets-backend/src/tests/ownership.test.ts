import {
  draftOf,
  objectsOf,
  readStore,
  referenceOf,
  REFERENCES,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import {
  Developer,
  path,
  PATIENCE_MS,
  startDeveloper,
} from './__testUtils__/startDeveloper';
import { TestPortal } from './__testUtils__/startPortal';
import { FRONTEND, PAYMENTS } from './__testUtils__/tenants';

describe('what belongs to others', () => {
  let developer: Developer;
  let portal: TestPortal;

  beforeAll(async () => {
    developer = await startDeveloper();
    portal = developer.portal;
    // with it comes the namespace in the plane
    await developer.create(draftOf('first'));
  }, 120_000);

  afterAll(async () => {
    await developer.portal.stop();
  });

  it('T19 S0.6: what somebody else made is neither overwritten nor deleted, and keeps its bytes', async () => {
    const place = { namespace: `openchoreo-kv-${PAYMENTS}`, name: 'theirs' };
    await developer.control.objects.create(SECRETS, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: place,
      data: { token: Buffer.from('theirs').toString('base64') },
    } as never);
    const refused = await developer.create(draftOf('theirs'));
    expect(refused.status).toBe(409);
    expect(refused.body.error.code).toBe('NotOwned');
    expect(
      ((await developer.control.objects.get(SECRETS, place)) as any).data,
    ).toEqual({
      token: Buffer.from('theirs').toString('base64'),
    });
    expect(await objectsOf(portal, PAYMENTS)).not.toContain(
      'pushsecrets/theirs',
    );

    for (const [name, more] of [
      ['manual', {}],
      [
        'gitops',
        {
          labels: { 'openchoreo.dev/managed-by': 'openchoreo-api' },
          annotations: { 'argocd.argoproj.io/tracking-id': 'app:x' },
        },
      ],
    ] as const) {
      await developer.control.objects.create(
        REFERENCES,
        referenceOf(PAYMENTS, name, more),
      );
      await eventually(async () => {
        const { body } = await developer.client.get(path(name));
        expect(body).toMatchObject({ source: name, name });
      }, PATIENCE_MS);
      const answer = await developer.client.delete(path(name));
      expect({
        name,
        status: answer.status,
        code: answer.body?.error.code,
      }).toEqual({ name, status: 409, code: 'NotOwned' });
      expect((await developer.create(draftOf(name))).body.error.code).toBe(
        'SecretAlreadyExists',
      );
      expect(await objectsOf(portal, PAYMENTS)).toContain(
        `secretreferences/${name}`,
      );
    }
  }, 60_000);

  it('T19 S1.6: a forged label or an edited path lets nobody delete another tenant’s value', async () => {
    const victim = await portal
      .as('frontend-dev')
      .post(`/namespaces/${FRONTEND}/secrets`, draftOf('victim'));
    expect(victim.status).toBe(201);
    await eventually(async () => {
      expect(await readStore(portal, `${FRONTEND}/generic/victim`)).toEqual({
        token: 'value',
      });
    }, PATIENCE_MS);

    await developer.control.objects.create(
      REFERENCES,
      referenceOf(PAYMENTS, 'forged', {
        path: `secret/${FRONTEND}/generic/victim`,
        labels: { 'openchoreo.dev/managed-by': 'openchoreo-api' },
      }),
    );
    await developer.control.objects.create(
      REFERENCES,
      referenceOf(PAYMENTS, 'beside', {
        path: `secret/${PAYMENTS}/generic/moved`,
        labels: { 'openchoreo.dev/managed-by': 'openchoreo-api' },
      }),
    );
    await developer.create(draftOf('moved'));
    await developer.synced('moved');
    await developer.control.objects.mergePatch(
      REFERENCES,
      { namespace: PAYMENTS, name: 'moved' },
      {
        spec: {
          data: [
            {
              secretKey: 'token',
              remoteRef: {
                key: `secret/${FRONTEND}/generic/victim`,
                property: 'token',
              },
            },
          ],
        },
      },
    );
    for (const name of ['forged', 'beside', 'moved']) {
      const answer = await developer.client.delete(path(name));
      expect({
        name,
        status: answer.status,
        code: answer.body?.error.code,
      }).toEqual({ name, status: 409, code: 'NotOwned' });
    }
    expect(await readStore(portal, `${FRONTEND}/generic/victim`)).toEqual({
      token: 'value',
    });
    expect(await readStore(portal, `${PAYMENTS}/generic/moved`)).toEqual({
      token: 'value',
    });
    expect(await objectsOf(portal, PAYMENTS)).toEqual(
      expect.arrayContaining([
        'secretreferences/forged',
        'secretreferences/beside',
        'secretreferences/moved',
        'secrets/moved',
        'pushsecrets/moved',
      ]),
    );
    expect(await portal.knex('operations').where({ state: 'running' })).toEqual(
      [],
    );
  }, 60_000);
});
