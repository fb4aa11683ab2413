import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import { ContractClient } from './__testUtils__/ContractClient';
import {
  PUSH_SECRETS,
  readStore,
  REFERENCES,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import {
  BothDrivers,
  PLANES,
  startBothDrivers,
} from './__testUtils__/startBothDrivers';
import { path } from './__testUtils__/startDeveloper';
import { PAYMENTS } from './__testUtils__/tenants';

describe('changing single keys of a secret, and what describes it', () => {
  let both: BothDrivers;
  let developer: ContractClient;

  beforeAll(async () => {
    both = await startBothDrivers();
    developer = both.developer;
  }, 120_000);

  afterAll(() => both.stop());

  const patch = async (name: string, body: unknown, etag?: string) =>
    developer.patch(path(name), body, {
      headers: { 'If-Match': etag ?? (await both.etag(name)) },
    });
  const stored = (name: string, values: Record<string, string>) =>
    eventually(async () => {
      expect(
        await readStore(both.portal, `${PAYMENTS}/generic/${name}`),
      ).toEqual(values);
    }, 60_000);
  const reference = (name: string) =>
    both.portal.world.clusters['control-plane'].objects.get(REFERENCES, {
      namespace: PAYMENTS,
      name,
    });

  it.each(PLANES)(
    'S2.5 S2.11 S2.12: $driver sets, adds and removes keys and leaves the others as they are, unseen',
    async ({ plane, driver }) => {
      const name = `keys-${driver}`;
      await both.create(plane, name, { user: 'u', password: 'p', old: 'o' });
      await stored(name, { user: 'u', password: 'p', old: 'o' });
      const changed = await patch(name, {
        data: {
          password: { value: 'second-pass-word' },
          added: { value: 'a' },
          old: null,
        },
      });
      expect(changed.status).toBe(200);
      expect(changed.body).toMatchObject({
        keys: ['added', 'password', 'user'],
        updatedBy: 'user:default/payments-dev',
        warnings: [],
      });
      expect(changed.text).not.toContain('second-pass-word');
      expect(changed.headers.get('ETag')).toBe(changed.body.etag);
      await stored(name, {
        user: 'u',
        password: 'second-pass-word',
        added: 'a',
      });
      const listed = await developer.get(
        `/secrets?namespace=${PAYMENTS}&q=${name}`,
      );
      expect(listed.body.items[0].keys).toEqual(['added', 'password', 'user']);
      expect(await both.etag(name)).toBe(changed.body.etag);
    },
    120_000,
  );

  it('S2.5: metadata merges without a call to the plane, and null takes away', async () => {
    const name = 'described';
    await both.create(
      PLANES[0].plane,
      name,
      { token: 't' },
      {
        labels: { team: 'a', tier: 'b' },
        description: 'first',
        owner: 'group:default/team-payments',
      },
    );
    const etag = await both.etag(name);
    const changed = await patch(
      name,
      {
        labels: { team: null, app: 'shop' },
        description: 'second',
        owner: null,
        expiresAt: '2099-01-01T00:00:00Z',
        refreshInterval: '15m',
      },
      etag,
    );
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      labels: { tier: 'b', app: 'shop' },
      description: 'second',
      expiresAt: '2099-01-01T00:00:00.000Z',
      refreshInterval: '15m',
    });
    expect(changed.body.labels).not.toHaveProperty('team');
    expect(changed.body).not.toHaveProperty('owner');
    expect(await both.etag(name)).toBe(changed.body.etag);
    const back = await patch(name, { refreshInterval: null, expiresAt: null });
    expect(back.body.refreshInterval).toBe('1h');
    expect(back.body).not.toHaveProperty('expiresAt');
    expect((await patch(name, { description: 'late' }, etag)).status).toBe(412);
  });

  it('T16: labels and annotations of others survive, and reserved ones are refused', async () => {
    const name = 'shared-labels';
    await both.create(PLANES[0].plane, name, { token: 't', other: 'o' });
    const { objects } = both.portal.world.clusters['control-plane'];
    await objects.mergePatch(
      REFERENCES,
      { namespace: PAYMENTS, name },
      {
        metadata: {
          labels: { 'example.com/theirs': 'kept' },
          annotations: { 'example.com/note': 'kept' },
        },
      },
    );
    const changed = await patch(name, {
      data: { token: { value: 't2' }, other: null },
      labels: { mine: 'x' },
    });
    expect(changed.status).toBe(200);
    const { metadata, spec } = (await reference(name)) as any;
    expect(metadata.labels).toMatchObject({
      'example.com/theirs': 'kept',
      mine: 'x',
      'openchoreo.dev/managed-by': 'openchoreo-api',
    });
    expect(metadata.annotations).toMatchObject({
      'example.com/note': 'kept',
      [ANNOTATIONS.createdBy]: 'user:default/payments-dev',
    });
    expect(spec.data.map(({ secretKey }: any) => secretKey)).toEqual(['token']);
    const refused = await patch(name, {
      labels: { 'openchoreo.dev/managed-by': null, 'strongroom.dev/x': 'y' },
    });
    expect(refused.body.error.details.map(({ field }: any) => field)).toEqual([
      'labels.openchoreo.dev/managed-by',
      'labels.strongroom.dev/x',
    ]);
  });

  it('T20: without If-Match, or with any state at all, nothing is changed', async () => {
    const name = 'unseen';
    await both.create(PLANES[0].plane, name, { token: 't' });
    const without: Record<string, string>[] = [{}, { 'If-Match': '*' }];
    for (const headers of without) {
      const answer = await developer.patch(
        path(name),
        { data: { token: { value: 'x' } } },
        { headers },
      );
      expect([answer.status, answer.body.error.code]).toEqual([
        428,
        'VersionRequired',
      ]);
    }
    expect((await patch(name, { description: 'x' }, '"mine"')).status).toBe(
      412,
    );
  });

  it('S1.4: a reference from Git keeps what it says: its values can be set, and nothing else', async () => {
    const name = 'from-git';
    await both.create(PLANES[0].plane, name, { token: 't', other: 'o' });
    await stored(name, { token: 't', other: 'o' });
    const { objects } = both.portal.world.clusters['control-plane'];
    await objects.mergePatch(
      REFERENCES,
      { namespace: PAYMENTS, name },
      {
        metadata: {
          annotations: { 'argocd.argoproj.io/tracking-id': 'app:x' },
        },
      },
    );
    const refused = await patch(name, {
      data: { token: null, added: { value: 'x' }, other: { value: 'y' } },
      labels: { a: 'b' },
      description: 'x',
    });
    expect([refused.status, refused.body.error.code]).toEqual([
      409,
      'NotOwned',
    ]);
    expect(
      refused.body.error.details.map(({ field }: any) => field).sort(),
    ).toEqual(['data.added', 'data.token', 'description', 'labels']);
    const before = await reference(name);
    const set = await patch(name, { data: { token: { value: 't2' } } });
    expect(set.status).toBe(200);
    expect(set.body.source).toBe('gitops');
    await stored(name, { token: 't2', other: 'o' });
    expect((await reference(name)).metadata.resourceVersion).toBe(
      before.metadata.resourceVersion,
    );
  }, 120_000);

  it('a value that is gone from the plane is told, and comes back with all keys', async () => {
    const name = 'lost';
    await both.create(PLANES[0].plane, name, { token: 't' });
    await stored(name, { token: 't' });
    const { objects } = both.portal.world.clusters['control-plane'];
    await objects.delete(SECRETS, {
      namespace: `openchoreo-kv-${PAYMENTS}`,
      name,
    });
    const refused = await patch(name, { data: { token: { value: 'x' } } });
    expect([refused.status, refused.body.error.code]).toEqual([
      409,
      'NotOwned',
    ]);
    const replaced = await developer.put(
      `${path(name)}/data`,
      { data: { token: { value: 'again' } } },
      { headers: { 'If-Match': await both.etag(name) } },
    );
    expect(replaced.status).toBe(200);
    await stored(name, { token: 'again' });
    expect(
      await objects.find(PUSH_SECRETS, {
        namespace: `openchoreo-kv-${PAYMENTS}`,
        name,
      }),
    ).toBeDefined();
  }, 120_000);
});
