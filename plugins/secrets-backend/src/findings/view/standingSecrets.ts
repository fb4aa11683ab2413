import { ObservedSecret } from '@strongroom/backstage-plugin-secrets-node';
import { planeKey } from '../../delivery/planeKey';
import { ObservedPlane } from '../../delivery/types';

/** What stands in a plane, once however many planes share its cluster. */
export interface StandingSecret {
  observed: ObservedSecret;
  at: ObservedPlane;
}

/** Planes on one cluster tell the same objects: the one that names their store is taken for theirs. */
export function standingSecrets(planes: ObservedPlane[]): StandingSecret[] {
  const found = new Map<string, StandingSecret>();
  const inOrder = [...planes].sort((one, other) =>
    planeKey(one.plane) < planeKey(other.plane) ? -1 : 1,
  );
  for (const at of inOrder) {
    const cluster = at.plane.kubernetes?.cluster ?? '';
    for (const observed of at.all()) {
      if (!isSeenFrom(at, observed)) {
        continue;
      }
      const place = at.standing.kind === 'push' ? cluster : 'store';
      const key = `${place}/${observed.uid}`;
      const known = found.get(key);
      if (!known || (!fits(known) && fits({ observed, at }))) {
        found.set(key, { observed, at });
      }
    }
  }
  return [...found.values()];
}

function isSeenFrom({ plane }: ObservedPlane, { namespace }: ObservedSecret) {
  return plane.namespace === undefined || plane.namespace === namespace;
}

function fits({ observed, at }: StandingSecret): boolean {
  const { storeName } = at.plane;
  return (
    storeName !== undefined && observed.stores?.includes(storeName) === true
  );
}
