import { randomUUID } from 'node:crypto';
import { HttpAnswer, HttpClient } from '../../http';
import { startWorld, World } from '../world';

jest.setTimeout(120_000);

let world: World;
let kv: HttpClient;
let path: string;

beforeAll(async () => {
  world = await startWorld({ withoutExternalSecrets: true });
  kv = clientOf(world.kv.token);
});
afterAll(() => world?.stop());
beforeEach(() => {
  path = `acme/${randomUUID()}`;
});

function clientOf(token: string | undefined): HttpClient {
  const { address, caData } = world.kv;
  return HttpClient.create({
    url: address,
    ca: caData && Buffer.from(caData, 'base64').toString(),
    headers: token ? { 'X-Vault-Token': token } : {},
  });
}

const call = (
  method: string,
  rest: string,
  body?: object,
  headers?: Record<string, string>,
): Promise<HttpAnswer> => kv.send(method, `/v1/${rest}`, { body, headers });
const write = (data: object, cas?: number) =>
  call('POST', `secret/data/${path}`, {
    data,
    ...(cas === undefined ? {} : { options: { cas } }),
  });
const patch = (body: object, type = 'application/merge-patch+json') =>
  call('PATCH', `secret/data/${path}`, body, { 'Content-Type': type });
const read = (query = '') => call('GET', `secret/data/${path}${query}`);
const metadata = () => call('GET', `secret/metadata/${path}`);

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const seen = ({ code, text }: HttpAnswer) => [
  code,
  text ? JSON.parse(text) : '',
];
const errors = (...texts: string[]) => ({ errors: texts });
/** What surrounds the data of every answer. */
const answer = (data: unknown) => ({
  request_id: expect.any(String),
  lease_id: '',
  renewable: false,
  lease_duration: 0,
  data,
  wrap_info: null,
  warnings: null,
  auth: null,
});
const version = (number: number, fields: object = {}) => ({
  created_time: time,
  custom_metadata: null,
  deletion_time: '',
  destroyed: false,
  version: number,
  ...fields,
});
const stale = [
  400,
  errors('check-and-set parameter did not match the current version'),
];

