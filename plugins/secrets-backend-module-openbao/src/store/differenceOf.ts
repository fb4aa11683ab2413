import { KeyChanges } from '@strongroom/backstage-plugin-secrets-common';

/** Names of the keys that one version has and its base has not, the other way round, or with another value. */
export function differenceOf(
  base: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): KeyChanges {
  const names = [...found.keys()].sort();
  return {
    added: names.filter(key => !base.has(key)),
    removed: [...base.keys()].filter(key => !found.has(key)).sort(),
    changed: names.filter(
      key => base.has(key) && base.get(key) !== found.get(key),
    ),
  };
}
