import { setTimeout as sleep } from 'node:timers/promises';
import { createReferences, references, withWorld } from '../world';

const stage = withWorld();

describe('watching', () => {
  const version = async () =>
    (await stage.api.get(references(stage.ns))).body.metadata.resourceVersion;
  const watch = (query: string, timeoutSeconds = 2) =>
    stage.api.watch(
      `${references(
        stage.ns,
      )}?watch=1&timeoutSeconds=${timeoutSeconds}&${query}`,
    );

  it('tells every change from a version on, and ends in time', async () => {
    await createReferences(stage, 'w1');
    const from = await version();
    await createReferences(stage, 'w2');
    await stage.api.merge(`${references(stage.ns)}/w2`, {
      spec: { refreshInterval: '2h' },
    });
    await stage.api.delete(`${references(stage.ns)}/w1`);
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
    await createReferences(stage, 'w1');
    const from = await version();
    const seconds = 6;
    const query = `allowWatchBookmarks=true&labelSelector=first%3Dnone&resourceVersion=${from}`;
    const watching = watch(query, seconds);
    await sleep(500);
    await createReferences(stage, 'w2');
    const { body } = await stage.api.get(`${references(stage.ns)}/w2`);
    const { events } = await watching;
    const bookmark = events.at(-1);
    expect(bookmark).toEqual({
      type: 'BOOKMARK',
      object: {
        kind: 'SecretReference',
        apiVersion: 'openchoreo.dev/v1alpha1',
        metadata: { resourceVersion: expect.any(String) },
      },
    });
    // Later where others write in the same cluster.
    const reached = bookmark.object.metadata.resourceVersion;
    expect(Number(reached)).toBeGreaterThanOrEqual(
      Number(body.metadata.resourceVersion),
    );
    const again = await watch(query.replace(from, reached), seconds);
    expect(again.events.filter(({ type }) => type !== 'BOOKMARK')).toEqual([]);
  });

  it('tells what is there first when no version is given', async () => {
    await createReferences(stage, 'x', 'y');
    const { events } = await watch('');
    expect(
      events.map(({ type, object }) => [type, object.metadata.name]).sort(),
    ).toEqual([
      ['ADDED', 'x'],
      ['ADDED', 'y'],
    ]);
  });

  it('tells by a selector what comes into sight and what leaves it', async () => {
    await createReferences(stage, 'w');
    const from = await version();
    for (const team of ['b', 'a', 'b']) {
      await stage.api.merge(`${references(stage.ns)}/w`, {
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
    const waiting = stage.api.watch(
      `${references(
        stage.ns,
      )}?watch=1&timeoutSeconds=20&resourceVersion=${from}`,
      { atMost: 1 },
    );
    await createReferences(stage, 'late');
    const { events } = await waiting;
    expect([events[0].type, events[0].object.metadata.name]).toEqual([
      'ADDED',
      'late',
    ]);
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('says of a version that was not yet that it is too large', async () => {
    const future = await stage.api.get(
      `${references(stage.ns)}?resourceVersion=999999999`,
    );
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

  it('is asked for by watch=1 as by watch=true, and otherwise lists', async () => {
    await createReferences(stage, 'a');
    for (const yes of ['1', 'true']) {
      const { code, events } = await stage.api.watch(
        `${references(stage.ns)}?watch=${yes}&timeoutSeconds=1`,
      );
      expect([code, events.map(({ type }) => type)]).toEqual([200, ['ADDED']]);
    }
    for (const no of ['0', 'false']) {
      const { body } = await stage.api.get(
        `${references(stage.ns)}?watch=${no}`,
      );
      expect(body.kind).toBe('SecretReferenceList');
    }
  });

  it('follows one object by its name, and all namespaces at once', async () => {
    const from = await version();
    await createReferences(stage, 'x', 'y');
    const one = await watch(
      `fieldSelector=metadata.name%3Dy&resourceVersion=${from}`,
    );
    expect(one.events.map(({ object }) => object.metadata.name)).toEqual(['y']);
    const all = await stage.api.watch(
      `/apis/openchoreo.dev/v1alpha1/secretreferences?watch=1&timeoutSeconds=2&resourceVersion=${from}`,
    );
    expect(
      all.events
        .filter(({ object }) => object.metadata.namespace === stage.ns)
        .map(({ object }) => object.metadata.name),
    ).toEqual(['x', 'y']);
  });

  it('begins again where it ended, with nothing lost and nothing twice', async () => {
    let from = await version();
    const seen: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      await createReferences(stage, name);
      const { events } = await watch(`resourceVersion=${from}`, 1);
      for (const { object } of events) {
        seen.push(object.metadata.name);
        from = object.metadata.resourceVersion;
      }
    }
    expect(seen).toEqual(['a', 'b', 'c']);
  });
});
