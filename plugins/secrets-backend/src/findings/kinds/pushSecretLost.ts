import { SecretRow } from '../../references';
import { planned } from '../changes';
import { Detector } from '../types';
import { EstateView } from '../view/EstateView';
import { lookOf } from '../view/requests';
import { isSettled } from '../view/unreferenced';

/** A secret whose value is in the plane while nothing carries it to the store. */
export const pushSecretLost: Detector = {
  kind: 'PushSecretLost',
  needs: view => unpushed(view).flatMap(row => lookOf(row) ?? []),
  *detect(view) {
    for (const row of unpushed(view)) {
      const request = lookOf(row);
      const seen = request && view.look(request);
      if (seen && seen !== 'absent') {
        yield {
          kind: 'PushSecretLost',
          severity: 'error',
          identity: [row.uid],
          namespace: row.namespace,
          name: row.name,
          row,
          plane: row.targetPlane,
          keys: seen.keys,
          since: seen.push.since,
          sentence:
            'Its PushSecret is gone, so nothing carries the value from the plane to the store.',
          repairs: {
            retry: {
              needs: 'update',
              means: { type: 'sync' },
              changes: [
                planned(
                  'create',
                  'PushSecret',
                  "A PushSecret for the keys of the plane's Secret is made, and External Secrets pushes them to the path of the reference.",
                ),
              ],
            },
          },
        };
      }
    }
  },
};

/** Secrets of ours that a controller should push, and of which no push is known. */
export function unpushed(view: EstateView): SecretRow[] {
  return view.rows.filter(row => {
    const at = view.planeOf(row);
    return (
      row.managed &&
      !view.isElsewhere(row) &&
      !row.legacyGit &&
      at?.standing.kind === 'push' &&
      at.standing.listed &&
      at.standing.reachability?.reachable !== false &&
      at.plane.store !== undefined &&
      !at.get(row.namespace, row.name) &&
      isSettled(row.updatedAt ?? row.createdAt, view) &&
      !view.runningOn(row.namespace, row.name)
    );
  });
}
