import { Detector } from '../types';

/** A secret that is pushed to another store than its plane names now (T18). */
export const storeChanged: Detector = {
  kind: 'StoreChanged',
  *detect(view) {
    for (const row of view.rows) {
      const plane = view.planeOf(row)?.plane;
      const observed = view.observedOf(row);
      if (
        plane?.storeName &&
        observed?.stores?.length &&
        !observed.stores.includes(plane.storeName)
      ) {
        yield {
          kind: 'StoreChanged',
          severity: 'warning',
          identity: [row.uid, plane.storeName],
          namespace: row.namespace,
          name: row.name,
          row,
          plane: row.targetPlane,
          keys: row.keys,
          since: observed.push.since,
          sentence: `Its value is pushed to the store ${observed.stores.join(
            ' and ',
          )}, while the plane names ${plane.storeName} now.`,
          remedy:
            'Make a secret of another name with the same value, change what uses it, and delete this one when the new one has arrived. The store of a secret is never changed in place, because that deletes the value in the one before.',
        };
      }
    }
  },
};
