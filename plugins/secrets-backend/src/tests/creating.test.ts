import { draftOf, objectsOf, PLANE, readStore } from './__testUtils__/estate';
import {
  Developer,
  path,
  startDeveloper,
} from './__testUtils__/startDeveloper';
import { TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS, SHARED } from './__testUtils__/tenants';

describe('creating a secret', () => {
  let developer: Developer;
  let portal: TestPortal;

  beforeAll(async () => {
    developer = await startDeveloper();
    portal = developer.portal;
  }, 120_000);

  afterAll(async () => {
    await developer.portal.stop();
  });

  it('S0.8: a name may come from the component, and Location and ETag say where it is', async () => {
    const { name: _, ...draft } = draftOf('x');
    const made = await developer.create({ ...draft, component: 'checkout' });
    expect(made.status).toBe(201);
    const location = made.headers.get('Location')!;
    expect(location).toBe(
      `/api/secrets/namespaces/${PAYMENTS}/secrets/checkout-secrets`,
    );
    const shown = await developer.client.get(
      location.replace('/api/secrets', ''),
    );
    expect(shown.headers.get('ETag')).toBe(made.headers.get('ETag'));
    await developer.client.delete(path('checkout-secrets'));
  });

  it('T21: the same Idempotency-Key gives the same answer, another body 422, for each caller by himself', async () => {
    const headers = { 'Idempotency-Key': 'once' };
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => developer.create(draftOf('once'), headers)),
    );
    const again = await developer.create(draftOf('once'), headers);
    for (const answer of [...answers, again]) {
      expect(answer.status).toBe(201);
      expect({
        ...answer.body,
        delivery: 0,
        deliverySteps: 0,
      }).toEqual({
        ...again.body,
        delivery: 0,
        deliverySteps: 0,
      });
    }
    const rows = await portal
      .knex('record')
      .where({ name: 'once', outcome: 'success' });
    expect(rows).toHaveLength(1);
    const other = await developer.create(
      draftOf('once', { token: 'other' }),
      headers,
    );
    expect(other.status).toBe(422);
    expect(other.body.error.code).toBe('IdempotencyMismatch');
    const elsewhere = await portal
      .as('platform')
      .post(`/namespaces/${SHARED}/secrets`, draftOf('once'), { headers });
    expect(elsewhere.status).toBe(201);
    for (const key of ['', 'with space', 'x'.repeat(256), '\u00e4']) {
      const refused = await developer.create(draftOf('keyed'), {
        'Idempotency-Key': key,
      });
      expect({ key, status: refused.status }).toEqual({ key, status: 400 });
    }
  });

  it('T21: a key whose request was refused may come again', async () => {
    const headers = { 'Idempotency-Key': 'retried' };
    developer.control.faults.add({
      match: { verb: 'create', resource: 'pushsecrets', times: 1 },
      effect: { type: 'status', code: 403 },
    });
    const failed = await developer.create(draftOf('retried'), headers);
    expect(failed.status).toBe(502);
    expect(failed.body.error.code).toBe('StoreNotReady');
    expect((await developer.create(draftOf('retried'), headers)).status).toBe(
      201,
    );
  });

  it('T21: of many creates of one name at once, one is made and the others are told so', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        developer.create(draftOf('race', { token: `value-${index}` })),
      ),
    );
    const winners = answers.filter(({ status }) => status === 201);
    expect(winners).toHaveLength(1);
    for (const { status, body } of answers) {
      if (status !== 201) {
        expect(status).toBe(409);
        expect(['OperationInProgress', 'SecretAlreadyExists']).toContain(
          body.error.code,
        );
      }
    }
    await developer.synced('race');
    const winner = answers.findIndex(({ status }) => status === 201);
    expect(await readStore(portal, `${PAYMENTS}/generic/race`)).toEqual({
      token: `value-${winner}`,
    });
    expect((await developer.create(draftOf('race'))).body.error.code).toBe(
      'SecretAlreadyExists',
    );
  });

  it('a validation says what a create would, and writes and asks nothing', async () => {
    const validate = (draft: unknown) =>
      developer.client.post(
        `/namespaces/${PAYMENTS}/secret-validations`,
        draft,
      );
    const objects = await objectsOf(portal, PAYMENTS);
    const operations = await portal.knex('operations').count();
    developer.control.requestLog.clear();
    const good = await validate(draftOf('new', { token: 'changeme' }));
    expect(good.body).toEqual({
      valid: true,
      errors: [],
      warnings: [
        {
          field: 'data.token',
          message: expect.stringContaining('placeholder'),
        },
      ],
    });
    const bad = await validate({
      ...draftOf('New'),
      type: 'kubernetes.io/tls',
      labels: { 'kubernetes.io/x': 'y' },
      data: { 'tls.crt': { value: 'no certificate' } },
    });
    expect(bad.status).toBe(200);
    expect(bad.body.valid).toBe(false);
    expect(bad.body.errors.map(({ field }: any) => field)).toEqual(
      expect.arrayContaining([
        'name',
        'labels.kubernetes.io/x',
        'data.tls.crt',
        'data.tls.key',
      ]),
    );
    expect(
      (
        await validate(
          draftOf('x', undefined, { targetPlane: { ...PLANE, name: 'none' } }),
        )
      ).body.error.code,
    ).toBe('PlaneNotFound');
    expect(
      developer.control.requestLog.entries.filter(
        ({ verb }) => !['list', 'watch'].includes(verb),
      ),
    ).toEqual([]);
    expect(await objectsOf(portal, PAYMENTS)).toEqual(objects);
    expect(await portal.knex('operations').count()).toEqual(operations);
  });
});
