import { setTimeout as sleep } from 'node:timers/promises';
import {
  base64,
  core,
  metadataOnly,
  reference,
  references,
  secret,
  startWorld,
  World,
} from '../world';

jest.setTimeout(120_000);

let world: World;
let api: World['api'];
let ns: string;

beforeAll(async () => {
  world = await startWorld({ withoutExternalSecrets: true });
  ({ api } = world);
});
afterAll(() => world?.stop());
beforeEach(async () => {
  ns = await world.namespace();
});

const names = (list: any) => list.items.map((item: any) => item.metadata.name);

async function createReferences(...wanted: string[]) {
  for (const name of wanted) {
    const { code } = await api.post(
      references(ns),
      reference(name, { labels: { first: name[0] } }),
    );
    expect(code).toBe(201);
  }
}

describe('getting', () => {
  it('answers with the object, with its metadata, or that it is not there', async () => {
    const created = await api.post(
      core(ns, 'secrets'),
      secret('one', { password: 'hunter2' }),
    );
    const path = `${core(ns, 'secrets')}/one`;
    expect((await api.get(path)).body).toEqual(created.body);
    const partial = await api.get(path, { accept: metadataOnly });
    expect(partial.body).toEqual({
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: created.body.metadata,
    });
    expect(partial.text).not.toContain(base64('hunter2'));
    const absent = await api.get(`${core(ns, 'secrets')}/absent`, {
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
    const unknown = await api.get('/apis/example.com/v1/nothings');
    expect([unknown.code, unknown.text]).toEqual([404, '404 page not found\n']);
    const kind = await api.get('/apis/openchoreo.dev/v1alpha1/nothings');
    expect([kind.code, kind.text]).toEqual([404, '404 page not found\n']);
  });

  it('says who may not, and that it does not know a token', async () => {
    const token = await world.createToken([
      {
        verbs: ['get'],
        apiGroups: [''],
        resources: ['secrets'],
        namespaces: [ns],
      },
    ]);
    await api.post(core(ns, 'secrets'), secret('one'));
    expect((await api.get(`${core(ns, 'secrets')}/one`, { token })).code).toBe(
      200,
    );
    const denied = await api.get(core(ns, 'secrets'), { token });
    expect([denied.code, denied.body]).toEqual([
      403,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: expect.stringMatching(
          new RegExp(
            `^secrets is forbidden: User "system:serviceaccount:default:[a-z0-9-]+" cannot list resource "secrets" in API group "" in the namespace "${ns}"$`,
          ),
        ),
        reason: 'Forbidden',
        details: { kind: 'secrets' },
        code: 403,
      },
    ]);
    const one = await api.get(`${references(ns)}/x`, { token });
    expect([one.code, one.body.message, one.body.details]).toEqual([
      403,
      expect.stringMatching(
        /^secretreferences\.openchoreo\.dev "x" is forbidden: User "[^"]+" cannot get resource "secretreferences" in API group "openchoreo\.dev" in the namespace "[^"]+"$/,
      ),
      { name: 'x', group: 'openchoreo.dev', kind: 'secretreferences' },
    ]);
    const stranger = await api.get(core(ns, 'secrets'), { token: 'nobody' });
    expect([stranger.code, stranger.body]).toEqual([
      401,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
      },
    ]);
  });
});

