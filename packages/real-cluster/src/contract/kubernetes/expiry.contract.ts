import { eventually, names, reference, references, withWorld } from '../world';

const stage = withWorld();

const list = (query = '') => stage.api.get(`${references(stage.ns)}${query}`);
const create = (name: string) =>
  stage.api.post(references(stage.ns), reference(name));

it('says that a continue token has expired, and offers one that goes on with what is there', async () => {
  for (const name of ['a', 'b', 'c', 'd']) {
    await create(name);
  }
  const first = (await list('?limit=2')).body;
  await stage.api.delete(`${references(stage.ns)}/c`);
  await create('bb');
  await stage.world.forget();
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
  await stage.world.forget();
  // The real server has just been started again, and asks to come back later at first.
  const events = await eventually(async () => {
    const answer = await stage.api.watch(
      `${references(
        stage.ns,
      )}?watch=1&timeoutSeconds=3&allowWatchBookmarks=true&resourceVersion=${from}`,
    );
    expect(answer.code).toBe(200);
    return answer.events;
  });
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
