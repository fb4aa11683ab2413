import { base64, core, metadataOnly, secret, withWorld } from '../world';

const stage = withWorld();

describe('getting', () => {
  it('answers with the object, with its metadata, or that it is not there', async () => {
    const created = await stage.api.post(
      core(stage.ns, 'secrets'),
      secret('one', { password: 'hunter2' }),
    );
    const path = `${core(stage.ns, 'secrets')}/one`;
    expect((await stage.api.get(path)).body).toEqual(created.body);
    const partial = await stage.api.get(path, { accept: metadataOnly });
    expect(partial.body).toEqual({
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: created.body.metadata,
    });
    expect(partial.text).not.toContain(base64('hunter2'));
    const absent = await stage.api.get(`${core(stage.ns, 'secrets')}/absent`, {
      accept: metadataOnly,
    });
    expect([absent.code, absent.body]).toEqual([
      404,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'secrets "absent" not found',
        reason: 'NotFound',
        details: { name: 'absent', kind: 'secrets' },
        code: 404,
      },
    ]);
    const unknown = await stage.api.get('/apis/example.com/v1/nothings');
    expect([unknown.code, unknown.text]).toEqual([404, '404 page not found\n']);
    const kind = await stage.api.get('/apis/openchoreo.dev/v1alpha1/nothings');
    expect([kind.code, kind.text]).toEqual([404, '404 page not found\n']);
  });
});
