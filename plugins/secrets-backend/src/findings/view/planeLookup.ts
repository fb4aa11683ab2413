import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import { PlaneDirectory } from '../../clusters/types';
import { planeKey } from '../../delivery/planeKey';
import { ObservedPlane } from '../../delivery/types';
import { EstateFacts } from './EstateView';

/** Finds the planes of secrets; each is looked up once, since many secrets share one reference to theirs. */
export function planeLookup(
  planes: PlaneDirectory,
  observed: ObservedPlane[],
): EstateFacts['planeOf'] {
  const byKey = new Map(observed.map(each => [planeKey(each.plane), each]));
  const known = new Map<PlaneRef, Map<string, ObservedPlane | undefined>>();
  return ({ namespace, targetPlane }) => {
    if (!targetPlane) {
      return undefined;
    }
    let byNamespace = known.get(targetPlane);
    if (!byNamespace) {
      byNamespace = new Map();
      known.set(targetPlane, byNamespace);
    }
    if (!byNamespace.has(namespace)) {
      const plane = planes.find(namespace, targetPlane);
      byNamespace.set(namespace, plane && byKey.get(planeKey(plane)));
    }
    return byNamespace.get(namespace);
  };
}
