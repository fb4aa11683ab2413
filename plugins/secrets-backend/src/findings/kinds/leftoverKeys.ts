import { SecretRow } from '../../references';
import { planned } from '../changes';
import { Detector } from '../types';
import { EstateView } from '../view/EstateView';
import { lookOf } from '../view/requests';

/**
 * Keys that another writer dropped from what is pushed, and that stay in the plane's Secret because its way of writing
 * cannot remove them: openchoreo-api leaves such.
 */
export const leftoverKeys: Detector = {
  kind: 'LeftoverKeys',
  needs: view => writtenByOthers(view).flatMap(row => lookOf(row) ?? []),
  *detect(view) {
    for (const row of writtenByOthers(view)) {
      const request = lookOf(row);
      const seen = request && view.look(request);
      const keys = seen && seen !== 'absent' ? seen.leftoverKeys ?? [] : [];
      if (request && keys.length > 0) {
        const names = keys.join(', ');
        yield {
          kind: 'LeftoverKeys',
          severity: 'warning',
          identity: [row.uid],
          namespace: row.namespace,
          name: row.name,
          row,
          plane: row.targetPlane,
          keys,
          since: view.observedOf(row)?.otherWriterAt,
          sentence: `Another writer dropped keys of this secret, and the plane's Secret still holds them: ${names}. They are not pushed any more.`,
          remedy: 'The next change of its values removes them, too.',
          repairs: {
            prune: {
              needs: 'update',
              means: {
                type: 'prune',
                remoteKey: request.remoteKey,
                uid: row.uid,
              },
              changes: [
                planned(
                  'update',
                  'Secret',
                  `The keys that nothing pushes are taken out of the plane's Secret: ${names}.`,
                ),
              ],
            },
          },
        };
      }
    }
  },
};

/** Secrets whose PushSecret somebody else has written to since we did. */
function writtenByOthers(view: EstateView): SecretRow[] {
  return view.rows.filter(
    row =>
      row.managed &&
      !view.isElsewhere(row) &&
      view.observedOf(row)?.otherWriterAt !== undefined &&
      !view.runningOn(row.namespace, row.name),
  );
}
