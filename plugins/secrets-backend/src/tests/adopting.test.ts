import {
  draftOf,
  PUSH_SECRETS,
  readStore,
  referenceOf,
  REFERENCES,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { layPlaneSecret } from './__testUtils__/layPlaneSecret';
import {
  Developer,
  path,
  PATIENCE_MS,
  startDeveloper,
} from './__testUtils__/startDeveloper';
import { TestPortal } from './__testUtils__/startPortal';
import { FRONTEND, PAYMENTS } from './__testUtils__/tenants';

const PLANE_NAMESPACE = `openchoreo-kv-${PAYMENTS}`;

describe('taking over what others made', () => {
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

  const objects = () => developer.control.objects;
  const lay = async (
    name: string,
    more: Parameters<typeof referenceOf>[2] = {},
  ) => objects().create(REFERENCES, referenceOf(PAYMENTS, name, more));
  const laySecret = (name: string, data: Record<string, string>) =>
    layPlaneSecret(portal, name, data, { namespace: PLANE_NAMESPACE });
  const layPushSecret = (
    name: string,
    remoteKey: string,
    deletionPolicy: string,
  ) =>
    objects().create(PUSH_SECRETS, {
      apiVersion: 'external-secrets.io/v1alpha1',
      kind: 'PushSecret',
      metadata: { namespace: PLANE_NAMESPACE, name },
      spec: {
        deletionPolicy,
        secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'default' }],
        selector: { secret: { name } },
        data: [
          {
            match: {
              secretKey: 'token',
              remoteRef: { remoteKey, property: 'token' },
            },
          },
        ],
      },
    } as never);
  const reference = (name: string): Promise<any> =>
    objects().get(REFERENCES, { namespace: PAYMENTS, name });
  const inPlane = (kind: typeof SECRETS, name: string): Promise<any> =>
    objects().find(kind, { namespace: PLANE_NAMESPACE, name });
  const everything = async (name: string) => [
    await reference(name),
    await inPlane(SECRETS, name),
    await inPlane(PUSH_SECRETS, name),
  ];
  const etagOf = async (name: string, client = developer.client) => {
    let etag = '';
    await eventually(async () => {
      const shown = await client.get(path(name));
      expect(shown.status).toBe(200);
      etag = shown.body.etag;
    }, PATIENCE_MS);
    return etag;
  };
  const adopt = async (
    name: string,
    options: {
      etag?: string;
      dryRun?: boolean;
      client?: Developer['client'];
      headers?: Record<string, string>;
    } = {},
  ) => {
    const { client = developer.client, dryRun = false } = options;
    const etag = options.etag ?? (await etagOf(name, client));
    return client.post(
      `${path(name)}/adopt${dryRun ? '?dryRun=true' : ''}`,
      undefined,
      { headers: { 'If-Match': etag, ...options.headers } },
    );
  };
  const briefly = (changes: any[]) =>
    changes.map(({ object, action }) => `${action} ${object}`);

  it('T19: a hand-made reference whose Secret is there is taken over, and its bytes stay untouched', async () => {
    await lay('hand-made', { labels: { team: 'payments' } });
    await laySecret('hand-made', { token: 'theirs', more: 'kept' });
    const before = await everything('hand-made');

    const preview = await adopt('hand-made', { dryRun: true });
    expect(preview.status).toBe(200);
    expect(preview.body).toMatchObject({ dryRun: true });
    expect(briefly(preview.body.changes)).toEqual([
      'update SecretReference',
      'keep Secret',
      'create PushSecret',
    ]);
    expect(await everything('hand-made')).toEqual(before);
    expect(
      await portal.knex('operations').where({ name: 'hand-made' }),
    ).toEqual([]);

    const headers = { 'Idempotency-Key': 'adopt-hand-made' };
    const etag = await etagOf('hand-made');
    const adopted = await adopt('hand-made', { etag, headers });
    expect(adopted.status).toBe(200);
    expect(adopted.body.changes).toEqual(preview.body.changes);
    expect(adopted.body.secret).toMatchObject({
      source: 'portal',
      managed: true,
      labels: { team: 'payments' },
    });
    const again = await adopt('hand-made', { etag, headers });
    expect(again.body.changes).toEqual(adopted.body.changes);
    const after = await everything('hand-made');
    expect(after[1]).toEqual(before[1]);
    expect(after[0].spec).toEqual(before[0].spec);
    expect(after[0].metadata.labels).toMatchObject({
      team: 'payments',
      'openchoreo.dev/managed-by': 'openchoreo-api',
    });
    expect(after[0].metadata.annotations).toMatchObject({
      'strongroom.dev/created-by': 'user:default/payments-dev',
    });
    await developer.synced('hand-made');
    expect(await readStore(portal, `${PAYMENTS}/generic/hand-made`)).toEqual({
      token: 'theirs',
    });

    const changed = await developer.client.patch(
      path('hand-made'),
      { data: { token: { value: 'ours' } } },
      { headers: { 'If-Match': await etagOf('hand-made') } },
    );
    expect(changed.status).toBe(200);
    expect((await developer.client.delete(path('hand-made'))).status).toBe(204);
    expect(await inPlane(SECRETS, 'hand-made')).toBeUndefined();
    const recorded = await portal
      .knex('record')
      .where({ name: 'hand-made', outcome: 'success' })
      .orderBy('seq');
    expect(recorded.map(({ action }) => action)).toEqual([
      'secret-adopt',
      'secret-update',
      'secret-delete',
    ]);
  }, 60_000);

  it('T19: what another writer left behind is taken over with its PushSecret, which then deletes what it pushed', async () => {
    await lay('left', {
      labels: { 'openchoreo.dev/managed-by': 'openchoreo-api' },
    });
    await laySecret('left', { token: 'theirs' });
    await layPushSecret('left', `secret/${PAYMENTS}/generic/left`, 'None');
    const before = await inPlane(SECRETS, 'left');
    const adopted = await adopt('left');
    expect(briefly(adopted.body.changes)).toEqual([
      'update SecretReference',
      'keep Secret',
      'update PushSecret',
    ]);
    expect((await inPlane(PUSH_SECRETS, 'left')).spec.deletionPolicy).toBe(
      'Delete',
    );
    expect(await inPlane(SECRETS, 'left')).toEqual(before);
    await developer.synced('left');
    const again = await adopt('left');
    expect(briefly(again.body.changes)).toEqual([
      'keep SecretReference',
      'keep Secret',
      'keep PushSecret',
    ]);
    expect((await developer.client.delete(path('left'))).status).toBe(204);
    expect(await readStore(portal, `${PAYMENTS}/generic/left`)).toBeUndefined();
  }, 60_000);

  it('S1.4: what Git keeps is not taken over until its marks are gone', async () => {
    const marker = 'argocd.argoproj.io/tracking-id';
    await lay('from-git', { annotations: { [marker]: 'app:x' } });
    await laySecret('from-git', { token: 't' });
    for (const dryRun of [true, false]) {
      const refused = await adopt('from-git', { dryRun });
      expect(refused.status).toBe(409);
      expect(refused.body.error).toMatchObject({
        code: 'NotOwned',
        message: expect.stringContaining('comes from Git'),
      });
    }
    await objects().mergePatch(
      REFERENCES,
      { namespace: PAYMENTS, name: 'from-git' },
      { metadata: { annotations: { [marker]: null } } },
    );
    await eventually(async () => {
      const adopted = await adopt('from-git');
      expect(adopted.status).toBe(200);
      expect(adopted.body.secret.source).toBe('portal');
    }, PATIENCE_MS);
  }, 60_000);

  it('T19 S1.6: what pushes somewhere else, or shows no connection, is left alone', async () => {
    await lay('elsewhere');
    await laySecret('elsewhere', { token: 't' });
    await layPushSecret(
      'elsewhere',
      `secret/${PAYMENTS}/generic/other`,
      'Delete',
    );
    await lay('unconnected', { path: `secret/${PAYMENTS}/generic/first` });
    await laySecret('unconnected', { token: 't' });
    for (const name of ['elsewhere', 'unconnected']) {
      await etagOf(name);
      const before = await everything(name);
      const refused = await adopt(name);
      expect({
        name,
        status: refused.status,
        code: refused.body.error?.code,
      }).toEqual({ name, status: 409, code: 'NotOwned' });
      expect((await everything(name))[0]).toEqual(before[0]);
      expect((await everything(name))[1]).toEqual(before[1]);
    }
    expect(await readStore(portal, `${PAYMENTS}/generic/first`)).toEqual({
      token: 'value',
    });
  }, 60_000);

  it('S1.6: a reference to a path alone becomes a link, to a foreign one only for who may', async () => {
    await lay('pointer', { path: `secret/${PAYMENTS}/kept/pointer` });
    const inside = await adopt('pointer');
    expect(briefly(inside.body.changes)).toEqual([
      'update SecretReference',
      'keep StoreEntry',
    ]);
    expect(inside.body.secret.delivery.state).toBe('Unknown');
    expect((await adopt('pointer')).body.error).toMatchObject({
      code: 'NotOwned',
      message: expect.stringContaining('is a link'),
    });

    await lay('foreigner', { path: `secret/${FRONTEND}/generic/theirs` });
    const before = await reference('foreigner');
    for (const dryRun of [true, false]) {
      const refused = await adopt('foreigner', { dryRun });
      expect(refused.status).toBe(403);
      expect(refused.body.error.code).toBe('NotAllowed');
    }
    expect(await reference('foreigner')).toEqual(before);
    const allowed = await adopt('foreigner', { client: portal.as('platform') });
    expect(allowed.status).toBe(200);
    const [row] = await portal.knex('links').where({ name: 'foreigner' });
    expect(row).toMatchObject({ foreign: 1, uid: before.metadata.uid });
    expect(JSON.parse(row.paths)).toEqual([
      `secret/${FRONTEND}/generic/theirs`,
    ]);
    expect((await developer.client.delete(path('foreigner'))).status).toBe(204);
    expect(
      await portal.knex('record').where({
        name: 'foreigner',
        action: 'secret-adopt',
        outcome: 'denied',
      }),
    ).toHaveLength(2);
  }, 60_000);

  it('T20: nobody takes over what he has not seen', async () => {
    await lay('seen-before');
    await laySecret('seen-before', { token: 't' });
    const seen = await etagOf('seen-before');
    for (const headers of [{}, { 'If-Match': '*' }] as Array<
      Record<string, string>
    >) {
      const answer = await developer.client.post(
        `${path('seen-before')}/adopt`,
        undefined,
        { headers },
      );
      expect(answer.status).toBe(428);
      expect(answer.body.error.code).toBe('VersionRequired');
    }
    await objects().mergePatch(
      SECRETS,
      { namespace: PLANE_NAMESPACE, name: 'seen-before' },
      { data: { token: Buffer.from('other').toString('base64') } },
    );
    for (const dryRun of [true, false]) {
      const stale = await adopt('seen-before', { etag: seen, dryRun });
      expect(stale.status).toBe(412);
      expect(stale.body.error.code).toBe('VersionConflict');
    }
    expect((await reference('seen-before')).metadata.labels).toBeUndefined();
  }, 60_000);

  it('T22: once the reference is taken over, what is left of an adoption is finished', async () => {
    await lay('interrupted');
    await laySecret('interrupted', { token: 't' });
    const etag = await etagOf('interrupted');
    developer.control.faults.add({
      match: { verb: 'create', resource: 'pushsecrets', times: 3 },
      effect: { type: 'status', code: 503 },
    });
    const answer = await adopt('interrupted', { etag });
    expect([200, 502, 504]).toContain(answer.status);
    await developer.synced('interrupted');
    await eventually(async () => {
      expect(
        await portal
          .knex('operations')
          .where({ name: 'interrupted', kind: 'adopt', state: 'done' }),
      ).toHaveLength(1);
    }, PATIENCE_MS);
  }, 90_000);
});
