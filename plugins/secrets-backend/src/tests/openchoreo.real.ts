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
import { Material, materialOfEveryType } from './__testUtils__/materialOf';
import {
  SharedEstate,
  startWithOpenChoreo,
} from './__testUtils__/startWithOpenChoreo';
import { PAYMENTS } from './__testUtils__/tenants';

jest.setTimeout(120_000);

const PLANE_NAMESPACE = `openchoreo-kv-${PAYMENTS}`;
const GIT_SECRETS = `/api/v1alpha1/namespaces/${PAYMENTS}/gitsecrets`;
const NAMES = ['Opaque', 'basic-auth', 'ssh-auth', 'registry', 'tls'];

let estate: SharedEstate;
let developer: ContractClient;
let materials: Material[];

beforeAll(async () => {
  estate = await startWithOpenChoreo();
  developer = estate.portal.as('payments-dev');
  materials = await materialOfEveryType();
}, 180_000);

afterAll(() => estate?.stop(), 60_000);

const path = (name: string) => `/namespaces/${PAYMENTS}/secrets/${name}`;
const create = async (draft: object) => {
  const made = await developer.post(`/namespaces/${PAYMENTS}/secrets`, draft);
  expect(made).toMatchObject({ status: 201 });
  return made;
};
const theirs = (method: string, name?: string, body?: unknown) =>
  estate.api.send(method, estate.api.secrets(PAYMENTS, name), body);
const occ = (...args: string[]) => estate.occ.run(...args, '-n', PAYMENTS);
const objects = () => estate.portal.world.clusters['control-plane'].objects;
const stored = (name: string, segment = 'generic') =>
  readStore(estate.portal, `${PAYMENTS}/${segment}/${name}`);
const arrives = (
  name: string,
  values: Record<string, string>,
  segment = 'generic',
) =>
  eventually(async () => {
    expect(await stored(name, segment)).toEqual(values);
  });
const stateOf = async (name: string) =>
  (await developer.get(path(name))).body.delivery?.state;
const synced = (name: string) =>
  eventually(async () => expect(await stateOf(name)).toBe('Synced'));
const base64 = (values: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      Buffer.from(value).toString('base64'),
    ]),
  );

describe.each(NAMES.map((name, index) => [name, index] as const))(
  'a secret of type %s',
  (kind, index) => {
    const name = kind.toLowerCase();

    it('made here is listed, read, updated and deleted by OpenChoreo', async () => {
      const { type, segment, data } = materials[index];
      const ours = `ours-${name}`;
      await create({ ...draftOf(ours, data), type });
      await arrives(ours, data, segment);

      const list = await occ('list');
      expect(list.stdout).toMatch(
        new RegExp(`^${ours} +${type} +ClusterDataPlane/default +\\d+s$`, 'm'),
      );
      const listed = await theirs('GET');
      expect(listed.body.items).toContainEqual(
        expect.objectContaining({ type, data: base64(data) }),
      );
      const read = await theirs('GET', ours);
      expect(read.body).toMatchObject({ type, data: base64(data) });

      const [key] = Object.keys(data);
      const changed = { ...data, [key]: `${data[key]} ` };
      const updated = await occ(
        'update',
        ours,
        '--from-literal',
        `${key}=${changed[key]}`,
      );
      expect(updated).toMatchObject({ code: 0, stderr: '' });
      await arrives(ours, changed, segment);
      await synced(ours);

      expect(await occ('delete', ours)).toMatchObject({ code: 0 });
      await eventually(async () => {
        expect((await developer.get(path(ours))).status).toBe(404);
        expect(await stored(ours, segment)).toBeUndefined();
      });
    });

    it('made by OpenChoreo is listed, shown and deleted here', async () => {
      const { type, segment, data } = materials[index];
      const made = `theirs-${name}`;
      const answer = await theirs('POST', undefined, {
        secretName: made,
        secretType: type,
        targetPlane: PLANE,
        data,
        labels: { team: 'payments' },
      });
      expect(answer.code).toBe(201);
      await synced(made);
      expect(await stored(made, segment)).toEqual(data);

      const list = await developer.get(`/secrets?namespace=${PAYMENTS}`);
      expect(list.body.items).toContainEqual(
        expect.objectContaining({
          name: made,
          type,
          source: 'openchoreo-api',
          managed: true,
          keys: Object.keys(data).sort(),
          labels: { team: 'payments' },
        }),
      );
      const details = await developer.get(path(made));
      expect(details.body).toMatchObject({
        source: 'openchoreo-api',
        managed: true,
        targetPlane: PLANE,
        refreshInterval: '1h',
        warnings: [],
        delivery: { state: 'Synced' },
        permissions: { update: true, delete: true },
      });
      for (const value of Object.values(data)) {
        expect(details.text).not.toContain(value);
      }

      const deleted = await developer.delete(path(made), {
        headers: { 'If-Match': details.headers.get('ETag')! },
      });
      expect(deleted.status).toBe(204);
      expect((await theirs('GET', made)).code).toBe(404);
      expect(await stored(made, segment)).toBeUndefined();
      expect(
        (await objectsOf(estate.portal, PAYMENTS)).filter(object =>
          object.endsWith(`/${made}`),
        ),
      ).toEqual([]);
    });
  },
);

