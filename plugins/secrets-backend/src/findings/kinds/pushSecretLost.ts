import { SecretRow } from '../../references';
import { planned } from '../changes';
import { Detector } from '../types';
import { EstateView } from '../view/EstateView';
import { lookOf } from '../view/requests';
import { unobserved } from '../view/unobserved';

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

function unpushed(view: EstateView): SecretRow[] {
  return unobserved(view).filter(
    row => view.planeOf(row)?.standing.kind === 'push',
  );
}