describe('an entry', () => {
  it('is written when it is at the expected version, and read at each', async () => {
    expect(seen(await read())).toEqual([404, errors()]);
    expect(seen(await write({ p: '1', u: '1' }, 0))).toEqual([
      200,
      answer(version(1)),
    ]);
    expect(seen(await write({ p: '2' }, 0))).toEqual(stale);
    expect(seen(await write({ p: '2', u: '9' }, 1))).toEqual([
      200,
      answer(version(2)),
    ]);
    expect(seen(await read())).toEqual([
      200,
      answer({ data: { p: '2', u: '9' }, metadata: version(2) }),
    ]);
    expect((await read('?version=1')).body.data.data).toEqual({
      p: '1',
      u: '1',
    });
    expect(seen(await read('?version=9'))).toEqual([404, errors()]);
  });

  it('is written once by eight at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => write({ p: String(index) }, 0)),
    );
    expect(answers.map(({ code }) => code).sort()).toEqual([
      200,
      ...Array(7).fill(400),
    ]);
  });

  it('is changed in part, with the version as precondition', async () => {
    const patched = { options: { cas: 1 }, data: { u: null, n: '3' } };
    // The only answer of the store without any text.
    expect(seen(await patch(patched))).toEqual([404, '']);
    await write({ p: '1', u: '1' });
    expect(seen(await patch(patched))).toEqual([200, answer(version(2))]);
    expect((await read()).body.data.data).toEqual({ p: '1', n: '3' });
    expect(seen(await patch(patched))).toEqual(stale);
    expect(seen(await patch(patched, 'application/json'))).toEqual([
      415,
      errors(
        'PATCH requires Content-Type of application/merge-patch+json, provided application/json',
      ),
    ]);
    expect(seen(await call('GET', `secret/subkeys/${path}`))).toEqual([
      200,
      answer({ metadata: version(2), subkeys: { n: null, p: null } }),
    ]);
  });

  it('is deleted softly, brought back, destroyed, and deleted whole', async () => {
    await write({ p: '1' });
    await write({ p: '2' });
    expect(seen(await call('DELETE', `secret/data/${path}`))).toEqual([
      204,
      '',
    ]);
    expect(seen(await read())).toEqual([
      404,
      answer({ data: null, metadata: version(2, { deletion_time: time }) }),
    ]);
    expect(seen(await write({ p: '3' }, 0))).toEqual(stale);
    expect(
      (await call('POST', `secret/undelete/${path}`, { versions: [2] })).code,
    ).toBe(204);
    expect((await read()).body.data.data).toEqual({ p: '2' });
    expect(
      (await call('PUT', `secret/destroy/${path}`, { versions: [1] })).code,
    ).toBe(204);
    expect(seen(await read('?version=1'))).toEqual([
      404,
      answer({ data: null, metadata: version(1, { destroyed: true }) }),
    ]);
    expect((await metadata()).body.data.versions).toEqual({
      1: { created_time: time, deletion_time: '', destroyed: true },
      2: { created_time: time, deletion_time: '', destroyed: false },
    });
    expect((await call('DELETE', `secret/metadata/${path}`)).code).toBe(204);
    expect(seen(await metadata())).toEqual([404, errors()]);
    expect(seen(await read())).toEqual([404, errors()]);
    expect((await call('DELETE', `secret/metadata/${path}`)).code).toBe(204);
  });

  it('has metadata of its own, which is there before the first value and tells who owns it', async () => {
    const made = await call('POST', `secret/metadata/${path}`, {
      custom_metadata: { 'managed-by': 'strongroom', owner: 't' },
      max_versions: 5,
    });
    expect(seen(made)).toEqual([204, '']);
    const first = seen(await metadata());
    expect(first).toEqual([
      200,
      answer({
        cas_required: false,
        created_time: time,
        current_metadata_version: 1,
        current_version: 0,
        custom_metadata: { 'managed-by': 'strongroom', owner: 't' },
        delete_version_after: '0s',
        max_versions: 5,
        metadata_cas_required: false,
        oldest_version: 0,
        updated_time: time,
        versions: {},
      }),
    ]);
    expect(seen(await write({ p: '1' }, 0))).toEqual([
      200,
      answer(
        version(1, {
          custom_metadata: { 'managed-by': 'strongroom', owner: 't' },
        }),
      ),
    ]);
    const patched = await call(
      'PATCH',
      `secret/metadata/${path}`,
      { custom_metadata: { owner: 'u' } },
      { 'Content-Type': 'application/merge-patch+json' },
    );
    expect(seen(patched)).toEqual([204, '']);
    const after = (await metadata()).body.data;
    expect([
      after.custom_metadata,
      after.current_metadata_version,
      after.current_version,
    ]).toEqual([{ 'managed-by': 'strongroom', owner: 'u' }, 2, 1]);
  });

  it('keeps as many versions as it may, and is listed by its folder', async () => {
    await call('POST', `secret/metadata/${path}`, { max_versions: 2 });
    for (const p of ['1', '2', '3']) {
      await write({ p });
    }
    const { versions, oldest_version: oldest } = (await metadata()).body.data;
    expect([Object.keys(versions), oldest]).toEqual([['2', '3'], 2]);
    expect(seen(await read('?version=1'))).toEqual([404, errors()]);
    const name = path.split('/')[1];
    expect(
      (await call('LIST', 'secret/metadata/acme')).body.data.keys,
    ).toContain(name);
    expect(
      (await call('GET', 'secret/metadata?list=true')).body.data.keys,
    ).toContain('acme/');
    expect(seen(await call('LIST', 'secret/metadata/absent'))).toEqual([
      404,
      errors(),
    ]);
  });

  it('T8: is refused when it is too large, and stays as it was', async () => {
    await write({ p: '1' });
    const large = await write({ p: 'x'.repeat(1024 * 1024) });
    expect(large.code).toBeGreaterThanOrEqual(400);
    expect((await read()).body.data.data).toEqual({ p: '1' });
  });
});

describe('access', () => {
  it('is denied without a right, without a token and with a wrong one', async () => {
    const policy = `contract-${randomUUID()}`;
    await world.kv.setPolicy(
      policy,
      `path "secret/data/${path}" { capabilities = ["create", "update"] }`,
    );
    const limited = clientOf(await world.kv.createToken([policy]));
    const data = `/v1/secret/data/${path}`;
    const body = { data: { p: '1' } };
    expect((await limited.send('POST', data, { body })).code).toBe(200);
    const denied = [
      403,
      errors('1 error occurred:\n\t* permission denied\n\n'),
    ];
    expect(seen(await limited.send('GET', data))).toEqual(denied);
    expect(
      seen(await limited.send('POST', '/v1/secret/data/other', { body })),
    ).toEqual(denied);
    const unknown = [403, errors('permission denied')];
    expect(seen(await clientOf(undefined).send('GET', data))).toEqual(unknown);
    expect(seen(await clientOf('garbage').send('GET', data))).toEqual(unknown);
    expect(seen(await call('GET', 'nomount/data/x'))).toEqual([
      404,
      errors('no handler for route "nomount/data/x". route entry not found.'),
    ]);
    const self = await limited.send('GET', '/v1/auth/token/lookup-self');
    expect(self.body.data.policies).toEqual([policy, 'default']);
  });

  it('is refused to all while it is sealed', async () => {
    await write({ p: '1' });
    await world.kv.seal();
    try {
      const sealed = [503, errors('Vault is sealed')];
      expect(seen(await read())).toEqual(sealed);
      expect(seen(await write({ p: '2' }))).toEqual(sealed);
      const health = await call('GET', 'sys/health');
      expect([health.code, health.body]).toEqual([
        503,
        expect.objectContaining({
          initialized: true,
          sealed: true,
          standby: true,
        }),
      ]);
    } finally {
      await world.kv.unseal();
    }
    expect((await read()).body.data.data).toEqual({ p: '1' });
    expect((await call('GET', 'sys/health')).code).toBe(200);
  });
});
