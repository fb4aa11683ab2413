import {
  createReferences,
  eventually,
  names,
  reference,
  references,
  withWorld,
} from '../world';

const stage = withWorld();

describe('a restart of the API server', () => {
  it('breaks watches off, keeps every object, and lets a watch begin anew', async () => {
    const { api, ns, world } = stage;
    await createReferences(stage, 'a', 'b');
    const before = (await api.get(references(ns))).body;
    const from = before.metadata.resourceVersion;
    const query = `watch=1&timeoutSeconds=60&resourceVersion=${from}`;
    const began = Date.now();
    const watching = api.watch(`${references(ns)}?${query}`).then(
      ({ events }) => events.map(({ type }) => type),
      (error: Error) => error.message,
    );
    await new Promise(resolve => setTimeout(resolve, 500));
    await world.restart();
    const brokenOff = await watching;
    expect(Date.now() - began).toBeLessThan(50_000);
    // Cut in the middle, or ended as if its time were over.
    expect([[], 'aborted', 'socket hang up']).toContainEqual(brokenOff);

    const after = await eventually(async () => {
      const { code, body } = await api.get(references(ns));
      expect(code).toBe(200);
      return body;
    });
    expect(names(after)).toEqual(['a', 'b']);
    expect(after.items).toEqual(before.items);
    expect(Number(after.metadata.resourceVersion)).toBeGreaterThanOrEqual(
      Number(from),
    );
    await api.post(references(ns), reference('c'));
    const events = await eventually(async () => {
      const seen = await api.watch(
        `${references(ns)}?watch=1&timeoutSeconds=2&resourceVersion=${
          after.metadata.resourceVersion
        }`,
      );
      expect(seen.code).toBe(200);
      return seen.events;
    });
    const told = events.map(({ type, object }) =>
      type === 'ERROR' ? object.code : `${type} ${object.metadata.name}`,
    );
    // Served from there, or told that it has to list anew.
    expect([['ADDED c'], [410]]).toContainEqual(told);
  });

  it('leaves the order of versions as it was', async () => {
    const { api, ns, world } = stage;
    const { resourceVersion } = (await api.post(references(ns), reference('a')))
      .body.metadata;
    await world.restart();
    const changed = await eventually(async () => {
      const answer = await api.merge(`${references(ns)}/a`, {
        metadata: { resourceVersion },
        spec: { refreshInterval: '2h' },
      });
      expect(answer.code).toBe(200);
      return answer.body;
    });
    expect(Number(changed.metadata.resourceVersion)).toBeGreaterThan(
      Number(resourceVersion),
    );
    const stale = await api.merge(`${references(ns)}/a`, {
      metadata: { resourceVersion },
    });
    expect([stale.code, stale.body.reason]).toEqual([409, 'Conflict']);
  });
});
