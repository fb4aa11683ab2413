import http from 'node:http';
import { gzipSync } from 'node:zlib';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  explainSecretKey,
  explainSecretName,
} from '@strongroom/backstage-plugin-secrets-common';
import fc from 'fast-check';
import { Answer, RequestInput } from './__testUtils__/ContractClient';
import {
  DATA_PLANES,
  draftOf,
  NAMESPACES,
  objectsOf,
  PLANE,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { tenant } from './__testUtils__/layTestFoundations';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS, SHARED } from './__testUtils__/tenants';

const CREATE = `/namespaces/${PAYMENTS}/secrets`;
const VALIDATE = `/namespaces/${PAYMENTS}/secret-validations`;
const LONGEST = 'n'.repeat(49);
const TOO_LONG = 'n'.repeat(50);

describe('bad input', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({
      secrets: {
        limits: { bodyBytes: 200_000 },
        names: { reference: '{component}-secrets' },
        types: ['Opaque', 'kubernetes.io/basic-auth', 'kubernetes.io/tls'],
      },
    });
    const { objects } = portal.world.clusters['control-plane'];
    for (const name of [LONGEST, TOO_LONG]) {
      await objects.create(NAMESPACES, tenant(name));
    }
    await objects.create(DATA_PLANES, {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'ClusterDataPlane',
      metadata: { name: 'storeless' },
      spec: {},
    } as never);
    await eventually(async () => {
      const { body } = await platform().get(`/namespaces/${TOO_LONG}/planes`);
      expect(body.items).toHaveLength(3);
    });
  }, 120_000);

  // whatever was refused, it has left nothing behind
  afterEach(async () => {
    expect(await objectsOf(portal, PAYMENTS)).toEqual([]);
    expect(await objectsOf(portal, TOO_LONG)).toEqual([]);
    expect(
      await portal.knex('operations').where({ namespace: PAYMENTS }),
    ).toEqual([]);
    expect(await portal.knex('operations').where({ state: 'running' })).toEqual(
      [],
    );
  });

  afterAll(async () => {
    await portal.stop();
  });

  const platform = () => portal.as('platform');
  const raw = (text: string | Uint8Array, more: RequestInput = {}) =>
    platform().request('POST', CREATE, { raw: text, ...more });
  const withFields = (more: Record<string, unknown>) =>
    platform().post(CREATE, draftOf('refused', undefined, more));

  it('T9: names and keys at every limit of Kubernetes are taken or refused as its rules say', async () => {
    const char = fc.constantFrom(...'ab0-._/AZ\u0430 ');
    const text = fc
      .tuple(
        fc.constantFrom(0, 1, 2, 62, 63, 64, 252, 253, 254),
        fc.array(fc.constantFrom(...'abz019'), {
          minLength: 254,
          maxLength: 254,
        }),
        fc.option(fc.tuple(fc.nat(253), char), { freq: 3 }),
      )
      .map(([size, letters, odd]) => {
        const chars = letters.slice(0, size);
        if (odd && size > 0) {
          chars[odd[0] % size] = odd[1];
        }
        return chars.join('');
      });
    const limits: Array<[string, string]> = [
      ['n'.repeat(253), 'k'.repeat(253)],
      ['n'.repeat(254), 'k'],
      ['a.b-c.d', '...'],
      ['a', '.'],
      ['a', '..'],
      ['a', '..data'],
      ['a', '.k'],
      ['-a', 'k'],
      ['a-', '-'],
      ['a..b', 'K_.-9'],
      ['', 'k'],
      ['a', ''],
      ['a\n', 'k\n'],
    ];
    await fc.assert(
      fc.asyncProperty(text, text, async (name, key) => {
        const { status, body } = await platform().post(VALIDATE, {
          name,
          type: 'Opaque',
          targetPlane: PLANE,
          data: Object.fromEntries([[key, { value: 'x' }]]),
        });
        expect(status).toBe(200);
        const fields = body.errors.map(({ field }: any) => field);
        expect(fields.includes('name')).toBe(
          explainSecretName(name) !== undefined,
        );
        expect(fields.includes(`data.${key}`)).toBe(
          explainSecretKey(key) !== undefined,
        );
        expect(body.valid).toBe(fields.length === 0);
      }),
      { numRuns: 60, examples: limits },
    );
    // what may be created really fits the API server
    for (const [name, key] of limits) {
      const refused =
        explainSecretName(name) !== undefined ||
        explainSecretKey(key) !== undefined;
      const answer = await platform().post(
        `/namespaces/${SHARED}/secrets`,
        draftOf(name, { [key]: 'x' }),
      );
      expect({ name, key, status: answer.status }).toEqual({
        name,
        key,
        status: refused ? 400 : expect.any(Number),
      });
      expect([201, 400, 409]).toContain(answer.status);
    }
  });

  it('T9: a namespace may have 49 characters, because the derived one has 14 more', async () => {
    const made = await platform().post(
      `/namespaces/${LONGEST}/secrets`,
      draftOf('fits'),
    );
    expect(made.status).toBe(201);
    const refused = await platform().post(
      `/namespaces/${TOO_LONG}/secrets`,
      draftOf('fits'),
    );
    expect(refused.body.error).toMatchObject({
      code: 'InvalidRequest',
      details: [
        { field: 'name', message: expect.stringContaining('at most 49') },
      ],
    });
  });

  it('T10: duplicate keys are refused wherever they stand, and the text is not repeated', async () => {
    for (const [text, key] of [
      ['{"name":"a","name":"b"}', 'name'],
      ['{"data":{"k":{"value":"1"},"k":{"value":"2"}}}', 'k'],
      [
        '{"data":{"__proto__":{"value":"1"},"__proto__":{"value":"2"}}}',
        '__proto__',
      ],
      ['{"data":{"\\u006b":{"value":"1"},"k":{"value":"2"}}}', 'k'],
    ]) {
      const answer = await raw(text);
      expect(answer.status).toBe(400);
      expect(answer.body.error).toMatchObject({
        code: 'InvalidRequest',
        message: `The key "${key}" stands twice in one object.`,
      });
    }
  });

  it('refuses unknown fields at any level, by name', async () => {
    for (const [more, field] of [
      [{ extra: 1 }, 'extra'],
      [{ data: { k: { value: 'x', extra: 1 } } }, 'data.k.extra'],
      [{ targetPlane: { ...PLANE, extra: 1 } }, 'targetPlane.extra'],
      [{ template: { extra: {} } }, 'template.extra'],
      [{ data: { k: { generate: { kind: 'password' } } } }, 'data.k'],
    ] as Array<[Record<string, unknown>, string]>) {
      const answer = await withFields(more);
      expect(answer.status).toBe(400);
      expect(
        answer.body.error.details.map((detail: any) => detail.field),
      ).toContain(field);
    }
  });

  it('refuses attributes that are no attributes, each with its field', async () => {
    for (const [more, field] of [
      [{ type: 'Other' }, 'type'],
      [{ type: 'kubernetes.io/ssh-auth' }, 'type'],
      [{ category: 'other' }, 'category'],
      [{ owner: 'nobody' }, 'owner'],
      [{ refreshInterval: 'soon' }, 'refreshInterval'],
      [{ refreshInterval: '0s' }, 'refreshInterval'],
      [{ expiresAt: 'tomorrow' }, 'expiresAt'],
      [{ expiresAt: '2001-01-01T00:00:00Z' }, 'expiresAt'],
      [{ project: 'a b' }, 'project'],
      [{ description: 'x'.repeat(1025) }, 'description'],
      [{ labels: { 'a b': 'x' } }, 'labels.a b'],
      [{ data: {} }, 'data'],
      [{ data: { k: { value: 'no base64!', encoding: 'base64' } } }, 'data.k'],
      [{ data: { k: { value: '' } } }, 'data.k'],
      [{ data: { k: { value: 7 } } }, 'data.k'],
      [{ data: { k: 'text' } }, 'data.k'],
      [{ name: undefined }, 'name'],
      [{ targetPlane: { kind: 'Plane', name: 'default' } }, 'targetPlane.kind'],
    ] as Array<[Record<string, unknown>, string]>) {
      const answer = await withFields(more);
      const fields = answer.body.error.details.map(
        (detail: any) => detail.field,
      );
      expect({ more, status: answer.status, fields }).toEqual({
        more,
        status: 400,
        fields: expect.arrayContaining([field]),
      });
    }
  });

  it('T16: labels and annotations that steer somebody are not the client’s to set', async () => {
    for (const key of [
      'openchoreo.dev/managed-by',
      'strongroom.dev/operation',
      'app.kubernetes.io/name',
      'argocd.argoproj.io/instance',
    ]) {
      for (const [more, field] of [
        [{ labels: { [key]: 'x' } }, `labels.${key}`],
        [{ template: { labels: { [key]: 'x' } } }, `template.labels.${key}`],
        [
          { template: { annotations: { [key]: 'x' } } },
          `template.annotations.${key}`,
        ],
      ] as Array<[Record<string, unknown>, string]>) {
        const answer = await withFields(more);
        expect(answer.body.error).toMatchObject({
          code: 'InvalidRequest',
          details: [{ field, message: expect.stringContaining('reserved') }],
        });
      }
    }
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
      const answer = await platform().get(`/secrets?${query}`);
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
      expect((await platform().get(`/secrets?${query}`)).status).toBe(200);
    }
    expect(
      (
        await platform().request('POST', `${CREATE}?dryRun=true`, {
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
      const answer = await raw(text, { headers: { 'Content-Type': type } });
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
      const answer = await raw(bytes, {
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
      const answer = await raw(text);
      expect({ title, ...briefly(answer) }).toEqual({
        title,
        status: 400,
        code: 'InvalidRequest',
      });
      expect(answer.text.length).toBeLessThan(2000);
    }
    expect(briefly(await platform().request('POST', CREATE))).toMatchObject({
      code: expect.stringMatching(/^(InvalidRequest|UnsupportedMediaType)$/),
    });
  });

  it('T11: half a character pair is refused with its field, wherever it stands', async () => {
    for (const [more, field] of [
      ['"data":{"k":{"value":"a\\ud800"}}', 'data.k'],
      ['"data":{"k":{"value":"\\udc00"}}', 'data.k'],
      ['"data":{"\\ud800":{"value":"x"}}', 'data.\ud800'],
      ['"data":{"k":{"value":"x"}},"description":"a\\ud800"', 'description'],
      [
        '"data":{"k":{"value":"x"}},"template":{"annotations":{"a":"\\ud800"}}',
        'template.annotations.a',
      ],
    ]) {
      const answer = await raw(
        `{"name":"half","type":"Opaque","targetPlane":${JSON.stringify(
          PLANE,
        )},${more}}`,
      );
      expect({ more, status: answer.status }).toEqual({ more, status: 400 });
      expect(answer.body.error.details).toContainEqual({
        field,
        message: expect.any(String),
      });
    }
  });

  it('T8: refuses bodies beyond the limit, many keys and huge names quickly', async () => {
    const large = await raw(
      JSON.stringify(draftOf('large', { k: 'x'.repeat(200_000) })),
    );
    expect(briefly(large)).toEqual({ status: 413, code: 'PayloadTooLarge' });
    const keys = Object.fromEntries(
      Array.from({ length: 9_000 }, (_, index) => [`k${index}`, '1']),
    );
    const many = await platform().post(CREATE, draftOf('many', keys));
    expect(many.body.error).toMatchObject({
      code: expect.stringMatching(/InvalidRequest|PayloadTooLarge/),
    });
    const named = await platform().post(CREATE, draftOf('n'.repeat(100_000)));
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
        const before = calls().length;
        const answer = await send(method, path);
        expect({ method, path, refused: [400, 404, 405] }).toEqual({
          method,
          path,
          refused: expect.arrayContaining([answer.status]),
        });
        for (const { path: asked } of calls().slice(before)) {
          expect(asked).not.toMatch(/\.\.|%2f|%00/i);
        }
      }
    }
  });

  it('says which plane is wrong, and whether for its kind, its name or its store', async () => {
    for (const [targetPlane, status, code] of [
      [{ kind: 'DataPlane', name: 'default' }, 404, 'PlaneNotFound'],
      [{ kind: 'ClusterDataPlane', name: 'none' }, 404, 'PlaneNotFound'],
      [{ kind: 'ClusterDataPlane', name: '__proto__' }, 404, 'PlaneNotFound'],
      [{ kind: 'ClusterDataPlane', name: 'storeless' }, 409, 'PlaneHasNoStore'],
      [{ kind: 'Namespace', name: 'default' }, 400, 'InvalidRequest'],
    ] as const) {
      expect(briefly(await withFields({ targetPlane }))).toEqual({
        status,
        code,
      });
    }
  });

  it('never answers 500, and names every refusal in the log by class alone', async () => {
    expect(portal.log()).not.toContain('A request failed');
    const internal = await portal
      .knex('record')
      .where({ error_code: 'Internal' });
    expect(internal).toEqual([]);
  });

  function briefly({ status, body }: Answer) {
    return { status, code: body?.error?.code };
  }

  function calls() {
    return portal.world.clusters['control-plane'].requestLog.entries;
  }

  /** Sends a path as it is, where `fetch` would tidy it. */
  async function send(method: string, path: string) {
    const { url } = portal;
    const { port } = new URL(url);
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
});
