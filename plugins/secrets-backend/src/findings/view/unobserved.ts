import { oncePerView } from './oncePerView';
import { isSettled } from './isSettled';

/** Secrets of ours on planes that can be read, and of which nothing is observed there. */
export const unobserved = oncePerView(view =>
  view.rows.filter(row => {
    const at = view.planeOf(row);
    return (
      row.managed &&
      !row.legacyGit &&
      at?.standing.listed === true &&
      at.standing.reachability?.reachable !== false &&
      at.plane.store !== undefined &&
      !at.get(row.namespace, row.name) &&
      isSettled(row.updatedAt ?? row.createdAt, view) &&
      !view.isElsewhere(row) &&
      !view.runningOn(row.namespace, row.name)
    );
  }),
);
