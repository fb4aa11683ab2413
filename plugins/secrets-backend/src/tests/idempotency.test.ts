import { Answer } from './__testUtils__/ContractClient';
import { draftOf, PLANE, readStore } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { path } from './__testUtils__/startDeveloper';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

const OPERATIONS = {
  operations: {
    lease: { seconds: 1 },
    requestTimeout: { seconds: 1 },
    deadline: { seconds: 4 },
  },
};

describe('a write that is sent once more with the same Idempotency-Key', () => {
  let portal: TestPortal;
  let replica: TestPortal;

  beforeAll(async () => {
    const clusterTimeout = { seconds: 1 };
    portal = await startPortal({ secrets: OPERATIONS, clusterTimeout });
    replica = await startPortal({
      world: portal.world,
      replicaOf: portal,
      secrets: OPERATIONS,
      clusterTimeout,
    });
  }, 120_000);

  afterAll(async () => {
    await replica.stop();
    await portal.stop();
  });

  const faults = () => portal.world.clusters['control-plane'].faults;
  const make = async (name: string, values?: Record<string, string>) => {
    const made = await portal
      .as('payments-dev')
      .post(`/namespaces/${PAYMENTS}/secrets`, draftOf(name, values));
    expect(made.status).toBe(201);
    await eventually(async () => {
      expect(await storedOf(name)).toBeDefined();
    }, 60_000);
    return made.body.etag as string;
  };
  const storedOf = (name: string) =>
    readStore(portal, `${PAYMENTS}/generic/${name}`);
  const send =
    (name: string, etag: string, key: string, body: unknown) =>
    (on: TestPortal, user = 'payments-dev'): Promise<Answer> =>
      on.as(user).patch(path(name), body, {
        headers: { 'If-Match': etag, 'Idempotency-Key': key },
      });
  const known = ({ status, body }: Answer) => ({
    status,
    body: { ...body, delivery: 0, deliverySteps: 0 },
  });
  const outcomes = async (name: string) =>
    (
      await portal
        .knex('record')
        .where({ name, action: 'secret-update' })
        .orderBy('seq')
    ).map(({ outcome, error_code: code }) => code ?? outcome);

  it('T21: gets the same answer, whichever replica it meets, and after a restart', async () => {
    const etag = await make('once');
    const patch = send('once', etag, 'once', {
      data: {
        token: { value: 'second' },
        key: { generate: { kind: 'ssh-ed25519' } },
      },
      description: 'changed',
    });
    const both = await Promise.all([patch(portal), patch(replica)]);
    for (const on of [portal, replica]) {
      const { body } = await on
        .as('payments-dev')
        .get(`/secrets?namespace=${PAYMENTS}&q=once`);
      expect(body.items).toMatchObject([
        { keys: ['key', 'token'], description: 'changed' },
      ]);
    }
    await replica.restart();
    const answers = [...both, await patch(portal), await patch(replica)];
    expect(answers[0].status).toBe(200);
    expect(answers[0].body.generated.key.publicKey).toMatch(/^ssh-ed25519 /);
    for (const answer of answers) {
      expect(known(answer)).toEqual(known(answers[0]));
    }
    expect(await outcomes('once')).toEqual(['intent', 'success']);
    const other = send('once', etag, 'once', { description: 'other' });
    expect((await other(replica)).body.error.code).toBe('IdempotencyMismatch');
    // of somebody else the key is another one
    expect((await patch(portal, 'platform')).body.error.code).toBe(
      'VersionConflict',
    );
  }, 60_000);

  it('T21: says what it left, even if somebody has changed that since', async () => {
    const etag = await make('left');
    const patch = send('left', etag, 'left', { description: 'first' });
    const first = await patch(portal);
    const next = await portal
      .as('payments-dev')
      .patch(
        path('left'),
        { description: 'next' },
        { headers: { 'If-Match': first.body.etag } },
      );
    expect(next.status).toBe(200);
    const again = await patch(replica);
    expect(again.status).toBe(200);
    // whoever goes on from what he was told overwrites nothing
    const late = await portal
      .as('payments-dev')
      .patch(
        path('left'),
        { description: 'late' },
        { headers: { 'If-Match': again.body.etag } },
      );
    expect(late.status).toBe(412);
  }, 60_000);

  it('T21: waits for a change that recovery finishes, and tells what came of it', async () => {
    const etag = await make('finished');
    const patch = send('finished', etag, 'finished', {
      data: { token: { value: 'second' } },
    });
    const disarm = faults().add({
      match: { verb: 'patch', resource: 'secretreferences' },
      effect: { type: 'status', code: 503 },
    });
    const interrupted = await patch(portal);
    expect([502, 504]).toContain(interrupted.status);
    const waiting = patch(replica);
    disarm();
    await eventually(async () => {
      expect((await patch(portal)).status).toBe(200);
    }, 60_000);
    expect([200, 409]).toContain((await waiting).status);
    expect(await storedOf('finished')).toEqual({ token: 'second' });
    const [row] = await portal
      .knex('record')
      .where({ name: 'finished', action: 'secret-update', outcome: 'success' });
    expect(JSON.parse(row.attributes)).toMatchObject({
      version: expect.any(String),
    });
  }, 90_000);

  it('T21: while it runs it is told so at the deadline, with the time to try again', async () => {
    const etag = await make('running');
    const patch = send('running', etag, 'running', {
      data: { token: { value: 'second' } },
    });
    const disarm = faults().add({
      match: { verb: 'patch', resource: 'pushsecrets' },
      effect: { type: 'status', code: 503 },
    });
    await patch(portal);
    const answer = await patch(replica);
    disarm();
    expect([answer.status, answer.body.error.code]).toEqual([
      409,
      'OperationInProgress',
    ]);
    expect(answer.headers.get('Retry-After')).toBe('5');
    await eventually(async () => {
      expect((await patch(portal)).status).toBe(200);
    }, 60_000);
  }, 90_000);

  it('T21: is a new one when nothing was done the first time', async () => {
    const etag = await make('retried');
    const patch = send('retried', etag, 'retried', {
      data: { token: { value: 'second' } },
    });
    const disarm = faults().add({
      match: { verb: 'patch', resource: 'secrets', times: 1 },
      effect: { type: 'status', code: 503 },
    });
    const refused = await patch(portal);
    disarm();
    expect(refused.status).toBe(502);
    // its resourceVersion has moved on, so that a late write of the first one cannot land
    const again = await patch(replica);
    expect([200, 412]).toContain(again.status);
    const now = await portal.as('payments-dev').get(path('retried'));
    const retried = await send('retried', now.body.etag, 'retried', {
      data: { token: { value: 'second' } },
    })(replica);
    expect(retried.status).toBe(200);
    await eventually(async () => {
      expect(await storedOf('retried')).toEqual({ token: 'second' });
    }, 60_000);
  }, 90_000);

  it('T21: a replacement and a delete are told apart from it, and are answered again as well', async () => {
    const etag = await make('ended', { a: '1', b: '2' });
    const client = portal.as('payments-dev');
    const replace = () =>
      client.put(
        `${path('ended')}/data`,
        { data: { c: { value: '3' } } },
        { headers: { 'If-Match': etag, 'Idempotency-Key': 'ended' } },
      );
    const first = await replace();
    expect(first.body.keys).toEqual(['c']);
    expect(known(await replace())).toEqual(known(first));
    const patch = send('ended', etag, 'ended', { data: { c: { value: '3' } } });
    expect((await patch(portal)).body.error.code).toBe('IdempotencyMismatch');

    const remove = (on: TestPortal, key: string) =>
      on.as('payments-dev').delete(path('ended'), {
        headers: { 'Idempotency-Key': key },
      });
    expect((await remove(portal, 'ended')).body.error.code).toBe(
      'IdempotencyMismatch',
    );
    expect((await remove(portal, 'gone')).status).toBe(204);
    expect((await remove(replica, 'gone')).status).toBe(204);
    expect((await remove(portal, 'other')).status).toBe(404);
    const named = await client.post(
      `/namespaces/${PAYMENTS}/secrets`,
      { ...draftOf('ended'), targetPlane: PLANE },
      { headers: { 'Idempotency-Key': 'gone' } },
    );
    expect(named.body.error.code).toBe('IdempotencyMismatch');
  }, 90_000);
});
