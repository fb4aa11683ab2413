import { KvServer, startKvServer } from '@strongroom/embedded-cluster';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- estates for tests are no API of the backend
import {
  linkOf,
  referenceOf,
  REFERENCES,
} from '../../../secrets-backend/src/tests/__testUtils__/estate';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- as above
import { eventually } from '../../../secrets-backend/src/tests/__testUtils__/eventually';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- as above
import {
  startPortal,
  TestPortal,
} from '../../../secrets-backend/src/tests/__testUtils__/startPortal';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- as above
import {
  FRONTEND,
  PAYMENTS,
} from '../../../secrets-backend/src/tests/__testUtils__/tenants';
import { RootClient } from './__testUtils__/RootClient';

const PLANE = { kind: 'ClusterDataPlane', name: 'vaulted' };

/** What the portal may do in the store: all of one tenant's part, and nothing of another's. */
const POLICY = `
path "secret/data/${PAYMENTS}/*" { capabilities = ["create", "read", "update", "patch", "delete"] }
path "secret/metadata/${PAYMENTS}/*" { capabilities = ["create", "read", "update", "patch", "delete", "list"] }
path "secret/subkeys/${PAYMENTS}/*" { capabilities = ["read"] }
path "secret/metadata/" { capabilities = ["list"] }
path "sys/internal/ui/mounts/*" { capabilities = ["read"] }
`;

