import { causes, core, reference, references, withWorld } from '../world';

const stage = withWorld();
const secrets = () => `${core(stage.ns, 'secrets')}?dryRun=All`;

describe('any object', () => {
  it('is refused when it is none of the kind', async () => {
    const bodies = [
      '[]',
      '{"metadata":{"name":5}}',
      '{"kind":"ConfigMap","metadata":{"name":"a"}}',
      '{"apiVersion":"v2","metadata":{"name":"a"}}',
      '{"metadata":{"name":"a"},"type":5}',
      '{"metadata":{"name":"a","finalizers":"x"}}',
    ];
    for (const body of bodies) {
      const refused = await stage.api.post(secrets(), body);
      expect([body, refused.code]).toEqual([body, 400]);
    }
    const dropped = await stage.api.post(secrets(), {
      metadata: { name: 'dropped', surprise: 1 },
      spec: {},
    });
    expect(dropped.code).toBe(201);
    expect(dropped.body).not.toHaveProperty('spec');
    expect(dropped.headers.warning).toContain('unknown field');
  });

  it('has checked labels and annotations', async () => {
    const labelled = await stage.api.post(
      references(stage.ns),
      reference('x', {
        labels: { 'bad key': 'ok', ok: 'bad value', 'a/b/c': '', '/x': '' },
      }),
    );
    expect(labelled.code).toBe(422);
    expect(causes(labelled)).toHaveLength(4);
    const annotated = (length: number) =>
      stage.api.post(
        references(stage.ns),
        reference('annotated', { annotations: { key: 'x'.repeat(length) } }),
      );
    const long = await annotated(256 * 1024 - 2);
    expect([long.code, causes(long)]).toEqual([
      422,
      [
        {
          reason: 'FieldValueTooLong',
          message: 'Too long: may not be more than 262144 bytes',
          field: 'metadata.annotations',
        },
      ],
    ]);
    expect((await annotated(256 * 1024 - 3)).code).toBe(201);
  });
});
