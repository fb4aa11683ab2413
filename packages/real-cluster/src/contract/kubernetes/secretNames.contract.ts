import { base64, causes, core, secret, withWorld } from '../world';

const stage = withWorld();
const secrets = () => `${core(stage.ns, 'secrets')}?dryRun=All`;

describe('a Secret', () => {
  it('T9: has a name that is a DNS subdomain', async () => {
    const bad = await stage.api.post(secrets(), secret('Bad_Name'));
    const words = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;
    expect([bad.code, bad.body]).toEqual([
      422,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `Secret "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": ${words}`,
        reason: 'Invalid',
        details: {
          name: 'Bad_Name',
          kind: 'Secret',
          causes: [
            {
              reason: 'FieldValueInvalid',
              message: `Invalid value: "Bad_Name": ${words}`,
              field: 'metadata.name',
            },
          ],
        },
        code: 422,
      },
    ]);
    const codes: Record<string, number> = {};
    for (const name of [
      'a',
      'a.b',
      'a..b',
      '-a',
      'a-',
      'ä',
      'a'.repeat(253),
      'a'.repeat(254),
    ]) {
      codes[name.slice(0, 6) + name.length] = (
        await stage.api.post(secrets(), secret(name))
      ).code;
    }
    expect(codes).toEqual({
      a1: 201,
      'a.b3': 201,
      'a..b4': 422,
      '-a2': 422,
      'a-2': 422,
      ä1: 422,
      aaaaaa253: 201,
      aaaaaa254: 422,
    });
  });

  it('has keys of letters, digits, dot, dash and underscore, and values in base64', async () => {
    const keys = [
      'ok.key_-1',
      'bad key',
      '.',
      '..',
      '..x',
      'a'.repeat(254),
      '',
    ];
    const answer = await stage.api.post(
      secrets(),
      secret('keys', Object.fromEntries(keys.map(key => [key, 'v']))),
    );
    const fields = causes(answer).map(({ field }: { field: string }) => field);
    expect(new Set(fields)).toEqual(
      new Set(keys.slice(1).map(key => `data[${key}]`)),
    );
    for (const data of [{ a: 'no base64!' }, { a: 'MQ=' }, { a: 1 }, 'x']) {
      const refused = await stage.api.post(secrets(), {
        ...secret('bytes'),
        data,
      });
      expect([data, refused.code, refused.body.reason]).toEqual([
        data,
        400,
        'BadRequest',
      ]);
    }
  });

  it('keeps its type, and everything once it is immutable', async () => {
    const path = `${core(stage.ns, 'secrets')}/fixed`;
    await stage.api.post(
      core(stage.ns, 'secrets'),
      secret('fixed', { a: '1' }),
    );
    const retyped = await stage.api.merge(path, { type: 'other' });
    expect([retyped.code, causes(retyped)]).toEqual([
      422,
      [
        {
          reason: 'FieldValueInvalid',
          message: 'Invalid value: "other": field is immutable',
          field: 'type',
        },
      ],
    ]);
    await stage.api.merge(path, { immutable: true });
    const changed = await stage.api.merge(path, { data: { a: null } });
    expect(causes(changed)[0].message).toBe(
      'Forbidden: field is immutable when `immutable` is set',
    );
    expect((await stage.api.get(path)).body.data).toEqual({ a: base64('1') });
  });

  it('T2: is not quoted when it is no JSON', async () => {
    const junk = await stage.api.post(
      core(stage.ns, 'secrets'),
      '{"data": hunter2',
    );
    expect([junk.code, junk.body.reason]).toEqual([400, 'BadRequest']);
  });
});