describe('an update by OpenChoreo of a secret made here', () => {
  const described = {
    description: 'The database of the shop',
    owner: 'group:default/team-payments',
    expiresAt: '2030-01-01T00:00:00.000Z',
  };

  async function make(name: string) {
    await create(
      draftOf(
        name,
        { user: 'u', pass: 'p' },
        { ...described, labels: { team: 'payments' }, category: 'generic' },
      ),
    );
    await synced(name);
    const { body } = await developer.get(path(name));
    expect(body).toMatchObject(described);
    return body;
  }

  it.each([
    [
      'by `occ`, which hands on the category alone',
      'updated-occ',
      () => occ('update', 'updated-occ', '--from-literal', 'pass=q'),
      {},
    ],
    [
      'by PUT with the labels it has',
      'updated-with',
      () =>
        theirs('PUT', 'updated-with', {
          data: { user: 'u', pass: 'q' },
          labels: {
            team: 'payments',
            'openchoreo.dev/secret-type': 'generic',
          },
        }),
      { team: 'payments' },
    ],
    [
      'by PUT without labels',
      'updated-without',
      () =>
        theirs('PUT', 'updated-without', { data: { user: 'u', pass: 'q' } }),
      {},
    ],
  ])(
    'leaves description, owner and expiry, and is noticed: %s',
    async (_, name, update, labels) => {
      const before = await make(name);
      await update();
      await arrives(name, { user: 'u', pass: 'q' });
      const { body: after } = await developer.get(path(name));
      expect(after).toMatchObject({
        ...described,
        source: 'portal',
        managed: true,
        keys: ['pass', 'user'],
        labels,
        createdAt: before.createdAt,
        refreshInterval: before.refreshInterval,
      });
      // the reference may be as it was: the change is in the plane alone
      expect(after.etag).not.toBe(before.etag);
      const stale = await developer.delete(path(name), {
        headers: { 'If-Match': before.etag },
      });
      expect([stale.status, stale.body.error.code]).toEqual([
        412,
        'VersionConflict',
      ]);
      await synced(name);
      const { body: shown } = await developer.get(path(name));
      const gone = await developer.delete(path(name), {
        headers: { 'If-Match': shown.etag },
      });
      expect(gone.status).toBe(204);
      expect(await stored(name)).toBeUndefined();
    },
  );

  it('leaves annotations and finalizers on the reference', async () => {
    await make('finalized');
    const place = { namespace: PAYMENTS, name: 'finalized' };
    await objects().mergePatch(REFERENCES, place, {
      metadata: { finalizers: ['strongroom.dev/test'] },
    });
    const before = await objects().get(REFERENCES, place);
    await theirs('PUT', 'finalized', { data: { only: 'x' } });
    const after = await objects().get(REFERENCES, place);
    expect(after.metadata).toMatchObject({
      uid: before.metadata.uid,
      annotations: before.metadata.annotations,
      finalizers: before.metadata.finalizers,
      labels: { 'openchoreo.dev/managed-by': 'openchoreo-api' },
    });
    await objects().mergePatch(REFERENCES, place, {
      metadata: { finalizers: null },
    });
  });

  it('takes a key that it drops out of the store, though it stays in the Secret', async () => {
    await make('dropped');
    await theirs('PUT', 'dropped', { data: { user: 'v' } });
    await arrives('dropped', { user: 'v' });
    await synced('dropped');
    const { body } = await developer.get(path('dropped'));
    expect(body).toMatchObject({ ...described, keys: ['user'] });
    const secret = await objects().get(SECRETS, {
      namespace: PLANE_NAMESPACE,
      name: 'dropped',
    });
    expect(Object.keys(secret.data!).sort()).toEqual(['pass', 'user']);
    expect((await theirs('GET', 'dropped')).body.data).toHaveProperty('pass');
    expect((await developer.delete(path('dropped'))).status).toBe(204);
    expect(await objectsOf(estate.portal, PAYMENTS)).not.toContain(
      'secrets/dropped',
    );
  });
});

describe("OpenChoreo's older git secrets", () => {
  const git = {
    secretName: 'old-git',
    secretType: 'basic-auth',
    workflowPlaneKind: 'ClusterWorkflowPlane',
    workflowPlaneName: 'default',
    username: 'robot',
    token: 'git-token-1',
  };

  it('show as read only, with the warning that their value outlives them', async () => {
    expect((await estate.api.send('POST', GIT_SECRETS, git)).code).toBe(201);
    await eventually(async () => {
      expect(await stored('old-git', 'git')).toEqual({
        username: 'robot',
        password: 'git-token-1',
      });
    });
    await eventually(async () => {
      const { body } = await developer.get(path('old-git'));
      expect(body).toMatchObject({
        source: 'openchoreo-api',
        category: 'git-credentials',
        type: 'kubernetes.io/basic-auth',
        targetPlane: { kind: 'ClusterWorkflowPlane', name: 'default' },
        keys: ['password', 'username'],
        permissions: { update: false, delete: false },
        delivery: { state: 'Synced' },
      });
      expect(JSON.stringify(body.warnings)).toContain('stays in the store');
    });
    const refused = await developer.delete(path('old-git'));
    expect([refused.status, refused.body.error.code]).toEqual([
      409,
      'NotOwned',
    ]);
    expect(await stored('old-git', 'git')).toBeDefined();
  });

  it('keep their value in the store when OpenChoreo deletes them, and are gone here', async () => {
    const gone = await estate.api.send('DELETE', `${GIT_SECRETS}/old-git`);
    expect(gone.code).toBe(204);
    await eventually(async () => {
      expect((await developer.get(path('old-git'))).status).toBe(404);
    });
    expect(
      await objects().find(PUSH_SECRETS, {
        namespace: `workflows-${PAYMENTS}`,
        name: 'old-git',
      }),
    ).toBeUndefined();
    expect(await stored('old-git', 'git')).toBeDefined();
  });
});
