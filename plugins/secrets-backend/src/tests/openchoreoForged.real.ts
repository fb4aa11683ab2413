import { ContractClient } from './__testUtils__/ContractClient';
import {
  draftOf,
  NAMESPACES,
  PUSH_SECRETS,
  readStore,
  referenceOf,
  REFERENCES,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import {
  SharedEstate,
  startWithOpenChoreo,
} from './__testUtils__/startWithOpenChoreo';
import { FRONTEND, PAYMENTS } from './__testUtils__/tenants';

jest.setTimeout(120_000);

const PLANE_NAMESPACE = `openchoreo-kv-${PAYMENTS}`;
const MARKED = { 'openchoreo.dev/managed-by': 'openchoreo-api' };
const VICTIM = 'victim-value-51';

let estate: SharedEstate;
let developer: ContractClient;

const path = (name: string) => `/namespaces/${PAYMENTS}/secrets/${name}`;
const objects = () => estate.portal.world.clusters['control-plane'].objects;

beforeAll(async () => {
  estate = await startWithOpenChoreo();
  developer = estate.portal.as('payments-dev');
  const victim = await estate.portal
    .as('frontend-dev')
    .post(
      `/namespaces/${FRONTEND}/secrets`,
      draftOf('victim', { token: VICTIM }),
    );
  expect(victim.status).toBe(201);
  await eventually(async () => {
    expect(await readStore(estate.portal, theirPath)).toEqual({
      token: VICTIM,
    });
  });
  // a neighbour in the same namespace, and what somebody else has put there
  const neighbour = await developer.post(
    `/namespaces/${PAYMENTS}/secrets`,
    draftOf('neighbour', { token: 'neighbour-value' }),
  );
  expect(neighbour.status).toBe(201);
  await eventually(async () => {
    const read = await readStore(
      estate.portal,
      `${PAYMENTS}/generic/neighbour`,
    );
    expect(read).toEqual({ token: 'neighbour-value' });
  });
}, 180_000);

afterAll(() => estate?.stop(), 60_000);

const theirPath = `${FRONTEND}/generic/victim`;

/** Everything that must not change: objects with their versions, and versions of the store. */
async function everything() {
  const seen: Record<string, unknown> = {};
  for (const namespace of [FRONTEND, PAYMENTS]) {
    for (const [type, space] of [
      [REFERENCES, namespace],
      [SECRETS, `openchoreo-kv-${namespace}`],
      [PUSH_SECRETS, `openchoreo-kv-${namespace}`],
    ] as const) {
      const { items } = await objects().list(type, { namespace: space });
      for (const { metadata, data, spec } of items as any[]) {
        seen[`${space}/${type.resource}/${metadata.name}`] = {
          uid: metadata.uid,
          // External Secrets writes the status of what it pushes
          version:
            type === PUSH_SECRETS
              ? metadata.generation
              : metadata.resourceVersion,
          data,
          spec,
          deletion: metadata.deletionTimestamp,
        };
      }
    }
  }
  const { body } = await estate.portal.world.kv.send(
    'GET',
    `secret/metadata/${theirPath}`,
  );
  return { ...seen, [theirPath]: body.data.versions };
}

const put = (
  type: Parameters<ReturnType<typeof objects>['create']>[0],
  object: object,
) => objects().create(type, object as never);

function pushSecret(
  name: string,
  remoteKey: string,
  { namespace = PLANE_NAMESPACE, source = name, keys = ['token'] } = {},
) {
  return {
    apiVersion: 'external-secrets.io/v1alpha1',
    kind: 'PushSecret',
    metadata: { namespace, name },
    spec: {
      updatePolicy: 'Replace',
      deletionPolicy: 'Delete',
      secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'default' }],
      selector: { secret: { name: source } },
      data: keys.map(secretKey => ({
        match: { secretKey, remoteRef: { remoteKey, property: secretKey } },
      })),
    },
  };
}

const secret = (name: string, token: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { namespace: PLANE_NAMESPACE, name },
  stringData: { token },
});

