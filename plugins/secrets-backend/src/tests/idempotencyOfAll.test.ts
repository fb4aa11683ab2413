import { Finding } from '@strongroom/backstage-plugin-secrets-common';
import { Answer } from './__testUtils__/ContractClient';
import {
  draftOf,
  linkOf,
  PUSH_SECRETS,
  referenceOf,
  REFERENCES,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { layFindings } from './__testUtils__/layFindings';
import { VAULTED } from './__testUtils__/openBaoPlane';
import {
  BothDrivers,
  startBothDrivers,
} from './__testUtils__/startBothDrivers';
import { path } from './__testUtils__/startDeveloper';
import { PAYMENTS } from './__testUtils__/tenants';

const PATIENCE_MS = 60_000;
const SECRETS_PATH = `/namespaces/${PAYMENTS}/secrets`;

/** One write, which can be sent over and over. */
interface Write {
  /** What the record calls it. */
  action: string;
  name: string;
  user: string;
  method: string;
  path: string;
  body?: unknown;
  /** Another body for the same key; none where the route takes no body. */
  otherBody?: unknown;
  headers?: Record<string, string>;
}

/** Status of each; a repair that is a sync is called what it does. */
const SUCCESS: Record<string, unknown> = {
  'secret-create': 201,
  'secret-update': 200,
  'secret-restore': 200,
  'reference-link': 201,
  'secret-adopt': 200,
  'secret-sync': expect.any(Number),
  'finding-repair': 200,
  'secret-delete': 204,
};

describe('every write that is sent once more with the same Idempotency-Key', () => {
  let both: BothDrivers;
  const writes: Write[] = [];

  beforeAll(async () => {
    both = await startBothDrivers();
    const estate = layFindings(both.portal);
    await Promise.all([
      estate.valueMissing(),
      estate.pushSecretLost(),
      make('replaced', { a: '1', b: '2' }),
      make('restored', { a: '1' }),
      make('synced', { a: '1' }),
      make('deleted', { a: '1' }),
      objects().create(REFERENCES, referenceOf(PAYMENTS, 'adopted')),
      both.portal.world.kv.send('POST', `secret/data/${PAYMENTS}/kept/old`, {
        data: { token: 'x' },
      }),
    ]);
    const patched = await patch('restored', { data: { a: { value: '2' } } });
    expect(patched.status).toBe(200);
  }, 180_000);

  afterAll(() => both.stop());

  const objects = () => both.portal.world.clusters['control-plane'].objects;
  const make = async (name: string, values: Record<string, string>) =>
    expect((await both.create(VAULTED, name, values)).status).toBe(201);
  const ifMatch = async (name: string) => ({
    'If-Match': await both.etag(name),
  });
  const patch = async (name: string, body: unknown) =>
    both.developer.patch(path(name), body, { headers: await ifMatch(name) });
  const findingOn = async (name: string) => {
    let found: Finding | undefined;
    await eventually(async () => {
      const { body } = await both.developer.get('/findings');
      found = body.items.find((each: Finding) => each.name === name);
      expect(found).toBeDefined();
    }, PATIENCE_MS);
    return found!;
  };
  const send = (
    { user, method, path: route, body, headers }: Write,
    key: string,
  ): Promise<Answer> =>
    both.portal.as(user).request(method, route, {
      body,
      headers: { ...headers, 'Idempotency-Key': key },
    });
  /** What does not depend on how far the value has come by now. */
  const known = ({ status, body, headers }: Answer) => ({
    status,
    etag: headers.get('ETag'),
    body: JSON.parse(JSON.stringify(body ?? null), (key, value) =>
      [
        'delivery',
        'deliverySteps',
        'steps',
        'state',
        'since',
        'message',
      ].includes(key)
        ? undefined
        : value,
    ),
  });
  const outcomesOf = async ({ name, action }: Write) =>
    (
      await both.portal.knex('record').where({ name, action }).orderBy('seq')
    ).map(({ outcome, error_code: code }) => code ?? outcome);

  it('T21: is carried out once, and answered alike, also after a restart; another body is refused', async () => {
    const developer = { user: 'payments-dev' };
    const removal = await findingOn('value-missing');
    const push = await findingOn('push-lost');
    writes.push(
      {
        ...developer,
        action: 'secret-create',
        name: 'created',
        method: 'POST',
        path: SECRETS_PATH,
        body: draftOf('created'),
        otherBody: draftOf('created', { token: 'another' }),
      },
      {
        ...developer,
        action: 'secret-update',
        name: 'replaced',
        method: 'PUT',
        path: `${path('replaced')}/data`,
        body: { data: { c: { value: '3' } } },
        otherBody: { data: { c: { value: '4' } } },
        headers: await ifMatch('replaced'),
      },
      {
        ...developer,
        action: 'secret-restore',
        name: 'restored',
        method: 'POST',
        path: `${path('restored')}/versions/1/restore`,
        headers: await ifMatch('restored'),
      },
      {
        ...developer,
        action: 'reference-link',
        name: 'linked',
        method: 'POST',
        path: `/namespaces/${PAYMENTS}/references`,
        body: linkOf('linked', {
          source: { kind: 'path', path: `secret/${PAYMENTS}/kept/old` },
        }),
        otherBody: linkOf('linked', {
          source: { kind: 'path', path: `secret/${PAYMENTS}/kept/new` },
        }),
      },
      {
        ...developer,
        action: 'secret-adopt',
        name: 'adopted',
        method: 'POST',
        path: `${path('adopted')}/adopt`,
        headers: await ifMatch('adopted'),
      },
      {
        ...developer,
        action: 'secret-sync',
        name: 'synced',
        method: 'POST',
        path: `${path('synced')}/sync`,
      },
      {
        ...developer,
        action: 'finding-repair',
        name: 'value-missing',
        method: 'POST',
        path: `/findings/${removal.id}/repair`,
        body: { action: 'remove' },
      },
      {
        ...developer,
        action: 'secret-sync',
        name: 'push-lost',
        method: 'POST',
        path: `/findings/${push.id}/repair`,
        body: { action: 'retry' },
      },
      {
        ...developer,
        action: 'secret-delete',
        name: 'deleted',
        method: 'DELETE',
        path: path('deleted'),
        headers: await ifMatch('deleted'),
      },
    );
    const first = new Map<Write, ReturnType<typeof known>>();
    for (const write of writes) {
      const answer = await send(write, `${write.action}-${write.name}`);
      expect([write.name, answer.status, answer.body?.error]).toEqual([
        write.name,
        SUCCESS[write.action],
        undefined,
      ]);
      first.set(write, known(answer));
    }
    const findingIsGone = async () => {
      const { body } = await both.developer.get('/findings');
      expect(body.items.map(({ name }: Finding) => name)).not.toContain(
        'push-lost',
      );
    };
    await eventually(findingIsGone, PATIENCE_MS);
    const again = async () => {
      for (const write of writes) {
        const key = `${write.action}-${write.name}`;
        const answer = await send(write, key);
        expect([write.name, known(answer)]).toEqual([
          write.name,
          first.get(write),
        ]);
        if (write.otherBody) {
          const other = await send({ ...write, body: write.otherBody }, key);
          expect([write.name, other.status, other.body.error.code]).toEqual([
            write.name,
            422,
            'IdempotencyMismatch',
          ]);
        }
      }
    };
    await again();
    await both.portal.restart();
    await eventually(async () => {
      const { body } = await both.developer.get(path('restored'));
      expect(body.etag).toBeDefined();
    }, PATIENCE_MS);
    await again();
    for (const write of writes) {
      const refusals = write.otherBody ? 2 : 0;
      expect([
        write.name,
        (await outcomesOf(write)).slice(-2 - refusals),
      ]).toEqual([
        write.name,
        [
          'intent',
          'success',
          ...Array.from({ length: refusals }, () => 'IdempotencyMismatch'),
        ],
      ]);
    }
  }, 180_000);

  it('T21: a key that was used for one write is refused for any other', async () => {
    for (const write of writes) {
      const { status, body } = await send(write, 'secret-create-created');
      const isItself = write.name === 'created';
      const isGone = ['deleted', 'value-missing', 'push-lost'].includes(
        write.name,
      );
      if (!isItself && !isGone) {
        expect([write.name, status, body.error.code]).toEqual([
          write.name,
          422,
          'IdempotencyMismatch',
        ]);
      }
    }
    expect(
      await objects().find(PUSH_SECRETS, {
        namespace: `openchoreo-kv-${PAYMENTS}`,
        name: 'push-lost',
      }),
    ).toBeDefined();
  }, 60_000);
});
