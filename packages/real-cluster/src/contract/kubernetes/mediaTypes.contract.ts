import { core, reference, references, secret, withWorld } from '../world';

const stage = withWorld();

describe('media types', () => {
  it('of a patch decide how it is read, and unknown ones are refused', async () => {
    const { api, ns } = stage;
    await api.post(references(ns), reference('a'));
    const path = `${references(ns)}/a`;
    const patch = { spec: { refreshInterval: '2h' } };
    const refused = await api.send('PATCH', path, patch, {
      contentType: 'application/json',
    });
    expect([refused.code, refused.body.reason]).toEqual([
      415,
      'UnsupportedMediaType',
    ]);
    expect(refused.body.message).toMatch(
      /^the body of the request was in an unknown format - accepted media types include: application\/json-patch\+json, application\/merge-patch\+json/,
    );
    const strategic = await api.send('PATCH', path, patch, {
      contentType: 'application/strategic-merge-patch+json',
    });
    expect(strategic.body).toEqual(refused.body);
    await api.post(core(ns, 'secrets'), secret('s'));
    const builtIn = await api.send('PATCH', `${core(ns, 'secrets')}/s`, patch, {
      contentType: 'application/json',
    });
    expect([builtIn.code, builtIn.body.message]).toEqual([
      415,
      '415: Unsupported Media Type',
    ]);
    const merged = await api.send('PATCH', path, patch, {
      contentType: 'application/merge-patch+json; charset=utf-8',
    });
    expect([merged.code, merged.body.spec?.refreshInterval]).toEqual([
      200,
      '2h',
    ]);
    const plain = await api.send('POST', core(ns, 'secrets'), secret('x'), {
      contentType: 'text/plain',
    });
    expect([plain.code, plain.body.reason]).toEqual([
      415,
      'UnsupportedMediaType',
    ]);
  });

  it('that nobody can answer with are refused', async () => {
    const { api, ns } = stage;
    const refused = await api.get(references(ns), { accept: 'text/html' });
    expect([refused.code, refused.body.reason]).toEqual([406, 'NotAcceptable']);
    const any = await api.get(references(ns), { accept: '*/*' });
    expect([any.code, any.headers['content-type']]).toEqual([
      200,
      'application/json',
    ]);
  });
});