describe('links and adoptions on the driver openbao', () => {
  let kv: KvServer;
  let root: RootClient;
  let portal: TestPortal;

  beforeAll(async () => {
    kv = await startKvServer({ policies: { tenant: POLICY } });
    root = RootClient.create({ address: kv.address }, kv.token);
    portal = await startPortal({
      secrets: {
        installation: { id: 'portal-a' },
        planes: {
          defaultCluster: 'control-plane',
          static: [
            {
              ...PLANE,
              cluster: 'control-plane',
              store: 'bao',
              driver: 'openbao',
              driverConfig: {
                address: kv.address,
                mount: 'secret',
                pollInterval: { milliseconds: 300 },
                auth: {
                  token: { value: kv.createToken({ policies: ['tenant'] }) },
                },
              },
            },
          ],
        },
      },
    });
  }, 60_000);
  afterAll(async () => {
    await portal?.stop();
    await kv?.stop();
  });

  const write = (path: string, data: Record<string, string>) =>
    root.send('POST', `secret/data/${path}`, { data });
  const entry = async (path: string) =>
    (await root.send('GET', `secret/metadata/${path}`))?.data;
  const stored = async (path: string) =>
    (await root.send('GET', `secret/data/${path}`))?.data.data;
  const link = (
    name: string,
    path: string,
    keys: Record<string, unknown>,
    user = 'payments-dev',
  ) =>
    portal.as(user).post(
      `/namespaces/${PAYMENTS}/references`,
      linkOf(name, {
        targetPlane: PLANE,
        source: { kind: 'path', path },
        keys,
      }),
    );
  const mapping = (keys: Record<string, string>) => ({
    mode: 'mapping',
    mapping: keys,
  });
  const fieldsOf = (answer: { body: any }) =>
    answer.body.error.details.map(({ field }: any) => field);
  const shown = (name: string) =>
    portal.as('payments-dev').get(`/namespaces/${PAYMENTS}/secrets/${name}`);
  const lay = async (name: string, path: string) => {
    const reference = referenceOf(PAYMENTS, name, { path }) as any;
    reference.spec.targetPlane = PLANE;
    await portal.world.clusters['control-plane'].objects.create(
      REFERENCES,
      reference,
    );
    let etag = '';
    await eventually(async () => {
      const answer = await shown(name);
      expect(answer.status).toBe(200);
      etag = answer.body.etag;
    });
    return etag;
  };
  const adopt = (name: string, etag: string, dryRun = false) =>
    portal
      .as('payments-dev')
      .post(
        `/namespaces/${PAYMENTS}/secrets/${name}/adopt?dryRun=${dryRun}`,
        undefined,
        { headers: { 'If-Match': etag } },
      );

  it('S1.9: a path is linked when it stands there with the keys, and gets no mark', async () => {
    await write(`${PAYMENTS}/legacy/db`, { pw: 'v4lue' });
    const absent = await link(
      'legacy',
      `${PAYMENTS}/legacy/none`,
      mapping({ password: 'pw' }),
    );
    expect(fieldsOf(absent)).toEqual(['source.path']);
    const lacking = await link(
      'legacy',
      `${PAYMENTS}/legacy/db`,
      mapping({ password: 'pw', user: 'user' }),
    );
    expect(fieldsOf(lacking)).toEqual(['keys.mapping.user']);
    const unusable = await link(
      'legacy',
      `${PAYMENTS}/Legacy/db`,
      mapping({ password: 'pw' }),
    );
    expect(fieldsOf(unusable)).toEqual(['source.path']);

    const made = await link(
      'legacy',
      `${PAYMENTS}/legacy/db`,
      mapping({ password: 'pw' }),
    );
    expect(made.status).toBe(201);
    expect((await entry(`${PAYMENTS}/legacy/db`)).custom_metadata).toBeNull();
    const gone = await portal
      .as('payments-dev')
      .delete(`/namespaces/${PAYMENTS}/secrets/legacy`);
    expect(gone.status).toBe(204);
    expect(await stored(`${PAYMENTS}/legacy/db`)).toEqual({ pw: 'v4lue' });
  });

  it('S1.6: a foreign path is linked unseen where the policy of the portal ends, by who may', async () => {
    await write(`${FRONTEND}/generic/theirs`, { token: 'v4lue' });
    const path = `${FRONTEND}/generic/theirs`;
    const keys = mapping({ token: 'token' });
    expect((await link('foreign', path, keys)).status).toBe(403);
    expect((await link('foreign', path, keys, 'platform')).status).toBe(201);
    expect(await stored(path)).toEqual({ token: 'v4lue' });
  });

  it('a Kubernetes Secret is refused, because nothing carries it into the store', async () => {
    const answer = await portal.as('payments-dev').post(
      `/namespaces/${PAYMENTS}/references`,
      linkOf('from-secret', {
        targetPlane: PLANE,
        source: { kind: 'secret', namespace: 'x', name: 'y' },
      }),
    );
    expect(answer.status).toBe(422);
    expect(answer.body.error.code).toBe('Unsupported');
  });

  it('T19: what nobody claims is marked as ours on request, and its versions stay', async () => {
    const path = `${PAYMENTS}/generic/hand-made`;
    await write(path, { token: 'first' });
    await write(path, { token: 'theirs' });
    const etag = await lay('hand-made', path);
    const preview = await adopt('hand-made', etag, true);
    expect(preview.body).toMatchObject({
      dryRun: true,
      changes: [
        { object: 'SecretReference', action: 'update' },
        { object: 'StoreEntry', action: 'update' },
      ],
    });
    expect((await entry(path)).custom_metadata).toBeNull();
    const adopted = await adopt('hand-made', etag);
    expect(adopted.status).toBe(200);
    expect(await entry(path)).toMatchObject({
      current_version: 2,
      custom_metadata: {
        'managed-by': 'strongroom',
        installation: 'portal-a',
        namespace: PAYMENTS,
        name: 'hand-made',
      },
    });
    expect(await stored(path)).toEqual({ token: 'theirs' });
    const deleted = await portal
      .as('payments-dev')
      .delete(`/namespaces/${PAYMENTS}/secrets/hand-made`);
    expect(deleted.status).toBe(204);
    expect(await entry(path)).toBeUndefined();
  });

  it('T19: what another portal claims, or is not there, is left alone', async () => {
    const path = `${PAYMENTS}/generic/claimed`;
    await write(path, { token: 'theirs' });
    await root.send('POST', `secret/metadata/${path}`, {
      custom_metadata: {
        'managed-by': 'strongroom',
        installation: 'portal-b',
        namespace: PAYMENTS,
        name: 'claimed',
      },
    });
    const before = await entry(path);
    const refused = await adopt('claimed', await lay('claimed', path));
    expect(refused.status).toBe(409);
    expect(refused.body.error.code).toBe('NotOwned');
    expect(await entry(path)).toEqual(before);
    const etag = await lay('nothing', `${PAYMENTS}/generic/nothing`);
    expect((await adopt('nothing', etag)).body.error.code).toBe('NotOwned');
  });
});