/** Somebody with rights on references alone, or on the plane as well, has put this there. */
const attacks: Array<{
  what: string;
  name: string;
  lay(): Promise<unknown>;
}> = [
  {
    what: "a forged label and a path into another tenant's part, nothing in the plane",
    name: 'forged-other',
    lay: () =>
      put(
        REFERENCES,
        referenceOf(PAYMENTS, 'forged-other', {
          labels: MARKED,
          path: `secret/${theirPath}`,
        }),
      ),
  },
  {
    what: 'a forged label and a path to a neighbour, nothing in the plane',
    name: 'forged-neighbour',
    lay: () =>
      put(
        REFERENCES,
        referenceOf(PAYMENTS, 'forged-neighbour', {
          labels: MARKED,
          path: `secret/${PAYMENTS}/generic/neighbour`,
        }),
      ),
  },
  {
    what: 'a forged label, and a PushSecret of the name that pushes elsewhere',
    name: 'forged-push',
    async lay() {
      await put(SECRETS, secret('forged-push', 'by-hand'));
      await put(
        PUSH_SECRETS,
        pushSecret('forged-push', `secret/${PAYMENTS}/generic/elsewhere`),
      );
      await put(
        REFERENCES,
        referenceOf(PAYMENTS, 'forged-push', { labels: MARKED }),
      );
    },
  },
  {
    what: 'a forged label, and a PushSecret of the name that selects another Secret',
    name: 'forged-select',
    async lay() {
      await put(
        PUSH_SECRETS,
        pushSecret(
          'forged-select',
          `secret/${PAYMENTS}/generic/forged-select`,
          {
            source: 'neighbour',
          },
        ),
      );
      await put(
        REFERENCES,
        referenceOf(PAYMENTS, 'forged-select', { labels: MARKED }),
      );
    },
  },
  {
    what: 'a reference with marks of ours, and a path with dots out of its part',
    name: 'forged-dots',
    lay: () =>
      put(
        REFERENCES,
        referenceOf(PAYMENTS, 'forged-dots', {
          labels: { 'openchoreo.dev/managed-by': 'strongroom' },
          annotations: { 'strongroom.dev/created-by': 'user:default/platform' },
          path: `secret/${PAYMENTS}/../${theirPath}`,
        }),
      ),
  },
  {
    what: 'a secret of ours whose remote key was edited to another tenant',
    name: 'edited',
    async lay() {
      const made = await developer.post(
        `/namespaces/${PAYMENTS}/secrets`,
        draftOf('edited', { token: 'own' }),
      );
      expect(made.status).toBe(201);
      await eventually(async () => {
        const read = await readStore(
          estate.portal,
          `${PAYMENTS}/generic/edited`,
        );
        expect(read).toEqual({ token: 'own' });
      });
      await objects().mergePatch(
        REFERENCES,
        { namespace: PAYMENTS, name: 'edited' },
        {
          spec: {
            data: [
              {
                secretKey: 'token',
                remoteRef: { key: `secret/${theirPath}`, property: 'token' },
              },
            ],
          },
        },
      );
    },
  },
  {
    what: 'keys that point to two places',
    name: 'split',
    lay: () => {
      const reference: any = referenceOf(PAYMENTS, 'split', {
        labels: MARKED,
        keys: ['token', 'other'],
      });
      reference.spec.data[1].remoteRef.key = `secret/${theirPath}`;
      return put(REFERENCES, reference);
    },
  },
];

describe.each(attacks.map(attack => [attack.what, attack] as const))(
  'T19: %s',
  (_, { name, lay }) => {
    it('is refused as NotOwned before every effect, and shows nobody a value', async () => {
      await lay();
      await eventually(async () => {
        expect((await developer.get(path(name))).status).toBe(200);
      });
      const before = await everything();
      const shown = await developer.get(path(name));
      expect(shown.text).not.toContain(VICTIM);
      expect(shown.body.delivery.state).not.toBe('Synced');

      const refused = await developer.delete(path(name));
      expect([refused.status, refused.body.error.code]).toEqual([
        409,
        'NotOwned',
      ]);
      expect(refused.text).not.toContain(VICTIM);
      expect(refused.text).not.toContain(theirPath);
      expect(await everything()).toEqual(before);
      expect(await readStore(estate.portal, theirPath)).toEqual({
        token: VICTIM,
      });
      // and not later either, by a recovery that goes on
      const operations = await estate.portal
        .knex('operations')
        .where({ name, kind: 'delete' });
      expect(operations.every(({ state }) => state === 'undone')).toBe(true);
    });
  },
);

describe('T19: a create over what somebody else has put there', () => {
  it.each([
    [
      'a Secret made by hand',
      'by-hand',
      () => put(SECRETS, secret('by-hand', 'foreign')),
    ],
    [
      'a PushSecret of somebody else',
      'pushed-by-hand',
      () =>
        put(
          PUSH_SECRETS,
          pushSecret('pushed-by-hand', `secret/${PAYMENTS}/generic/other`),
        ),
    ],
  ])('is refused, and leaves %s as it was', async (_, name, lay) => {
    await objects().ensure(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: PLANE_NAMESPACE },
    });
    await lay();
    const before = await everything();
    const refused = await developer.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf(name, { token: 'mine' }),
    );
    expect([refused.status, refused.body.error.code]).toEqual([
      409,
      'NotOwned',
    ]);
    expect(await everything()).toEqual(before);
  });
});

describe('T19: a reference that OpenChoreo would follow', () => {
  it('goes with its own value when OpenChoreo has pushed that to the derived path, and never with the foreign one', async () => {
    // PUT of OpenChoreo writes Secret and PushSecret for it, at the path that it derives
    const put200 = await estate.api.send(
      'PUT',
      estate.api.secrets(PAYMENTS, 'forged-other'),
      { data: { token: 'pushed-by-openchoreo' } },
    );
    expect(put200.code).toBe(200);
    await eventually(async () => {
      expect(
        await readStore(estate.portal, `${PAYMENTS}/generic/forged-other`),
      ).toEqual({ token: 'pushed-by-openchoreo' });
    });
    await eventually(async () => {
      const { body } = await developer.get(path('forged-other'));
      expect(body.delivery).toMatchObject({
        state: 'Failed',
        message: expect.stringContaining('another path'),
      });
    });
    const refused = await developer.delete(path('forged-other'));
    expect([refused.status, refused.body.error.code]).toEqual([
      409,
      'NotOwned',
    ]);
    expect(await readStore(estate.portal, theirPath)).toEqual({
      token: VICTIM,
    });
  });
});
