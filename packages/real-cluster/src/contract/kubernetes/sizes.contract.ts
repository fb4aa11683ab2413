import {
  causes,
  core,
  reference,
  references,
  secret,
  withWorld,
} from '../world';

const stage = withWorld();
const mebibyte = 1024 * 1024;
const secrets = () => `${core(stage.ns, 'secrets')}?dryRun=All`;

describe('sizes', () => {
  it('T8: takes 1 MiB of data and not a byte more, and requests of 3 MiB', async () => {
    const big = (bytes: number) =>
      secret('big', { a: 'x', b: 'x'.repeat(bytes - 1) });
    const over = await stage.api.post(secrets(), big(mebibyte + 1));
    expect([over.code, causes(over)]).toEqual([
      422,
      [
        {
          reason: 'FieldValueTooLong',
          message: 'Too long: may not be more than 1048576 bytes',
          field: 'data',
        },
      ],
    ]);
    expect((await stage.api.post(secrets(), big(mebibyte))).code).toBe(201);
    const padded = (length: number) => {
      const body = JSON.stringify(reference('padded'));
      return body + ' '.repeat(length - body.length);
    };
    const limit = 3 * mebibyte;
    expect(
      (await stage.api.post(references(stage.ns), padded(limit))).code,
    ).toBe(201);
    const refused = await stage.api.post(
      references(stage.ns),
      padded(limit + 1),
    );
    expect([refused.code, refused.body]).toEqual([
      413,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Request entity too large: limit is 3145728',
        reason: 'RequestEntityTooLarge',
        code: 413,
      },
    ]);
  });
});
