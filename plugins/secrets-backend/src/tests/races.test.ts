import { Knex } from 'knex';
import { secretConditions } from '../permissions';
import { draftOf, objectsOf, REFERENCES } from './__testUtils__/estate';
import { Grants, grantsPolicy } from './__testUtils__/decisions';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { teamsPolicy } from './__testUtils__/testPolicy';
import { PAYMENTS, SHARED } from './__testUtils__/tenants';

const PATIENCE_MS = 60_000;

describe('what happens between two calls', () => {
  let portal: TestPortal;
  const grants = new Map<string, Grants>();
  const named = grantsPolicy(grants);

  beforeAll(async () => {
    portal = await startPortal({
      policy: (permission, user) =>
        user && grants.has(user.ref)
          ? named(permission, user)
          : teamsPolicy(permission, user),
      secrets: {
        record: { reads: 'all' },
        operations: {
          lease: { seconds: 1 },
          requestTimeout: { seconds: 4 },
          deadline: { seconds: 10 },
        },
      },
    });
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  }, 60_000);

  const developer = () => portal.as('payments-dev');
  const control = () => portal.world.clusters['control-plane'];
  const path = (name: string) => `/namespaces/${PAYMENTS}/secrets/${name}`;
  const create = (name: string) =>
    developer().post(`/namespaces/${PAYMENTS}/secrets`, draftOf(name));
  const synced = (name: string) =>
    eventually(async () => {
      const { body } = await developer().get(`${path(name)}/delivery`);
      expect(body.state).toBe('Synced');
    }, PATIENCE_MS);
  const deletesOf = (name: string): Promise<any[]> =>
    portal
      .knex('record')
      .where({ name, action: 'secret-delete' })
      .orderBy('seq');
  const deniedOf = (name: string): Promise<any[]> =>
    portal.knex('record').where({ name, outcome: 'denied' }).orderBy('seq');

  it('T24: a delete that waited for the journal leaves the successor of its secret alone', async () => {
    await create('succeeded');
    await synced('succeeded');
    let held: Knex.Transaction | undefined;
    control().faults.before(
      {
        verb: 'get',
        resource: 'secretreferences',
        name: 'succeeded',
        times: 1,
      },
      async () => {
        held = await portal.knex.transaction();
      },
    );
    const deleting = developer().delete(path('succeeded'));
    await eventually(() => {
      expect(held).toBeDefined();
    });
    const place = { namespace: PAYMENTS, name: 'succeeded' };
    const { metadata, ...rest } = (await control().objects.get(
      REFERENCES,
      place,
    )) as any;
    await control().objects.delete(REFERENCES, place);
    const { labels, annotations } = metadata;
    await control().objects.create(REFERENCES, {
      ...rest,
      metadata: { ...place, labels, annotations },
    });
    await held?.rollback();
    const answer = await deleting;
    expect([answer.status, answer.body.error.code]).toEqual([
      412,
      'VersionConflict',
    ]);
    expect(await objectsOf(portal, PAYMENTS)).toEqual(
      expect.arrayContaining([
        'secretreferences/succeeded',
        'secrets/succeeded',
        'pushsecrets/succeeded',
      ]),
    );
    expect((await deletesOf('succeeded')).at(-1)).toMatchObject({
      outcome: 'failure',
      error_code: 'VersionConflict',
    });
    await synced('succeeded');
  }, 60_000);

  it('T20 T22: a delete of what the caller saw otherwise is refused by recovery, too', async () => {
    await create('seen-before');
    await synced('seen-before');
    control().faults.add({
      match: {
        verb: 'get',
        resource: 'pushsecrets',
        name: 'seen-before',
        times: 1,
      },
      effect: { type: 'hang' },
    });
    const { status } = await developer().delete(path('seen-before'), {
      headers: { 'If-Match': '"of-another-time"' },
    });
    // it could not be looked at in time, and recovery looks for him
    expect([504, 412]).toContain(status);
    await eventually(async () => {
      expect(
        (await deletesOf('seen-before')).map(row => [
          row.outcome,
          row.error_code,
        ]),
      ).toEqual([
        ['intent', null],
        ['failure', 'VersionConflict'],
      ]);
    }, PATIENCE_MS);
    await synced('seen-before');
  });

  it('takes a list of tags in If-Match, and a weak one for none', async () => {
    const made = await create('listed');
    await synced('listed');
    const etag = made.headers.get('ETag')!;
    for (const [header, status] of [
      ['"other", "another"', 412],
      [`W/${etag}`, 412],
      ['', 412],
      [`"other" , ${etag}`, 204],
    ] as const) {
      const answer = await developer().delete(path('listed'), {
        headers: { 'If-Match': header },
      });
      expect({ header, status: answer.status }).toEqual({ header, status });
    }
  }, 60_000);

  it('T28: a delete that goes on says so, also when the journal went away in the middle', async () => {
    await create('half-way');
    await synced('half-way');
    let release = async () => {};
    control().faults.before(
      {
        verb: 'delete',
        resource: 'pushsecrets',
        name: 'half-way',
        times: 1,
      },
      async () => {
        const held = await portal.knex.transaction();
        release = async () => {
          await held.rollback();
        };
      },
    );
    const answer = await developer().delete(path('half-way'));
    await release();
    expect(answer.status).toBe(202);
    expect(answer.body.delivery.state).toBe('Deleting');
    await eventually(async () => {
      expect((await developer().get(path('half-way'))).status).toBe(404);
    }, PATIENCE_MS);
    expect(
      (await objectsOf(portal, PAYMENTS)).filter(object =>
        object.endsWith('/half-way'),
      ),
    ).toEqual([]);
  }, 120_000);

  it('T28: a delete that was answered RecordUnavailable is not carried out later', async () => {
    await create('kept');
    await synced('kept');
    const held = await portal.knex.transaction();
    const answer = await developer().delete(path('kept'));
    expect([answer.status, answer.body.error.code]).toEqual([
      503,
      'RecordUnavailable',
    ]);
    await held.rollback();
    await new Promise(resolve => setTimeout(resolve, 4_000));
    expect(await portal.knex('operations').where({ state: 'running' })).toEqual(
      [],
    );
    expect((await developer().get(path('kept'))).status).toBe(200);
    await synced('kept');
  }, 120_000);

  it('T25: a delete that the cluster refuses is refused, and the secret is free for another try', async () => {
    await create('guarded');
    await synced('guarded');
    control().faults.add({
      match: {
        verb: 'delete',
        resource: 'pushsecrets',
        name: 'guarded',
        times: 1,
      },
      effect: { type: 'status', code: 403 },
    });
    const refused = await developer().delete(path('guarded'));
    expect([refused.status, refused.body?.error?.code]).toEqual([
      502,
      'StoreNotReady',
    ]);
    await synced('guarded');
    expect((await deletesOf('guarded')).at(-1)).toMatchObject({
      outcome: 'failure',
      error_code: 'StoreNotReady',
    });
    expect((await developer().delete(path('guarded'))).status).toBe(204);
  }, 60_000);

  it('T24: a manifest is decided on the reference as it stands, not as the index shows it', async () => {
    await create('retyped');
    const ref = 'user:default/reader';
    const opaque = secretConditions.hasType({ types: ['Opaque'] });
    grants.set(ref, {
      'secrets.secret.read': true,
      'secrets.secret.update': opaque,
    });
    const manifest = () =>
      portal.as('reader').get(`${path('retyped')}/manifest`);
    await eventually(async () => {
      expect((await manifest()).status).toBe(200);
    }, PATIENCE_MS);
    const retype = () =>
      control().faults.before(
        {
          verb: 'get',
          resource: 'secretreferences',
          name: 'retyped',
          times: 1,
        },
        async () => {
          await control().objects.mergePatch(
            REFERENCES,
            { namespace: PAYMENTS, name: 'retyped' },
            { spec: { template: { type: 'kubernetes.io/basic-auth' } } },
          );
        },
      );
    retype();
    const refused = await manifest();
    expect([refused.status, refused.body.error?.code]).toEqual([
      403,
      'NotAllowed',
    ]);
    expect((await deniedOf('retyped')).at(-1)).toMatchObject({
      action: 'secret-fetch',
      outcome: 'denied',
      error_code: 'NotAllowed',
    });
  }, 60_000);

  it('a secret that is being created is shown in detail as it is in the list', async () => {
    control().faults.before(
      { verb: 'create', resource: 'secretreferences', times: 1 },
      async () => {
        const [list, details] = await Promise.all([
          developer().get('/secrets?q=under-way'),
          developer().get(path('under-way')),
        ]);
        seen.push(list, details);
      },
    );
    const seen: any[] = [];
    expect((await create('under-way')).status).toBe(201);
    const [list, details] = seen;
    expect(list.body.items).toMatchObject([{ name: 'under-way' }]);
    expect(details.status).toBe(200);
    expect(details.body).toMatchObject({
      name: 'under-way',
      delivery: list.body.items[0].delivery,
    });
  }, 60_000);

  it('keeps a row of every read where reads are recorded', async () => {
    await create('read');
    const before = await portal.knex('record').max({ seq: 'seq' }).first();
    for (const route of [
      '/namespaces',
      `/namespaces/${PAYMENTS}/planes`,
      `/secrets?namespace=${PAYMENTS}&namespace=${SHARED}`,
      path('read'),
      `${path('read')}/delivery`,
      `${path('read')}/manifest`,
      '/entities/component/default/nothing/secrets',
    ]) {
      const answer = await portal.as('platform').get(route);
      expect({ route, status: answer.status }).toEqual({ route, status: 200 });
    }
    const rows = await portal
      .knex('record')
      .where('seq', '>', before!.seq)
      .orderBy('seq');
    expect(
      rows.map(({ action, namespace, name, outcome }) =>
        [action, namespace, name, outcome].join(' '),
      ),
    ).toEqual([
      'secret-list   success',
      `secret-list ${PAYMENTS}  success`,
      `secret-list ${PAYMENTS}  success`,
      `secret-list ${SHARED}  success`,
      `secret-fetch ${PAYMENTS} read success`,
      `secret-fetch ${PAYMENTS} read success`,
      `secret-fetch ${PAYMENTS} read success`,
      'secret-list   success',
    ]);
  }, 60_000);
});
