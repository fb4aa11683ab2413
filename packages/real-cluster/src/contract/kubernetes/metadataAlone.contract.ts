import { base64, core, metadataOnly, secret, withWorld } from '../world';

const stage = withWorld();

describe('asking for metadata alone', () => {
  it('T4: answers writes with metadata alone when asked', async () => {
    const path = `${core(stage.ns, 'secrets')}/quiet`;
    const call = { accept: metadataOnly };
    const answers = [
      await stage.api.post(
        core(stage.ns, 'secrets'),
        secret('quiet', { password: 'hunter2' }),
        call,
      ),
      await stage.api.merge(
        path,
        { data: { password: base64('s3cr3t') } },
        call,
      ),
      await stage.api.get(path, call),
      await stage.api.merge(
        path,
        { metadata: { finalizers: ['example.com/hold'] } },
        call,
      ),
      await stage.api.delete(path, undefined, call),
    ];
    for (const { body, text } of answers) {
      expect([body.kind, body.apiVersion]).toEqual([
        'PartialObjectMetadata',
        'meta.k8s.io/v1',
      ]);
      expect(Object.keys(body).sort()).toEqual([
        'apiVersion',
        'kind',
        'metadata',
      ]);
      expect(text).not.toContain(base64('hunter2'));
      expect(text).not.toContain(base64('s3cr3t'));
      expect(text).toContain('f:password');
    }
    const released = await stage.api.merge(
      path,
      { metadata: { finalizers: null } },
      call,
    );
    expect(released.code).toBe(200);
    const gone = await stage.api.delete(path, undefined, call);
    expect([gone.code, gone.body.kind]).toEqual([404, 'Status']);
  });
});
