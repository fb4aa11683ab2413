import { readStore, REFERENCES, SECRETS } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import {
  BothDrivers,
  PLANES,
  startBothDrivers,
} from './__testUtils__/startBothDrivers';
import { path } from './__testUtils__/startDeveloper';
import { PAYMENTS } from './__testUtils__/tenants';

const [PUSHED, DIRECT] = PLANES;
const DEVELOPER = 'user:default/payments-dev';

describe('changes of the same secret by several writers', () => {
  let both: BothDrivers;

  beforeAll(async () => {
    both = await startBothDrivers();
  }, 120_000);

  afterAll(() => both.stop());

  const control = () => both.portal.world.clusters['control-plane'];
  const patch = (name: string, body: unknown, etag: string) =>
    both.developer.patch(path(name), body, { headers: { 'If-Match': etag } });
  const set = (values: Record<string, string | null>) => ({
    data: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, value && { value }]),
    ),
  });
  const inPlane = (name: string) => ({
    namespace: `openchoreo-kv-${PAYMENTS}`,
    name,
  });
  const arrived = (name: string) =>
    eventually(async () => {
      const { body } = await both.developer.get(`${path(name)}/delivery`);
      expect(body.state).toBe('Synced');
    }, 60_000);
  const details = ({ status, body }: any) => ({
    status,
    code: body.error?.code,
    details: body.error?.details,
  });

  it.each(PLANES)(
    'T20: two clients: the second one on $driver is told which keys the first one added, removed and changed',
    async ({ plane, driver }) => {
      const name = `two-${driver}`;
      await both.create(plane, name, { a: '1', b: '2', c: '3' });
      await arrived(name);
      const seen = await both.etag(name);
      const first = await patch(name, set({ a: '9', b: null, d: '4' }), seen);
      expect(first.status).toBe(200);
      const conflict = {
        status: 412,
        code: 'VersionConflict',
        details: [
          { field: 'data.d', message: `Added by ${DEVELOPER}.` },
          { field: 'data.b', message: `Removed by ${DEVELOPER}.` },
          { field: 'data.a', message: `Changed by ${DEVELOPER}.` },
        ],
      };
      expect(details(await patch(name, set({ c: '9' }), seen))).toEqual(
        conflict,
      );
      // what was seen is in the ETag, so that a replica that has just started can say the same
      await both.portal.restart();
      expect(details(await patch(name, set({ c: '9' }), seen))).toEqual(
        conflict,
      );
      const replaced = await both.developer.put(
        `${path(name)}/data`,
        set({ c: '9' }),
        { headers: { 'If-Match': seen } },
      );
      expect(details(replaced)).toEqual(conflict);
      const reloaded = await patch(
        name,
        set({ c: '9' }),
        await both.etag(name),
      );
      expect(reloaded.status).toBe(200);
    },
    120_000,
  );

  it('T20: of two changes at the same moment one is made, and the other one is told', async () => {
    const name = 'raced';
    await both.create(PUSHED.plane, name, { a: '1', b: '2' });
    await arrived(name);
    const seen = await both.etag(name);
    const answers = await Promise.all(
      ['x', 'y', 'z'].map(value => patch(name, set({ a: value }), seen)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter(status => status === 200)).toHaveLength(1);
    for (const status of statuses) {
      expect([200, 409, 412]).toContain(status);
    }
  });

  it('T20: a change through kubectl in between is seen, in the plane as on the reference', async () => {
    const name = 'edited';
    await both.create(PUSHED.plane, name, { a: '1', b: '2' });
    await arrived(name);
    const seen = await both.etag(name);
    await control().objects.mergePatch(SECRETS, inPlane(name), {
      stringData: { b: 'theirs' },
    });
    expect(details(await patch(name, set({ a: '9' }), seen))).toEqual({
      status: 412,
      code: 'VersionConflict',
      details: [{ field: 'data.b', message: 'Changed by another program.' }],
    });
    const reseen = await both.etag(name);
    await control().objects.mergePatch(
      REFERENCES,
      { namespace: PAYMENTS, name },
      { metadata: { labels: { team: 'theirs' } } },
    );
    for (const body of [set({ a: '9' }), { description: 'mine' }]) {
      const { status, details: fields } = details(
        await patch(name, body, reseen),
      );
      expect(status).toBe(412);
      expect(fields.at(0).message).toContain('another program');
    }
  }, 90_000);

  it('T20: who read it while the plane did not answer is told so, and can go on after another look', async () => {
    const name = 'unseen';
    await both.create(PUSHED.plane, name, { a: '1' });
    await arrived(name);
    const disarm = control().faults.add({
      match: { verb: 'get', resource: 'secrets', name },
      effect: { type: 'status', code: 503 },
    });
    const unseen = await both.etag(name);
    disarm();
    expect(details(await patch(name, set({ a: '2' }), unseen))).toEqual({
      status: 412,
      code: 'VersionConflict',
      details: [
        {
          field: 'data',
          message:
            'Its plane or store did not answer when it was read, so whether its value was changed since cannot be told.',
        },
      ],
    });
    const { status } = await patch(
      name,
      set({ a: '2' }),
      await both.etag(name),
    );
    expect(status).toBe(200);
  }, 90_000);

  it('T20: a change through kubectl between our last look and our write is not overwritten', async () => {
    const name = 'between';
    await both.create(PUSHED.plane, name, { a: '1', b: '2' });
    await arrived(name);
    const seen = await both.etag(name);
    const disarm = control().faults.before(
      { verb: 'patch', resource: 'secrets', times: 1 },
      async () => {
        await control().objects.mergePatch(SECRETS, inPlane(name), {
          stringData: { b: 'theirs' },
        });
      },
    );
    const answer = await patch(name, set({ b: 'mine' }), seen);
    disarm();
    expect(details(answer)).toMatchObject({
      status: 412,
      details: [{ field: 'data.b' }],
    });
    const secret: any = await control().objects.get(SECRETS, inPlane(name));
    expect(Buffer.from(secret.data.b, 'base64').toString()).toBe('theirs');
    expect(
      await both.portal.knex('operations').where({ name, state: 'running' }),
    ).toEqual([]);
  }, 90_000);

  it('T20 T16: what others do to the reference after our first effect is kept, and the change goes on', async () => {
    const name = 'after';
    await both.create(PUSHED.plane, name, { a: '1', b: '2' });
    await arrived(name);
    const disarm = control().faults.before(
      { verb: 'patch', resource: 'secretreferences', times: 1 },
      async () => {
        await control().objects.mergePatch(
          REFERENCES,
          { namespace: PAYMENTS, name },
          { metadata: { labels: { team: 'theirs' } } },
        );
      },
    );
    const answer = await patch(
      name,
      set({ a: '9', b: null }),
      await both.etag(name),
    );
    disarm();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      keys: ['a'],
      labels: { team: 'theirs' },
    });
    expect(await both.etag(name)).toBe(answer.body.etag);
  }, 90_000);

  it('T20: a reference that is deleted after our first effect is told as a warning', async () => {
    const name = 'vanished';
    await both.create(PUSHED.plane, name, { a: '1' });
    await arrived(name);
    const disarm = control().faults.before(
      { verb: 'patch', resource: 'pushsecrets', times: 1 },
      async () => {
        await control().objects.delete(REFERENCES, {
          namespace: PAYMENTS,
          name,
        });
      },
    );
    const answer = await patch(name, set({ a: '2' }), await both.etag(name));
    disarm();
    expect(answer.status).toBe(200);
    expect(answer.body.warnings).toContainEqual({
      field: 'name',
      message: expect.stringContaining('deleted the secret reference'),
    });
  }, 90_000);

  it('T20: a secret that was deleted and created anew is another one', async () => {
    const name = 'successor';
    await both.create(PUSHED.plane, name, { a: '1' });
    await arrived(name);
    const seen = await both.etag(name);
    await both.developer.delete(path(name));
    await eventually(async () => {
      const again = await both.create(PUSHED.plane, name, { a: '1' });
      expect(again.status).toBe(201);
    }, 60_000);
    const answer = details(await patch(name, set({ a: '2' }), seen));
    expect(answer).toMatchObject({
      status: 412,
      details: [{ field: 'name', message: `Created anew by ${DEVELOPER}.` }],
    });
  }, 120_000);

  it('T20: a write straight into the store is seen where the driver sees it, with the key that differs', async () => {
    const name = 'straight';
    await both.create(DIRECT.plane, name, { a: '1', b: '2' });
    const seen = await both.etag(name);
    const entry = `${PAYMENTS}/generic/${name}`;
    await both.portal.world.kv.send('POST', `secret/data/${entry}`, {
      data: { a: '1', b: 'theirs' },
    });
    expect(details(await patch(name, set({ a: '9' }), seen))).toEqual({
      status: 412,
      code: 'VersionConflict',
      details: [{ field: 'data.b', message: 'Changed by somebody else.' }],
    });
    expect(await readStore(both.portal, entry)).toEqual({
      a: '1',
      b: 'theirs',
    });
  });
});
