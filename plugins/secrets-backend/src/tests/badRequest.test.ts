import http from 'node:http';
import { gzipSync } from 'node:zlib';
import { mockCredentials } from '@backstage/backend-test-utils';
import { draftOf } from './__testUtils__/estate';
import { briefly } from './__testUtils__/routes';
import { TestPortal } from './__testUtils__/startPortal';
import {
  CREATE,
  startStrictPortal,
  StrictPortal,
} from './__testUtils__/startStrictPortal';
import { PAYMENTS, SHARED } from './__testUtils__/tenants';

describe('bad requests', () => {
  let strict: StrictPortal;

  beforeAll(async () => {
    strict = await startStrictPortal();
  }, 120_000);

  afterEach(async () => {
    await strict.expectNothingLeft();
  });

  afterAll(async () => {
    await strict.portal.stop();
  });

  it('T15: a query parameter is one text, and an unknown one is refused', async () => {
    for (const query of [
      'q=a&q=b',
      'q[]=a',
      'q[x]=a',
      'q[__proto__]=a',
      'type=Opaque&type=Opaque',
      'limit=1&limit=2',
      'cursor[]=a',
      `namespace[x]=${PAYMENTS}`,
      `namespace[__proto__]=${PAYMENTS}`,
      'extra=1',
      'limit=0',
      'limit=501',
      'limit=ten',
      'orderBy=value',
      'order=up',
      'state=Lost',
      'category=other',
      'plane=default',
      'expiringWithin=-1',
      'cursor=nonsense',
      `q=${'x'.repeat(254)}`,
      `cursor=${'x'.repeat(5000)}`,
    ]) {
      const answer = await strict.platform.get(`/secrets?${query}`);
      expect({ query, ...briefly(answer) }).toEqual({
        query,
        status: 400,
        code: 'InvalidRequest',
      });
    }
    for (const query of [
      `namespace=${PAYMENTS}`,
      `namespace=${PAYMENTS}&namespace=${SHARED}`,
      'q=%00',
      'q=%F0%9F%98%80',
    ]) {
      expect((await strict.platform.get(`/secrets?${query}`)).status).toBe(200);
    }
    expect(
      (
        await strict.platform.request('POST', `${CREATE}?dryRun=true`, {
          body: draftOf('x'),
        })
      ).status,
    ).toBe(400);
  });

  it('T7: takes application/json and nothing else, uncompressed', async () => {
    const text = JSON.stringify(draftOf('typed'));
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json-patch+json',
      'application/merge-patch+json',
      'application/vnd.api+json',
      '',
    ]) {
      const answer = await strict.raw(text, {
        headers: { 'Content-Type': type },
      });
      expect({ type, ...briefly(answer) }).toEqual({
        type,
        status: 415,
        code: 'UnsupportedMediaType',
      });
    }
    for (const [encoding, bytes] of [
      ['gzip', gzipSync(text)],
      ['deflate', Buffer.from(text)],
      ['br', Buffer.from(text)],
    ] as Array<[string, Buffer]>) {
      const answer = await strict.raw(bytes, {
        headers: { 'Content-Encoding': encoding },
      });
      expect({ encoding, ...briefly(answer) }).toEqual({
        encoding,
        status: 415,
        code: 'UnsupportedMediaType',
      });
    }
  });

  it('T8 T11: refuses what is not JSON in UTF-8, in words of its own', async () => {
    const valid = JSON.stringify(draftOf('broken'));
    const cases: Record<string, string | Uint8Array> = {
      empty: '',
      blank: ' \n',
      cut: valid.slice(0, -1),
      'followed by more': `${valid}{}`,
      'with a comment': `${valid}/* */`,
      'with a byte order mark': `\ufeff${valid}`,
      'with a comma too many': valid.replace('}}', '},}'),
      'in Latin-1': Buffer.from(
        valid.replace('value"}', 'v\u00e4lue"}'),
        'latin1',
      ),
      'in UTF-16': Buffer.from(valid, 'utf16le'),
      'with an overlong sequence': Buffer.concat([
        Buffer.from('{"name":"'),
        Buffer.from([0xc0, 0xaf]),
        Buffer.from('"}'),
      ]),
      'with a raw control character': '{"name":"a\u0000b"}',
      'with NaN': '{"name":NaN}',
      'nested deeply': `{"data":${'{"k":'.repeat(20_000)}1${'}'.repeat(
        20_000,
      )}}`,
      'nested arrays': '['.repeat(50_000),
      null: 'null',
      'an array': '[]',
      'a text': '"text"',
      'a number': '1',
    };
    for (const [title, text] of Object.entries(cases)) {
      const answer = await strict.raw(text);
      expect({ title, ...briefly(answer) }).toEqual({
        title,
        status: 400,
        code: 'InvalidRequest',
      });
      expect(answer.text.length).toBeLessThan(2000);
    }
    expect(
      briefly(await strict.platform.request('POST', CREATE)),
    ).toMatchObject({
      code: expect.stringMatching(/^(InvalidRequest|UnsupportedMediaType)$/),
    });
  });

  it('T8: refuses bodies beyond the limit, many keys and huge names quickly', async () => {
    const large = await strict.raw(
      JSON.stringify(draftOf('large', { k: 'x'.repeat(200_000) })),
    );
    expect(briefly(large)).toEqual({ status: 413, code: 'PayloadTooLarge' });
    const keys = Object.fromEntries(
      Array.from({ length: 9_000 }, (_, index) => [`k${index}`, '1']),
    );
    const many = await strict.platform.post(CREATE, draftOf('many', keys));
    expect(many.body.error).toMatchObject({
      code: expect.stringMatching(/InvalidRequest|PayloadTooLarge/),
    });
    const named = await strict.platform.post(
      CREATE,
      draftOf('n'.repeat(100_000)),
    );
    expect(named.body.error).toMatchObject({
      code: 'InvalidRequest',
      details: [{ field: 'name' }],
    });
  });

  it('T12: odd paths end in 400 or 404, and never in another place', async () => {
    for (const path of [
      '/namespaces/%/secrets/a',
      '/namespaces/%ff/secrets/a',
      `/namespaces/${PAYMENTS}/secrets/%c0%af`,
      `/namespaces/${PAYMENTS}/secrets/%00`,
      `/namespaces/${PAYMENTS}/secrets/a%2f..%2f..%2fb`,
      `/namespaces/${PAYMENTS}/secrets/..%2f..`,
      `/namespaces/${PAYMENTS}/secrets/%2e%2e`,
      `/namespaces/${PAYMENTS}/secrets/A`,
      `/namespaces/${PAYMENTS}/secrets/${'n'.repeat(254)}`,
      `/namespaces/${PAYMENTS}/secrets/${'n'.repeat(10_000)}`,
      `/namespaces/${'n'.repeat(10_000)}/secrets/a`,
      '/namespaces/__proto__/secrets/constructor',
      `/namespaces/${PAYMENTS}/secrets/__proto__`,
      '/entities/component/default/%zz/secrets',
      '/nothing',
      `/namespaces/${PAYMENTS}`,
    ]) {
      for (const method of ['GET', 'DELETE']) {
        const before =
          strict.portal.world.clusters['control-plane'].requestLog.entries
            .length;
        const answer = await send(strict.portal, method, path);
        expect({ method, path, refused: [400, 404, 405] }).toEqual({
          method,
          path,
          refused: expect.arrayContaining([answer.status]),
        });
        for (const { path: asked } of strict.portal.world.clusters[
          'control-plane'
        ].requestLog.entries.slice(before)) {
          expect(asked).not.toMatch(/\.\.|%2f|%00/i);
        }
      }
    }
  });
});

/** Sends a path as it is, where `fetch` would tidy it. */
async function send(portal: TestPortal, method: string, path: string) {
  const { port } = new URL(portal.url);
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        method,
        path: `/api/secrets${path}`,
        headers: {
          Authorization: mockCredentials.user.header('user:default/platform'),
        },
      },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode!,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end();
  });
}
