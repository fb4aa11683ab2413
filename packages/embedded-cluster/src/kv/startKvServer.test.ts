import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestClock } from '../clock';
import { openStateFile } from '../storage';
import { KvServer, StartKvServerOptions } from './types';
import { startKvServer } from './startKvServer';

const mergePatch = 'application/merge-patch+json';
const casMismatch = 'check-and-set parameter did not match the current version';
const policyDenial = '1 error occurred:\n\t* permission denied\n\n';

describe('startKvServer', () => {
  const running: KvServer[] = [];

  async function start(options: StartKvServerOptions = {}): Promise<KvServer> {
    const server = await startKvServer(options);
    running.push(server);
    return server;
  }

  afterEach(async () => {
    await Promise.all(running.splice(0).map(server => server.stop()));
  });

  function client(server: KvServer, token: string = server.token) {
    return async (
      method: string,
      path: string,
      body?: unknown,
      contentType: string = 'application/json',
    ) => {
      const response = await fetch(`${server.address}/v1/${path}`, {
        method,
        headers: { 'x-vault-token': token, 'content-type': contentType },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      return {
        status: response.status,
        body: text ? JSON.parse(text) : undefined,
      };
    };
  }

  it('keeps versions and answers with the recorded frame and texts', async () => {
    const call = client(await start());
    const written = await call('POST', 'secret/data/a/x', {
      data: { u: '1', p: '2' },
    });
    expect(written).toEqual({
      status: 200,
      body: {
        request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        lease_id: '',
        renewable: false,
        lease_duration: 0,
        data: {
          created_time: expect.stringMatching(
            /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z$/,
          ),
          custom_metadata: null,
          deletion_time: '',
          destroyed: false,
          version: 1,
        },
        wrap_info: null,
        warnings: null,
        auth: null,
      },
    });
    for (const [method, body, contentType, status, errors] of [
      ['POST', { data: {}, options: { cas: 0 } }, undefined, 400, casMismatch],
      ['POST', {}, undefined, 400, 'no data provided'],
      [
        'PATCH',
        { data: {} },
        'application/json',
        415,
        `PATCH requires Content-Type of ${mergePatch}, provided application/json`,
      ],
      [
        'PATCH',
        { data: {}, options: { cas: 9 } },
        mergePatch,
        400,
        casMismatch,
      ],
    ] as const) {
      expect(
        await call(method, 'secret/data/a/x', body, contentType),
      ).toMatchObject({ status, body: { errors: [errors] } });
    }
    const patched = await call(
      'PATCH',
      'secret/data/a/x',
      { data: { u: null, n: { deep: 'é\n\u0000"' } }, options: { cas: 1 } },
      mergePatch,
    );
    expect(patched.body.data.version).toBe(2);
    const read = await call('GET', 'secret/data/a/x');
    expect(read.body.data.data).toEqual({ p: '2', n: { deep: 'é\n\u0000"' } });
    const first = await call('GET', 'secret/data/a/x?version=1');
    expect(first.body.data.data).toEqual({ u: '1', p: '2' });
    const subkeys = await call('GET', 'secret/subkeys/a/x');
    expect(subkeys.body.data.subkeys).toEqual({ p: null, n: { deep: null } });
    const shallow = await call('GET', 'secret/subkeys/a/x?depth=1');
    expect(shallow.body.data.subkeys).toEqual({ p: null, n: null });
    expect(await call('GET', 'secret/data/a/x?version=7')).toEqual({
      status: 404,
      body: { errors: [] },
    });
  });

  it('deletes softly, undeletes, destroys, and forgets with the metadata', async () => {
    const call = client(await start());
    for (const u of ['1', '2', '3']) {
      await call('PUT', 'secret/data/x', { data: { u } });
    }
    expect(await call('DELETE', 'secret/data/x')).toEqual({ status: 204 });
    const gone = await call('GET', 'secret/data/x');
    expect(gone).toMatchObject({
      status: 404,
      body: {
        data: { data: null, metadata: { destroyed: false, version: 3 } },
      },
    });
    expect(gone.body.data.metadata.deletion_time).toMatch(/Z$/);
    expect(
      await call('POST', 'secret/data/x', { data: {}, options: { cas: 0 } }),
    ).toMatchObject({ status: 400, body: { errors: [casMismatch] } });
    await call('POST', 'secret/undelete/x', { versions: [3] });
    expect((await call('GET', 'secret/data/x')).body.data.data.u).toBe('3');
    await call('PUT', 'secret/destroy/x', { versions: [1] });
    await call('POST', 'secret/delete/x', { versions: [2] });
    const { body } = await call('GET', 'secret/metadata/x');
    expect(body.data).toMatchObject({
      current_version: 3,
      max_versions: 0,
      delete_version_after: '0s',
      versions: {
        1: { destroyed: true },
        2: { destroyed: false, deletion_time: expect.stringMatching(/Z$/) },
        3: { destroyed: false, deletion_time: '' },
      },
    });
    expect(await call('POST', 'secret/destroy/x', {})).toMatchObject({
      status: 400,
      body: { errors: ['no version number provided'] },
    });
    expect((await call('DELETE', 'secret/metadata/x')).status).toBe(204);
    for (const path of ['secret/metadata/x', 'secret/data/x']) {
      expect(await call('GET', path)).toEqual({
        status: 404,
        body: { errors: [] },
      });
    }
  });

  it('takes metadata only as of the version that was read, when one is named', async () => {
    const call = client(await start());
    await call('POST', 'secret/data/x', { data: { a: '1' } });
    const mark = (owner: string) =>
      call('POST', 'secret/metadata/x', {
        custom_metadata: { owner },
        metadata_cas: 0,
      });
    expect((await mark('t')).status).toBe(204);
    const late = await mark('u');
    expect([late.status, late.body]).toEqual([
      400,
      {
        errors: [
          'metadata check-and-set parameter does not match the current version',
        ],
      },
    ]);
  });

  it('keeps custom metadata, prunes versions, and can demand check-and-set', async () => {
    const call = client(await start());
    await call('POST', 'secret/metadata/x', {
      max_versions: 2,
      custom_metadata: { 'managed-by': 'strongroom' },
    });
    await call(
      'PATCH',
      'secret/metadata/x',
      { custom_metadata: { owner: 't' } },
      mergePatch,
    );
    for (const u of ['1', '2', '3']) {
      await call('POST', 'secret/data/x', { data: { u } });
    }
    const { body } = await call('GET', 'secret/metadata/x');
    expect(body.data).toMatchObject({
      custom_metadata: { 'managed-by': 'strongroom', owner: 't' },
      current_metadata_version: 2,
      current_version: 3,
      oldest_version: 2,
    });
    expect(Object.keys(body.data.versions)).toEqual(['2', '3']);
    const read = await call('GET', 'secret/data/x');
    expect(read.body.data.metadata.custom_metadata).toEqual({
      'managed-by': 'strongroom',
      owner: 't',
    });
    expect(
      await call('POST', 'secret/metadata/x', {
        custom_metadata: { a: 'x'.repeat(513) },
      }),
    ).toMatchObject({ status: 400 });
    expect(await call('POST', 'secret/config', { cas_required: true })).toEqual(
      { status: 204 },
    );
    expect(await call('POST', 'secret/data/y', { data: {} })).toMatchObject({
      status: 400,
      body: { errors: ['check-and-set parameter required for this call'] },
    });
    const config = await call('GET', 'secret/config');
    expect(config.body.data.cas_required).toBe(true);
  });

  it('lists by both ways of asking, and scans', async () => {
    const server = await start();
    const call = client(server);
    for (const path of ['a/x', 'a/b/c', 'top']) {
      await call('POST', `secret/data/${path}`, { data: { k: 'v' } });
    }
    for (const [method, path, keys] of [
      ['LIST', 'secret/metadata', ['a/', 'top']],
      ['GET', 'secret/metadata/a?list=true', ['b/', 'x']],
      ['LIST', 'secret/metadata/a/', ['b/', 'x']],
      ['GET', 'secret/metadata?scan=true', ['a/b/c', 'a/x', 'top']],
    ] as const) {
      const listed = await call(method, path);
      expect([method, path, listed.body.data.keys]).toEqual([
        method,
        path,
        keys,
      ]);
    }
    expect(await call('LIST', 'secret/metadata/nothing')).toEqual({
      status: 404,
      body: { errors: [] },
    });
    expect(
      server.requestLog.count({ verb: 'list', resource: 'metadata' }),
    ).toBe(4);
  });

  it('lets a token do what its policies say, and nothing else', async () => {
    const clock = TestClock.create();
    const server = await start({ clock });
    const root = client(server);
    await root('PUT', 'sys/policies/acl/ns-a', {
      policy: `
        # the tenant's own
        path "secret/data/a/*" { capabilities = ["create", "read", "patch"] }
        path "secret/metadata/a/*" { capabilities = ["list"] }
        path "secret/data/a/closed" { capabilities = ["deny"] }
        path "secret/+/shared/*" { capabilities = ["read"] }
        path "secret/data/a/exact" { capabilities = ["create", "update"] }
      `,
    });
    await root('PUT', 'sys/policies/acl/json', {
      policy: JSON.stringify({
        path: { 'secret/data/a/*': { capabilities: ['delete'] } },
      }),
    });
    const created = await root('POST', 'auth/token/create', {
      policies: ['ns-a', 'json'],
      ttl: '5s',
      period: '0s',
    });
    expect(created.body.auth).toMatchObject({
      policies: ['default', 'json', 'ns-a'],
      lease_duration: 5,
      renewable: true,
      token_type: 'service',
    });
    const tenant = client(server, created.body.auth.client_token);
    const data = { data: { k: 'v' } };
    const outcomes: [string, string, number][] = [
      ['POST', 'secret/data/a/one', 200],
      ['POST', 'secret/data/a/one', 403],
      ['GET', 'secret/data/a/one', 200],
      ['DELETE', 'secret/data/a/one', 204],
      ['LIST', 'secret/metadata/a', 200],
      ['GET', 'secret/metadata/a/one', 403],
      ['POST', 'secret/data/b/one', 403],
      ['GET', 'secret/data/a/exact', 403],
      ['POST', 'secret/data/a/exact', 200],
      ['POST', 'secret/data/a/exact', 200],
      ['GET', 'secret/metadata/shared/one', 404],
      ['LIST', 'secret/metadata/shared/one', 403],
      ['GET', 'secret/internal', 403],
      ['GET', 'sys/internal/ui/mounts/secret/a/one', 200],
      ['GET', 'sys/internal/ui/mounts/other', 403],
      ['PUT', 'sys/seal', 403],
      ['POST', 'auth/token/create', 403],
    ];
    for (const [method, path, status] of outcomes) {
      const body = method === 'POST' ? data : undefined;
      const answer = await tenant(method, path, body);
      expect([method, path, answer.status]).toEqual([method, path, status]);
    }
    for (const path of ['secret/data/a/closed', 'secret/data/b/x']) {
      expect(await tenant('POST', path, data)).toEqual({
        status: 403,
        body: { errors: [policyDenial] },
      });
    }

    await clock.advance(4000);
    const renewed = await tenant('POST', 'auth/token/renew-self', {
      increment: '60s',
    });
    expect(renewed.body.auth.lease_duration).toBe(60);
    await clock.advance(59_000);
    const self = await tenant('GET', 'auth/token/lookup-self');
    expect(self.body.data).toMatchObject({ ttl: 1, type: 'service' });
    await clock.advance(1000);
    for (const token of [created.body.auth.client_token, 'garbage', '']) {
      const answer = await client(server, token)('GET', 'secret/data/a/one');
      expect(answer).toEqual({
        status: 403,
        body: { errors: ['permission denied'] },
      });
    }
  });

  it('answers for paths, mounts and sizes as the real one', async () => {
    const server = await start({ mounts: ['secret', 'team/kv'] });
    const call = client(server);
    expect(await call('GET', 'nomount/data/x')).toEqual({
      status: 404,
      body: {
        errors: [
          'no handler for route "nomount/data/x". route entry not found.',
        ],
      },
    });
    expect(
      (
        await fetch(`${server.address}/v1/secret/data/a//b`, {
          redirect: 'manual',
        })
      ).headers.get('location'),
    ).toBe('/v1/secret/data/a/b');
    expect(await call('GET', 'secret/data/..%2fx')).toMatchObject({
      status: 400,
      body: { errors: ['relative paths not supported'] },
    });
    await call('POST', 'team/kv/data/x', { data: { k: 'v' } });
    expect((await call('GET', 'team/kv/data/x')).status).toBe(200);
    const mounts = await call('GET', 'sys/mounts');
    expect(mounts.body.data['team/kv/']).toMatchObject({
      type: 'kv',
      options: { version: '2' },
    });
    const preflight = await call('GET', 'sys/internal/ui/mounts/team/kv/x');
    expect(preflight.body.data.path).toBe('team/kv/');
    const tooLarge = await call('POST', 'secret/data/big', {
      data: { k: 'x'.repeat(1_048_576) },
    });
    expect(tooLarge.status).toBe(500);
    expect(tooLarge.body.errors[0]).toMatch(
      /^1 error occurred:\n\t\* put failed due to value being too large; got \d+ bytes, max 1048576 bytes\n\n$/,
    );
    const awkward = JSON.parse(
      '{"__proto__":"a","constructor":"b","😀":"\ud800"}',
    );
    await call('POST', 'secret/data/keys', { data: awkward });
    const keys = await call('GET', 'secret/data/keys');
    expect(Object.entries(keys.body.data.data)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['😀', '\ufffd'],
    ]);
  });

  it('seals and unseals', async () => {
    const server = await start();
    const call = client(server);
    expect((await call('GET', 'sys/health')).status).toBe(200);
    expect((await call('GET', 'sys/leader')).body.is_self).toBe(true);
    expect((await call('PUT', 'sys/seal')).status).toBe(204);
    expect(await call('GET', 'secret/data/x')).toEqual({
      status: 503,
      body: { errors: ['Vault is sealed'] },
    });
    expect(await call('GET', 'sys/health')).toMatchObject({
      status: 503,
      body: { initialized: true, sealed: true, standby: true },
    });
    expect((await call('PUT', 'sys/unseal', { key: 'no' })).status).toBe(400);
    const open = await call('PUT', 'sys/unseal', { key: server.unsealKey });
    expect(open.body).toMatchObject({ sealed: false, t: 1, n: 1 });
    expect((await call('GET', 'secret/data/x')).status).toBe(404);
  });

  it('fails on demand: before the effect, after it, and with a status', async () => {
    const server = await start();
    const call = client(server);
    const write = () => call('POST', 'secret/data/x', { data: { k: 'v' } });
    server.faults.add({
      match: { verb: 'post', resource: 'data', name: 'x', times: 1 },
      effect: { type: 'refuse' },
    });
    await expect(write()).rejects.toThrow();
    expect((await call('GET', 'secret/data/x')).status).toBe(404);
    server.faults.add({
      match: { verb: 'post', times: 1 },
      effect: { type: 'cutAfter' },
    });
    await expect(write()).rejects.toThrow();
    expect((await call('GET', 'secret/data/x')).status).toBe(200);
    server.faults.add({
      match: { namespace: 'secret', times: 1 },
      effect: { type: 'status', code: 429, retryAfter: 2 },
    });
    expect((await write()).status).toBe(429);
    expect((await write()).body.data.version).toBe(2);
    expect(server.requestLog.count({ verb: 'post', status: 0 })).toBe(2);
  });

  it('keeps everything in the state file, the root token included', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kv-'));
    const path = join(folder, 'state.sqlite');
    const stateFile = openStateFile(path);
    const before = await start({ stateFile });
    const call = client(before);
    await call('POST', 'secret/data/a/x', { data: { k: 'v' } });
    await call('PUT', 'sys/policies/acl/p', {
      policy: 'path "secret/data/a/*" { capabilities = ["read"] }',
    });
    const reader = before.createToken({ policies: ['p'] });
    await before.stop();
    stateFile.close();
    const reopened = openStateFile(path);
    const after = await start({ stateFile: reopened });
    expect(after.token).toBe(before.token);
    const read = await client(after, reader)('GET', 'secret/data/a/x');
    expect(read.body.data.data).toEqual({ k: 'v' });
    const self = await client(after, reader)('GET', 'auth/token/lookup-self');
    expect(self.body.data.policies).toEqual(['default', 'p']);
    await after.stop();
    reopened.close();
    rmSync(folder, { recursive: true });
  });
});
