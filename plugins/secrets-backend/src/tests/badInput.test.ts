import {
  explainSecretKey,
  explainSecretName,
} from '@strongroom/backstage-plugin-secrets-common';
import fc from 'fast-check';
import { draftOf, PLANE } from './__testUtils__/estate';
import { briefly } from './__testUtils__/routes';
import {
  LONGEST,
  startStrictPortal,
  StrictPortal,
  TOO_LONG,
  VALIDATE,
} from './__testUtils__/startStrictPortal';
import { SHARED } from './__testUtils__/tenants';

describe('bad input', () => {
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
        const { status, body } = await strict.platform.post(VALIDATE, {
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
      const answer = await strict.platform.post(
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
    const made = await strict.platform.post(
      `/namespaces/${LONGEST}/secrets`,
      draftOf('fits'),
    );
    expect(made.status).toBe(201);
    const refused = await strict.platform.post(
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
      const answer = await strict.raw(text);
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
      [
        { data: { k: { generate: { kind: 'uuid', extra: 1 } } } },
        'data.k.generate.extra',
      ],
    ] as Array<[Record<string, unknown>, string]>) {
      const answer = await strict.withFields(more);
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
      const answer = await strict.withFields(more);
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
        const answer = await strict.withFields(more);
        expect(answer.body.error).toMatchObject({
          code: 'InvalidRequest',
          details: [{ field, message: expect.stringContaining('reserved') }],
        });
      }
    }
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
      const answer = await strict.raw(
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

  it('says which plane is wrong, and whether for its kind, its name or its store', async () => {
    for (const [targetPlane, status, code] of [
      [{ kind: 'DataPlane', name: 'default' }, 404, 'PlaneNotFound'],
      [{ kind: 'ClusterDataPlane', name: 'none' }, 404, 'PlaneNotFound'],
      [{ kind: 'ClusterDataPlane', name: '__proto__' }, 404, 'PlaneNotFound'],
      [{ kind: 'ClusterDataPlane', name: 'storeless' }, 409, 'PlaneHasNoStore'],
      [{ kind: 'Namespace', name: 'default' }, 400, 'InvalidRequest'],
    ] as const) {
      expect(briefly(await strict.withFields({ targetPlane }))).toEqual({
        status,
        code,
      });
    }
  });
});
