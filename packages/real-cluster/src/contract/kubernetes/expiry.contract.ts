import { reference, references, startWorld, World } from '../world';

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
const list = (query = '') => api.get(`${references(ns)}${query}`);
const create = (name: string) => api.post(references(ns), reference(name));

it('says that a continue token has expired, and offers one that goes on with what is there', async () => {
  for (const name of ['a', 'b', 'c', 'd']) {
    await create(name);
  }
  const first = (await list('?limit=2')).body;
  await api.delete(`${references(ns)}/c`);
  await create('bb');
  await world.forget();
  const next = (token: string) =>
    list(`?limit=2&continue=${encodeURIComponent(token)}`);
  const expired = await next(first.metadata.continue);
  expect([expired.code, expired.body]).toEqual([
    410,
    {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: { continue: expect.stringMatching(/./) },
      status: 'Failure',
      message: expect.stringMatching(
        /^The provided continue parameter is too old to display a consistent list result\. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results\./,
      ),
      reason: 'Expired',
      code: 410,
    },
  ]);
  const rest = (await next(expired.body.metadata.continue)).body;
  expect(names(rest)).toEqual(['bb', 'd']);
  expect(names((await list()).body)).toEqual(['a', 'b', 'bb', 'd']);
});

it('tells a watch from a version that is forgotten that it is too old, as its only event', async () => {
  const from = (await list()).body.metadata.resourceVersion;
  await create('a');
  await create('b');
  await world.forget();
  const { code, events } = await api.watch(
    `${references(
      ns,
    )}?watch=1&timeoutSeconds=3&allowWatchBookmarks=true&resourceVersion=${from}`,
  );
  expect(code).toBe(200);
  expect(events).toEqual([
    {
      type: 'ERROR',
      object: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: expect.stringMatching(
          new RegExp(`^too old resource version: ${from} \\(\\d+\\)$`),
        ),
        reason: 'Expired',
        code: 410,
      },
    },
  ]);
});
