import { ContractClient } from './__testUtils__/ContractClient';
import {
  draftOf,
  objectsOf,
  PLANE,
  PUSH_SECRETS,
  readStore,
  REFERENCES,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import {
  SharedEstate,
  startWithOpenChoreo,
} from './__testUtils__/startWithOpenChoreo';
import { PAYMENTS } from './__testUtils__/tenants';

jest.setTimeout(240_000);

const PLANE_NAMESPACE = `openchoreo-kv-${PAYMENTS}`;
const PATIENCE_MS = 90_000;
const ROUNDS = 4;
const WRITERS = 8;

let estate: SharedEstate;
let developer: ContractClient;

beforeAll(async () => {
  estate = await startWithOpenChoreo();
  developer = estate.portal.as('payments-dev');
}, 180_000);

afterAll(() => estate?.stop(), 60_000);

const path = (name: string) => `/namespaces/${PAYMENTS}/secrets/${name}`;
const theirs = (method: string, name?: string, body?: unknown) =>
  estate.api.send(method, estate.api.secrets(PAYMENTS, name), body);
const theirDraft = (secretName: string, data: Record<string, string>) => ({
  secretName,
  secretType: 'Opaque',
  targetPlane: PLANE,
  data,
});
const create = (name: string, data: Record<string, string>) =>
  developer.post(`/namespaces/${PAYMENTS}/secrets`, draftOf(name, data));
const stored = (name: string) =>
  readStore(estate.portal, `${PAYMENTS}/generic/${name}`);
const objects = () => estate.portal.world.clusters['control-plane'].objects;
const details = async (name: string) => (await developer.get(path(name))).body;
const stateIs = (name: string, state: string) =>
  eventually(async () => {
    expect((await details(name)).delivery?.state).toBe(state);
  }, PATIENCE_MS);

/** Reference, Secret and PushSecret of a name, as far as they are there. */
async function triple(name: string) {
  const [reference, secret, push] = await Promise.all([
    objects().find(REFERENCES, { namespace: PAYMENTS, name }),
    objects().find(SECRETS, { namespace: PLANE_NAMESPACE, name }),
    objects().find(PUSH_SECRETS, { namespace: PLANE_NAMESPACE, name }),
  ]);
  return { reference, secret, push } as Record<string, any>;
}

/** Whether nobody else has written what these objects say, but for External Secrets. */
function isOnlyOf(writer: string, parts: any[]): boolean {
  return parts.every(part =>
    part?.metadata.managedFields.every(
      ({ manager, subresource }: any) =>
        manager === writer ||
        subresource !== undefined ||
        manager.startsWith('external-secrets'),
    ),
  );
}

/** All that nobody changes any more: no operation runs, and what stands is pushed or refused. */
async function settled(name: string) {
  await eventually(async () => {
    const running = await estate.portal
      .knex('operations')
      .where({ name })
      .whereNotIn('state', ['done', 'undone']);
    expect(running).toEqual([]);
  }, PATIENCE_MS);
}

describe('creates of one name by both at once', () => {
  it.each(Array.from({ length: ROUNDS }, (_, round) => [round]))(
    'round %d: end with one owner, or with a state that says what happened',
    async round => {
      const name = `race-${round}`;
      const values = Array.from({ length: WRITERS }, (_, writer) => ({
        [`key-${writer % 3}`]: `value-${writer}`,
      }));
      const codes = await Promise.all(
        values.map(async (data, writer) =>
          writer % 2 === round % 2
            ? (
                await create(name, data)
              ).status
            : (
                await theirs('POST', undefined, theirDraft(name, data))
              ).code,
        ),
      );
      expect(codes.filter(code => code === 201).length).toBeLessThanOrEqual(1);
      await settled(name);
      const { reference, secret, push } = await triple(name);
      expect(codes.filter(code => code === 201)).toHaveLength(
        reference ? 1 : 0,
      );
      const winner = codes.indexOf(201);
      if (!reference) {
        // nobody was told that it worked, so whatever a writer has left is not shown as a secret
        expect((await developer.get(path(name))).status).toBe(404);
        return;
      }
      const keys = reference.spec.data.map(
        (entry: { secretKey: string }) => entry.secretKey,
      );
      expect(keys).toEqual(Object.keys(values[winner]));
      const isWhole =
        keys.every(
          (key: string) =>
            secret?.data[key] ===
            Buffer.from(values[winner][key]).toString('base64'),
        ) &&
        push?.spec.data.every(
          (entry: any) => entry.match.secretKey in values[winner],
        );
      // Its own writers overwrite one another without a trace: whichever value stands, all of it is theirs.
      const areTheirs = isOnlyOf('openchoreo-api', [reference, secret, push]);
      await eventually(async () => {
        const { delivery, warnings } = await details(name);
        const isTold =
          areTheirs || delivery.state !== 'Synced' || warnings.length > 0;
        expect({ delivery, isWhole, isTold: isWhole || isTold }).toEqual({
          delivery: expect.objectContaining({
            state: isWhole
              ? 'Synced'
              : expect.stringMatching(/^(Synced|Failed|SourceMissing)$/),
          }),
          isWhole,
          isTold: true,
        });
        const inStore = (await stored(name)) ?? {};
        expect(
          delivery.state !== 'Synced' ||
            keys.every((key: string) => key in inStore),
        ).toBe(true);
      }, PATIENCE_MS);
    },
  );
});

describe('a secret made again by OpenChoreo while its earlier PushSecret is being deleted', () => {
  it('is shown as Failed with the cause, never as Synced, and can be deleted and made again', async () => {
    const { kv } = estate.portal.world;
    const name = 'dying';
    await theirs('POST', undefined, theirDraft(name, { token: 'first' }));
    await stateIs(name, 'Synced');

    await kv.seal();
    const seen = new Set<string>();
    try {
      expect((await theirs('DELETE', name)).code).toBe(204);
      const again = await theirs(
        'POST',
        undefined,
        theirDraft(name, { token: 'second' }),
      );
      expect(again.code).toBe(201);
      expect((await theirs('GET', name)).code).toBe(200);
      await eventually(async () => {
        const { delivery } = await details(name);
        expect(delivery.state).toBe('Failed');
        expect(delivery.message).toContain(
          'made while an earlier secret of this name was still being deleted',
        );
      });
      const list = await developer.get(
        `/secrets?namespace=${PAYMENTS}&q=${name}`,
      );
      expect(list.body.items[0].delivery.state).toBe('Failed');
    } finally {
      await kv.unseal();
    }

    await eventually(async () => {
      const body = await details(name);
      seen.add(body.delivery.state);
      expect((await triple(name)).push).toBeUndefined();
      expect(body.delivery).toMatchObject({
        state: 'Failed',
        message: expect.stringContaining('PushSecret is gone'),
      });
    }, 180_000);
    expect(seen).not.toContain('Synced');
    expect(await stored(name)).toBeUndefined();
    expect((await theirs('GET', name)).code).toBe(200);

    expect((await developer.delete(path(name))).status).toBe(204);
    expect((await create(name, { token: 'third' })).status).toBe(201);
    await stateIs(name, 'Synced');
    expect(await stored(name)).toEqual({ token: 'third' });
  });

  it('T22, T23: is healed by a sync once the earlier deletion has ended, with the value that OpenChoreo was given last', async () => {
    const { kv } = estate.portal.world;
    const name = 'healed';
    const sync = () => developer.post(`${path(name)}/sync`, undefined);
    await theirs('POST', undefined, theirDraft(name, { token: 'first' }));
    await stateIs(name, 'Synced');
    await kv.seal();
    try {
      expect((await theirs('DELETE', name)).code).toBe(204);
      const again = await theirs(
        'POST',
        undefined,
        theirDraft(name, { token: 'second' }),
      );
      expect(again.code).toBe(201);
      const early = await sync();
      expect([early.status, early.body.error.code]).toEqual([
        409,
        'OperationInProgress',
      ]);
    } finally {
      await kv.unseal();
    }
    await eventually(async () => {
      expect((await triple(name)).push).toBeUndefined();
    }, 180_000);
    expect(await stored(name)).toBeUndefined();

    const healed = await sync();
    expect([healed.status, healed.body.error]).toEqual([202, undefined]);
    await stateIs(name, 'Synced');
    expect(await stored(name)).toEqual({ token: 'second' });
    // it is as much theirs as before
    expect((await theirs('GET', name)).code).toBe(200);
    const changed = await theirs('PUT', name, { data: { token: 'third' } });
    expect(changed.code).toBe(200);
    await eventually(async () => {
      expect(await stored(name)).toEqual({ token: 'third' });
    }, PATIENCE_MS);
  });

  it('is refused here, as long as the store has not confirmed the deletion', async () => {
    const { kv } = estate.portal.world;
    const name = 'refused';
    await theirs('POST', undefined, theirDraft(name, { token: 'first' }));
    await stateIs(name, 'Synced');
    await kv.seal();
    try {
      expect((await theirs('DELETE', name)).code).toBe(204);
      const refused = await create(name, { token: 'second' });
      expect([refused.status, refused.body.error.code]).toEqual([
        409,
        'OperationInProgress',
      ]);
      expect((await triple(name)).reference).toBeUndefined();
    } finally {
      await kv.unseal();
    }
    await eventually(async () => {
      expect((await create(name, { token: 'second' })).status).toBe(201);
    }, 180_000);
  });
});

describe('what OpenChoreo leaves behind', () => {
  it('a reference deleted through its older API is gone here, and its Secret and PushSecret are left alone', async () => {
    const name = 'left';
    await theirs('POST', undefined, theirDraft(name, { token: 'kept' }));
    await stateIs(name, 'Synced');
    const before = await triple(name);
    const gone = await estate.api.send(
      'DELETE',
      `/api/v1/namespaces/${PAYMENTS}/secretreferences/${name}`,
    );
    expect(gone.code).toBe(204);
    await eventually(async () => {
      expect((await developer.get(path(name))).status).toBe(404);
    });
    const over = await create(name, { token: 'mine' });
    expect([over.status, over.body.error.code]).toEqual([409, 'NotOwned']);
    const { secret, push } = await triple(name);
    expect(secret).toEqual(before.secret);
    expect(push.spec).toEqual(before.push.spec);
    expect(await stored(name)).toEqual({ token: 'kept' });
  });

  it('a create in a namespace that is not there leaves objects in the plane, and no secret here', async () => {
    const namespace = `absent-${PAYMENTS}`;
    const failed = await estate.api.send(
      'POST',
      estate.api.secrets(namespace),
      theirDraft('orphan', { token: 'x' }),
    );
    expect(failed.code).toBe(500);
    expect(await objectsOf(estate.portal, namespace)).toEqual(
      expect.arrayContaining(['secrets/orphan', 'pushsecrets/orphan']),
    );
    const list = await estate.portal.as('platform').get('/secrets?q=orphan');
    expect(list.body.items).toEqual([]);
  });
});
