import { KubernetesResource } from '@strongroom/backstage-plugin-secrets-node';
import { eventually, metadataOnly, names, withWorld } from '../world';
import {
  clearAway,
  collectionOf,
  everywhere,
  kinds,
  objectOf,
  selectorOf,
} from './kinds';

const stage = withWorld();

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
    const selector = selectorOf(stage);
    const places = resource.namespaced
      ? [everywhere(resource), collectionOf(resource, ns)]
      : [everywhere(resource)];
    const all = ['a', 'b', 'c'].map(name => `${ns}-${name}`);
    for (const place of places) {
      const first = (await api.get(`${place}?${selector}&limit=2`)).body;
      const token = encodeURIComponent(first.metadata.continue);
      const second = (
        await api.get(`${place}?${selector}&limit=2&continue=${token}`)
      ).body;
      expect([...names(first), ...names(second)]).toEqual(all);
      const page = await api.get(`${place}?limit=1`);
      const more = encodeURIComponent(page.body.metadata.continue);
      const next = await api.get(`${place}?limit=1&continue=${more}`);
      expect([next.code, next.body.items.length]).toEqual([200, 1]);
      const from = second.metadata.resourceVersion;
      const watch = `watch=1&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=${from}`;
      await Promise.all(
        [watch, `${watch}&${selector}`].map(query =>
          eventually(async () => {
            const { code } = await api.watch(`${place}?${query}`);
            expect(code).toBe(200);
          }),
        ),
      );
    }
  });

  it('is kept from whoever may not read it, in every form', async () => {
    const { api, ns } = stage;
    const token = await stage.world.createToken([]);
    const path = `${collectionOf(resource, ns)}/x`;
    const selector = 'labelSelector=a%3Db';
    const watch =
      'watch=1&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=1';
    const places = [everywhere(resource), collectionOf(resource, ns)];
    for (const refused of [
      await api.get(path, { token, accept: 'application/json' }),
      await api.get(path, { token, accept: metadataOnly }),
      ...(await Promise.all(
        places.flatMap(place => [
          api.get(`${place}?limit=500`, { token }),
          api.get(`${place}?limit=500&${selector}`, { token }),
          api.get(`${place}?${watch}`, { token }),
          api.get(`${place}?${watch}&${selector}`, { token }),
        ]),
      )),
    ]) {
      expect([refused.code, refused.body.reason]).toEqual([403, 'Forbidden']);
    }
  });

  it('is kept from a token that nobody knows', async () => {
    const { api, ns } = stage;
    const token = 'nobody';
    const path = `${collectionOf(resource, ns)}/x`;
    for (const refused of [
      await api.get(path, { token, accept: 'application/json' }),
      await api.get(path, { token, accept: metadataOnly }),
      await api.get(`${everywhere(resource)}?limit=500`, { token }),
    ]) {
      expect([refused.code, refused.body.reason]).toEqual([
        401,
        'Unauthorized',
      ]);
    }
  });
});

describe('a kind that is not served', () => {
  it('is answered with a page that was not found, whatever is asked', async () => {
    const { api, ns } = stage;
    const missing = { group: 'openchoreo.dev', version: 'v1alpha1' };
    for (const path of [
      `/apis/${missing.group}/${missing.version}/nothings?limit=500`,
      `/apis/${missing.group}/${missing.version}/namespaces/${ns}/nothings/x`,
      `/apis/${missing.group}/${missing.version}/nothings?watch=1&timeoutSeconds=1`,
    ]) {
      const { code, text } = await api.get(path);
      expect([code, text]).toEqual([404, '404 page not found\n']);
    }
  });
});
