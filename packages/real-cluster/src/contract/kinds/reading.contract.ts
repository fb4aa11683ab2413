import { KubernetesResource } from '@strongroom/backstage-plugin-secrets-node';
import { eventually, metadataOnly, names, withWorld } from '../world';
import {
  clearAway,
  collectionOf,
  everywhere,
  kinds,
  layAccount,
  objectOf,
  selectorOf,
} from './kinds';

const stage = withWorld();
const watching =
  'watch=1&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=1';
const selector = 'labelSelector=a%3Db';
/** Every way in which a collection is asked for. */
const collectionQueries = [
  '',
  'limit=500',
  `limit=500&${selector}`,
  watching,
  `${watching}&${selector}`,
];

/** Makes objects that only this case's label selects. */
async function create(resource: KubernetesResource, ...wanted: string[]) {
  const { api, ns } = stage;
  for (const name of wanted) {
    const { code, text } = await api.post(
      collectionOf(resource, ns),
      objectOf(resource, `${ns}-${name}`, stage),
    );
    expect([code, text]).toEqual([201, text]);
  }
}

describe.each(kinds)('%s', (kind, resource) => {
  beforeEach(() => layAccount(stage));
  afterEach(() => clearAway(stage, resource));

  it('is read whole, by its metadata alone, and not when it is not there', async () => {
    const { api, ns } = stage;
    await create(resource, 'a');
    const path = `${collectionOf(resource, ns)}/${ns}-a`;
    const whole = await api.get(path, { accept: 'application/json' });
    expect([whole.code, whole.body.kind, whole.body.metadata.name]).toEqual([
      200,
      kind,
      `${ns}-a`,
    ]);
    const metadata = await api.get(path, { accept: metadataOnly });
    expect([metadata.code, Object.keys(metadata.body).sort()]).toEqual([
      200,
      ['apiVersion', 'kind', 'metadata'],
    ]);
    for (const accept of ['application/json', metadataOnly]) {
      const absent = await api.get(`${path}-absent`, { accept });
      expect([absent.code, absent.body.kind, absent.body.reason]).toEqual([
        404,
        'Status',
        'NotFound',
      ]);
    }
  });

  it('is listed page by page, everywhere and in a namespace, and watched from there', async () => {
    const { api, ns } = stage;
    await create(resource, 'a', 'b', 'c');
    const own = selectorOf(stage);
    const places = resource.namespaced
      ? [everywhere(resource), collectionOf(resource, ns)]
      : [everywhere(resource)];
    const all = ['a', 'b', 'c'].map(name => `${ns}-${name}`);
    for (const place of places) {
      const first = (await api.get(`${place}?${own}&limit=2`)).body;
      const token = encodeURIComponent(first.metadata.continue);
      const second = (
        await api.get(`${place}?${own}&limit=2&continue=${token}`)
      ).body;
      expect([...names(first), ...names(second)]).toEqual(all);
      expect(names((await api.get(place)).body)).toEqual(
        expect.arrayContaining(all),
      );
      const page = await api.get(`${place}?limit=1`);
      const more = encodeURIComponent(page.body.metadata.continue);
      const next = await api.get(`${place}?limit=1&continue=${more}`);
      expect([next.code, next.body.items.length]).toEqual([200, 1]);
      const from = second.metadata.resourceVersion;
      const watch = `watch=1&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=${from}`;
      await Promise.all(
        [watch, `${watch}&${own}`].map(query =>
          eventually(async () => {
            const { code } = await api.watch(`${place}?${query}`);
            expect(code).toBe(200);
          }),
        ),
      );
    }
  });

  it('is kept in every form from whoever may not read it, and from a token that nobody knows', async () => {
    const { api, ns } = stage;
    const powerless = await stage.world.createToken([]);
    const path = `${collectionOf(resource, ns)}/x`;
    const places = [everywhere(resource), collectionOf(resource, ns)];
    for (const [token, code, reason] of [
      [powerless, 403, 'Forbidden'],
      ['nobody', 401, 'Unauthorized'],
    ] as const) {
      for (const refused of [
        await api.get(path, { token, accept: 'application/json' }),
        await api.get(path, { token, accept: metadataOnly }),
        ...(await Promise.all(
          places.flatMap(place =>
            collectionQueries.map(query =>
              api.get(`${place}?${query}`, { token }),
            ),
          ),
        )),
      ]) {
        expect([refused.code, refused.body.reason]).toEqual([code, reason]);
      }
    }
  });
});

describe('a kind that is not served', () => {
  it('is answered with a page that was not found, however it is asked for', async () => {
    const { api, ns } = stage;
    const version = '/apis/openchoreo.dev/v1alpha1';
    for (const place of [
      `${version}/nothings`,
      `${version}/namespaces/${ns}/nothings`,
      '/apis/nowhere.example.com/v1/nothings',
    ]) {
      for (const path of [
        `${place}/x`,
        ...collectionQueries.map(query => `${place}?${query}`),
      ]) {
        const { code, text } = await api.get(path);
        expect([path, code, text]).toEqual([path, 404, '404 page not found\n']);
      }
    }
  });
});
