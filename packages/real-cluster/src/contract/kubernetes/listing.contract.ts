import {
  core,
  createReferences,
  names,
  reference,
  references,
  secret,
  withWorld,
} from '../world';

const stage = withWorld();

describe('listing', () => {
  it('lists by names, custom resources with their kind and built-in ones without', async () => {
    await createReferences(stage, 'b', 'a');
    await stage.api.post(core(stage.ns, 'secrets'), secret('s'));
    const custom = (await stage.api.get(references(stage.ns))).body;
    expect(Object.keys(custom).sort()).toEqual([
      'apiVersion',
      'items',
      'kind',
      'metadata',
    ]);
    expect([custom.kind, custom.apiVersion, names(custom)]).toEqual([
      'SecretReferenceList',
      'openchoreo.dev/v1alpha1',
      ['a', 'b'],
    ]);
    expect(custom.metadata).toEqual({
      continue: '',
      resourceVersion: expect.stringMatching(/^[1-9]\d*$/),
    });
    expect([custom.items[0].kind, custom.items[0].apiVersion]).toEqual([
      'SecretReference',
      'openchoreo.dev/v1alpha1',
    ]);
    const builtIn = (await stage.api.get(core(stage.ns, 'secrets'))).body;
    expect([builtIn.kind, builtIn.apiVersion, builtIn.items[0].kind]).toEqual([
      'SecretList',
      'v1',
      undefined,
    ]);
    expect(builtIn.metadata).toEqual({ resourceVersion: expect.any(String) });
    const everywhere = (
      await stage.api.get('/apis/openchoreo.dev/v1alpha1/secretreferences')
    ).body;
    expect(names(everywhere)).toEqual(expect.arrayContaining(['a', 'b']));
    const empty = (await stage.api.get(references('nowhere'))).body;
    expect(empty.items).toEqual([]);
  });

  it('goes on page by page as of the beginning, whatever changes meanwhile', async () => {
    await createReferences(stage, 'a', 'b', 'c', 'd', 'e');
    const first = (await stage.api.get(`${references(stage.ns)}?limit=2`)).body;
    expect(names(first)).toEqual(['a', 'b']);
    expect(first.metadata).toEqual({
      continue: expect.stringMatching(/./),
      remainingItemCount: 3,
      resourceVersion: expect.any(String),
    });
    await stage.api.delete(`${references(stage.ns)}/d`);
    await createReferences(stage, 'bb');
    await stage.api.merge(`${references(stage.ns)}/c`, {
      spec: { refreshInterval: '9h' },
    });
    const rest = (token: string) =>
      stage.api.get(
        `${references(stage.ns)}?limit=2&continue=${encodeURIComponent(token)}`,
      );
    const second = (await rest(first.metadata.continue)).body;
    expect(names(second)).toEqual(['c', 'd']);
    expect(second.items[0].spec.refreshInterval).toBe('1h');
    expect(second.metadata.resourceVersion).toBe(
      first.metadata.resourceVersion,
    );
    const third = (await rest(second.metadata.continue)).body;
    expect(names(third)).toEqual(['e']);
    expect(third.metadata.continue).toBe('');
    expect(names((await stage.api.get(references(stage.ns))).body)).toEqual([
      'a',
      'b',
      'bb',
      'c',
      'e',
    ]);
    const junk = await rest('junk');
    expect([junk.code, junk.body.reason, junk.body.message]).toEqual([
      400,
      'BadRequest',
      expect.stringMatching(
        /^invalid continue token: continue key is not valid: /,
      ),
    ]);
  });

  it('selects by labels and by name', async () => {
    await createReferences(stage, 'a1', 'a2', 'b1');
    await stage.api.post(references(stage.ns), reference('bare'));
    const select = async (query: string) =>
      names((await stage.api.get(`${references(stage.ns)}?${query}`)).body);
    expect(await select('labelSelector=first%3Da')).toEqual(['a1', 'a2']);
    expect(await select('labelSelector=first%21%3Da')).toEqual(['b1', 'bare']);
    expect(await select('labelSelector=first')).toEqual(['a1', 'a2', 'b1']);
    expect(await select('labelSelector=%21first')).toEqual(['bare']);
    expect(await select('labelSelector=first+in+%28b%2Cc%29')).toEqual(['b1']);
    expect(await select('labelSelector=first+notin+%28a%29%2Cfirst')).toEqual([
      'b1',
    ]);
    expect(await select('fieldSelector=metadata.name%3Da2')).toEqual(['a2']);
    const broken = await stage.api.get(
      `${references(stage.ns)}?labelSelector=%3D%3D`,
    );
    expect([broken.code, broken.body.reason]).toEqual([400, 'BadRequest']);
    const field = await stage.api.get(
      `${references(stage.ns)}?fieldSelector=spec.nothing%3Da`,
    );
    expect([field.code, field.body.message]).toEqual([
      400,
      'field label not supported: spec.nothing',
    ]);
  });

  it('goes on page by page within a selection, without saying how much is left', async () => {
    await createReferences(stage, 'a1', 'a2', 'a3', 'b1');
    const page = async (token = '') =>
      (
        await stage.api.get(
          `${references(
            stage.ns,
          )}?labelSelector=first%3Da&limit=2&continue=${encodeURIComponent(
            token,
          )}`,
        )
      ).body;
    const first = await page();
    expect([names(first), first.metadata.remainingItemCount]).toEqual([
      ['a1', 'a2'],
      undefined,
    ]);
    const second = await page(first.metadata.continue);
    expect([names(second), second.metadata.continue]).toEqual([['a3'], '']);
  });

  it('selects one namespace of all by a field, and goes on across namespaces', async () => {
    await createReferences(stage, 'a', 'b', 'c');
    const everywhere = '/apis/openchoreo.dev/v1alpha1/secretreferences';
    const field = `fieldSelector=metadata.namespace%3D${stage.ns}`;
    expect(names((await stage.api.get(`${everywhere}?${field}`)).body)).toEqual(
      ['a', 'b', 'c'],
    );
    const seen: string[] = [];
    let token = '';
    do {
      const { body } = await stage.api.get(
        `${everywhere}?limit=2&continue=${encodeURIComponent(token)}`,
      );
      for (const { metadata } of body.items) {
        seen.push(`${metadata.namespace}/${metadata.name}`);
      }
      token = body.metadata.continue;
    } while (token);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(
      expect.arrayContaining(
        ['a', 'b', 'c'].map(name => `${stage.ns}/${name}`),
      ),
    );
  });

  it('answers with what is at least as new as a version, or with any', async () => {
    await createReferences(stage, 'a');
    const { resourceVersion } = (await stage.api.get(references(stage.ns))).body
      .metadata;
    for (const query of [
      'resourceVersion=0',
      `resourceVersion=${resourceVersion}`,
      `resourceVersion=${resourceVersion}&resourceVersionMatch=NotOlderThan`,
    ]) {
      const { code, body } = await stage.api.get(
        `${references(stage.ns)}?${query}`,
      );
      expect([query, code, names(body)]).toEqual([query, 200, ['a']]);
    }
    const wrong = await stage.api.get(
      `${references(stage.ns)}?resourceVersion=abc`,
    );
    expect(wrong.code).toBe(400);
  });
});
