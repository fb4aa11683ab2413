import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import { ConnectedPlane, PlaneDirectory } from '../../clusters/types';

/** Tells of other planes of a namespace whether they stand where this one does; of unknown ones that they may. */
export function sharesClusterWith(
  plane: ConnectedPlane,
  namespace: string,
  planes: PlaneDirectory,
): (other: PlaneRef) => boolean {
  return ref => {
    const other = planes.find(namespace, ref);
    return !other || other.kubernetes?.cluster === plane.kubernetes?.cluster;
  };
}
