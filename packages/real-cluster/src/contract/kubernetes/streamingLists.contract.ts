import { core, eventually, secret, withWorld } from '../world';

const stage = withWorld();

describe('a watch that streams a list', () => {
  it('tells what is there, and marks where that ends', async () => {
    const secrets = core(stage.ns, 'secrets');
    await stage.api.post(secrets, secret('there'));
    const query =
      'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1';
    const { events } = await stage.api.watch(`${secrets}?${query}`);
    const [first, second, ...later] = events.map(event => event.type);
    expect([first, second]).toEqual(['ADDED', 'BOOKMARK']);
    // at its end a watch may say once more how far it has come
    expect(later.filter(type => type !== 'BOOKMARK')).toEqual([]);
    expect(events[1].object.metadata).toEqual({
      resourceVersion: expect.stringMatching(/^\d+$/),
      annotations: { 'k8s.io/initial-events-end': 'true' },
    });
    const refused = await stage.api.get(
      `${secrets}?watch=1&sendInitialEvents=true`,
    );
    expect([refused.code, refused.body.message]).toEqual([
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    ]);
  });
});

describe('every namespace', () => {
  it('has a service account and the authority of the API server, and gets them back', async () => {
    const contents = [
      `${core(stage.ns, 'serviceaccounts')}/default`,
      `${core(stage.ns, 'configmaps')}/kube-root-ca.crt`,
    ];
    for (const path of contents) {
      await eventually(async () => {
        expect((await stage.api.get(path)).code).toBe(200);
      });
      await stage.api.delete(path);
      await eventually(async () => {
        expect((await stage.api.get(path)).code).toBe(200);
      });
    }
  });
});
