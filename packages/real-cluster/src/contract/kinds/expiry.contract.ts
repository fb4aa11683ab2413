import { withWorld } from '../world';
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

afterEach(async () => {
  for (const [, resource] of kinds) {
    await clearAway(stage, resource);
  }
});

it('a list of any kind cannot go on when its history is forgotten, and can begin anew', async () => {
  const { api, ns } = stage;
  const begun: string[] = [];
  await layAccount(stage);
  for (const [, resource] of kinds) {
    for (const name of ['a', 'b']) {
      const { code } = await api.post(
        collectionOf(resource, ns),
        objectOf(resource, `${ns}-${name}`, stage),
      );
      expect([resource.kind, code]).toEqual([resource.kind, 201]);
    }
    const places = resource.namespaced
      ? [everywhere(resource), collectionOf(resource, ns)]
      : [everywhere(resource)];
    for (const place of places) {
      for (const query of ['limit=1', `limit=1&${selectorOf(stage)}`]) {
        const { body } = await api.get(`${place}?${query}`);
        begun.push(
          `${place}?${query}&continue=${encodeURIComponent(
            body.metadata.continue,
          )}`,
        );
      }
    }
  }
  // Versions count for all kinds, so each has to see one of which it has forgotten the past.
  await api.post(collectionOf(kinds[1][1], ns), { metadata: { name: 'late' } });
  await stage.world.forget();
  for (const path of begun) {
    const { code, body } = await api.get(path);
    expect([path, code, body.reason]).toEqual([path, 410, 'Expired']);
    const anew = await api.get(path.replace(/&continue=.*/, ''));
    expect([path, anew.code]).toEqual([path, 200]);
  }
});
