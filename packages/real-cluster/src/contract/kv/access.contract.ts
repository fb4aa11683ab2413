import type { KvApi } from '../world';
import { withWorld } from '../world';
import { absent, denied, errors, seen, unknownToken } from './answers';
import { Entry, mergePatch } from './Entry';

const stage = withWorld();
const entry = Entry.on(stage);

describe('a token', () => {
  /** Of a new token with a policy for this case alone. */
  async function limitedTo(rules: string): Promise<KvApi> {
    const { kv } = stage.world;
    await kv.setPolicy(stage.ns, rules);
    return entry.as(await kv.createToken([stage.ns]));
  }

  it('is denied what its policies do not allow, whether something is there or not', async () => {
    const limited = await limitedTo(
      `path "secret/data/${entry.path}" { capabilities = ["create", "update"] }`,
    );
    const data = `secret/data/${entry.path}`;
    const body = { data: { p: '1' } };
    expect((await limited.call('POST', data, body)).code).toBe(200);
    const based = { ...body, options: { cas: 1 } };
    const refused = [
      await limited.call('GET', data),
      await limited.call('POST', `${data}-other`, body),
      await limited.call('PATCH', data, body, { 'Content-Type': mergePatch }),
      await limited.call('PATCH', data, based, { 'Content-Type': mergePatch }),
      await limited.call('DELETE', data),
      await limited.call('GET', `secret/metadata/${entry.path}`),
      await limited.call('DELETE', `secret/metadata/${entry.path}`),
      await limited.call('GET', `secret/subkeys/${entry.path}?depth=1`),
      await limited.call('GET', `secret/metadata/${entry.folder}/?list=true`),
      await limited.call('POST', `secret/destroy/${entry.path}`, {
        versions: [1],
      }),
      await limited.call('GET', 'secret/data/absent'),
    ];
    for (const one of refused) {
      expect(seen(one)).toEqual(denied);
    }
    expect((await entry.read()).body.data.data).toEqual({ p: '1' });
  });

  it('needs create for a first value and update for a later one', async () => {
    const limited = await limitedTo(
      `path "secret/data/${entry.path}" { capabilities = ["create"] }`,
    );
    const write = () =>
      limited.call('POST', `secret/data/${entry.path}`, { data: { p: '1' } });
    expect((await write()).code).toBe(200);
    expect(seen(await write())).toEqual(denied);
    await entry.send('DELETE', 'data');
    expect(seen(await write())).toEqual(denied);
    await entry.send('DELETE', 'metadata');
    expect((await write()).code).toBe(200);
  });

  it('is refused in other words when it is unknown, missing, expired or revoked', async () => {
    const { kv } = stage.world;
    const data = `secret/data/${entry.path}`;
    for (const token of ['', 'garbage', 's.0123456789abcdefghijklmn']) {
      expect(seen(await entry.as(token).call('GET', data))).toEqual(
        unknownToken,
      );
    }
    const revoked = await kv.createToken(['root']);
    expect(seen(await entry.as(revoked).call('GET', data))).toEqual(absent);
    expect(
      seen(await entry.as(revoked).call('POST', 'auth/token/revoke-self')),
    ).toEqual([204, '']);
    expect(seen(await entry.as(revoked).call('GET', data))).toEqual(
      unknownToken,
    );
    const brief = entry.as(await kv.createToken(['default'], 1));
    const self = () => brief.call('GET', 'auth/token/lookup-self');
    expect((await self()).code).toBe(200);
    await new Promise(resolve => setTimeout(resolve, 1_500));
    expect(seen(await self())).toEqual(unknownToken);
    expect(seen(await brief.call('POST', 'auth/token/renew-self', {}))).toEqual(
      unknownToken,
    );
  });

  it('tells how long it lasts, and lasts longer when it is renewed', async () => {
    const { kv } = stage.world;
    const limited = entry.as(await kv.createToken(['default'], 600));
    const self = await limited.call('GET', 'auth/token/lookup-self');
    expect(self.body.data).toMatchObject({
      creation_ttl: 600,
      policies: ['default'],
      renewable: true,
      type: 'service',
      ttl: expect.any(Number),
    });
    expect(self.body.data.ttl).toBeGreaterThan(590);
    const renewed = await limited.call('POST', 'auth/token/renew-self', {});
    expect(renewed.code).toBe(200);
    expect(renewed.body.auth).toMatchObject({
      client_token: expect.any(String),
      lease_duration: 600,
      renewable: true,
      policies: ['default'],
    });
    const root = await stage.kv.call('GET', 'auth/token/lookup-self');
    expect(root.body.data).toMatchObject({ ttl: 0, policies: ['root'] });
  });

  it('reaches no mount that is not there, and one that it has no right to as little', async () => {
    expect(seen(await stage.kv.call('GET', 'nomount/data/x'))).toEqual([
      404,
      errors('no handler for route "nomount/data/x". route entry not found.'),
    ]);
    const mount = await stage.kv.call('GET', 'sys/internal/ui/mounts/secret');
    expect([mount.code, mount.body.data]).toEqual([
      200,
      expect.objectContaining({
        type: 'kv',
        path: 'secret/',
        options: { version: '2' },
      }),
    ]);
    const refused = (path: string) => [
      403,
      errors(
        `preflight capability check returned 403, please ensure client's policies grant access to path "${path}/"`,
      ),
    ];
    const lookUp = (kv: KvApi, path: string) =>
      kv.call('GET', `sys/internal/ui/mounts/${path}`);
    expect(seen(await lookUp(stage.kv, 'nomount'))).toEqual(refused('nomount'));
    const nobody = await limitedTo(
      'path "other/*" { capabilities = ["read"] }',
    );
    expect(seen(await lookUp(nobody, 'secret'))).toEqual(refused('secret'));
    const somebody = await limitedTo(
      `path "secret/data/${entry.path}" { capabilities = ["read"] }`,
    );
    expect((await lookUp(somebody, 'secret')).code).toBe(200);
  });

  it('is not had by a way to log in that is not there', async () => {
    const nobody = entry.as('');
    for (const [path, body] of [
      ['auth/approle/login', { role_id: 'x', secret_id: 'y' }],
      ['auth/kubernetes/login', { role: 'x', jwt: 'y' }],
      ['auth/jwt/login', { role: 'x', jwt: 'y' }],
    ] as const) {
      expect(seen(await nobody.call('POST', path, body))).toEqual(unknownToken);
      expect(seen(await stage.kv.call('POST', path, body))).toEqual([
        404,
        errors(`no handler for route "${path}". route entry not found.`),
      ]);
    }
  });

  it('that never ends cannot be renewed', async () => {
    expect(
      seen(await stage.kv.call('POST', 'auth/token/renew-self', {})),
    ).toEqual([400, errors('invalid lease ID')]);
  });
});