describe('listing', () => {
  it('lists by names, custom resources with their kind and built-in ones without', async () => {
    await createReferences('b', 'a');
    await api.post(core(ns, 'secrets'), secret('s'));
    const custom = (await api.get(references(ns))).body;
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
    const builtIn = (await api.get(core(ns, 'secrets'))).body;
    expect([builtIn.kind, builtIn.apiVersion, builtIn.items[0].kind]).toEqual([
      'SecretList',
      'v1',
      undefined,
    ]);
    expect(builtIn.metadata).toEqual({ resourceVersion: expect.any(String) });
    const everywhere = (
      await api.get('/apis/openchoreo.dev/v1alpha1/secretreferences')
    ).body;
    expect(names(everywhere)).toEqual(expect.arrayContaining(['a', 'b']));
    const empty = (await api.get(references('nowhere'))).body;
    expect(empty.items).toEqual([]);
  });

  it('goes on page by page as of the beginning, whatever changes meanwhile', async () => {
    await createReferences('a', 'b', 'c', 'd', 'e');
    const first = (await api.get(`${references(ns)}?limit=2`)).body;
    expect(names(first)).toEqual(['a', 'b']);
    expect(first.metadata).toEqual({
      continue: expect.stringMatching(/./),
      remainingItemCount: 3,
      resourceVersion: expect.any(String),
    });
    await api.delete(`${references(ns)}/d`);
    await createReferences('bb');
    await api.merge(`${references(ns)}/c`, { spec: { refreshInterval: '9h' } });
    const rest = (token: string) =>
      api.get(
        `${references(ns)}?limit=2&continue=${encodeURIComponent(token)}`,
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
    expect(names((await api.get(references(ns))).body)).toEqual([
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
    await createReferences('a1', 'a2', 'b1');
    await api.post(references(ns), reference('bare'));
    const select = async (query: string) =>
      names((await api.get(`${references(ns)}?${query}`)).body);
    expect(await select('labelSelector=first%3Da')).toEqual(['a1', 'a2']);
    expect(await select('labelSelector=first%21%3Da')).toEqual(['b1', 'bare']);
    expect(await select('labelSelector=first')).toEqual(['a1', 'a2', 'b1']);
    expect(await select('labelSelector=%21first')).toEqual(['bare']);
    expect(await select('labelSelector=first+in+%28b%2Cc%29')).toEqual(['b1']);
    expect(await select('labelSelector=first+notin+%28a%29%2Cfirst')).toEqual([
      'b1',
    ]);
    expect(await select('fieldSelector=metadata.name%3Da2')).toEqual(['a2']);
    const broken = await api.get(`${references(ns)}?labelSelector=%3D%3D`);
    expect([broken.code, broken.body.reason]).toEqual([400, 'BadRequest']);
    const field = await api.get(
      `${references(ns)}?fieldSelector=spec.nothing%3Da`,
    );
    expect([field.code, field.body.message]).toEqual([
      400,
      'field label not supported: spec.nothing',
    ]);
  });
});

describe('watching', () => {
  const version = async () =>
    (await api.get(references(ns))).body.metadata.resourceVersion;
  const watch = (query: string, timeoutSeconds = 2) =>
    api.watch(
      `${references(ns)}?watch=1&timeoutSeconds=${timeoutSeconds}&${query}`,
    );

  it('tells every change from a version on, and ends in time', async () => {
    await createReferences('w1');
    const from = await version();
    await createReferences('w2');
    await api.merge(`${references(ns)}/w2`, {
      spec: { refreshInterval: '2h' },
    });
    await api.delete(`${references(ns)}/w1`);
    const started = Date.now();
    const { code, events: changes } = await watch(`resourceVersion=${from}`);
    expect(Date.now() - started).toBeGreaterThan(1_500);
    expect(Date.now() - started).toBeLessThan(6_000);
    expect(code).toBe(200);
    expect(
      changes.map(({ type, object }) => [type, object.metadata.name]),
    ).toEqual([
      ['ADDED', 'w2'],
      ['MODIFIED', 'w2'],
      ['DELETED', 'w1'],
    ]);
    const [, , deleted] = changes;
    expect(Number(deleted.object.metadata.resourceVersion)).toBeGreaterThan(
      Number(from),
    );
  });

  it('tells with a bookmark how far it has come, when that is news', async () => {
    await createReferences('w1');
    const from = await version();
    const seconds = 6;
    const query = `allowWatchBookmarks=true&labelSelector=first%3Dnone&resourceVersion=${from}`;
    const watching = watch(query, seconds);
    await sleep(500);
    await createReferences('w2');
    const { body } = await api.get(`${references(ns)}/w2`);
    const { events } = await watching;
    expect(events.at(-1)).toEqual({
      type: 'BOOKMARK',
      object: {
        kind: 'SecretReference',
        apiVersion: 'openchoreo.dev/v1alpha1',
        metadata: { resourceVersion: body.metadata.resourceVersion },
      },
    });
    const again = await watch(
      query.replace(from, body.metadata.resourceVersion),
      seconds,
    );
    expect(again.events).toEqual([]);
  });

  it('tells what is there first when no version is given', async () => {
    await createReferences('x', 'y');
    const { events } = await watch('');
    expect(
      events.map(({ type, object }) => [type, object.metadata.name]).sort(),
    ).toEqual([
      ['ADDED', 'x'],
      ['ADDED', 'y'],
    ]);
  });

  it('tells by a selector what comes into sight and what leaves it', async () => {
    await createReferences('w');
    const from = await version();
    for (const team of ['b', 'a', 'b']) {
      await api.merge(`${references(ns)}/w`, {
        metadata: { labels: { team } },
      });
    }
    const { events } = await watch(
      `labelSelector=team%3Da&resourceVersion=${from}`,
    );
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'DELETED']);
    expect(events[1].object.metadata.labels.team).toBe('a');
  });

  it('tells changes that happen while it waits, at once', async () => {
    const from = await version();
    const started = Date.now();
    const waiting = api.watch(
      `${references(ns)}?watch=1&timeoutSeconds=20&resourceVersion=${from}`,
      { atMost: 1 },
    );
    await createReferences('late');
    const { events } = await waiting;
    expect([events[0].type, events[0].object.metadata.name]).toEqual([
      'ADDED',
      'late',
    ]);
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('says of a version that was not yet that it is too large', async () => {
    const future = await api.get(`${references(ns)}?resourceVersion=999999999`);
    expect([future.code, future.body.reason, future.body.message]).toEqual([
      504,
      'Timeout',
      expect.stringMatching(
        /^Timeout: Too large resource version: 999999999, current: \d+$/,
      ),
    ]);
    expect(future.body.details).toEqual({
      causes: [
        {
          reason: 'ResourceVersionTooLarge',
          message: 'Too large resource version',
        },
      ],
      retryAfterSeconds: 1,
    });
  });
});
