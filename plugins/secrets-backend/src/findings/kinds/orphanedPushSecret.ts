import { Detector } from '../types';
import { EstateView } from '../view/EstateView';
import { StandingSecret } from '../view/standingSecrets';
import { undoneCreate } from '../view/closedCreate';
import { unreferenced } from '../view/unreferenced';
import { explainUnremovable, orphanRepairs } from './orphanRepairs';

/** A PushSecret, with or without its Secret, that no reference names: such as OpenChoreo's older delete leaves behind. */
export const orphanedPushSecret: Detector = {
  kind: 'OrphanedPushSecret',
  *detect(view) {
    for (const orphan of orphans(view, 'push')) {
      const { observed, at } = orphan;
      yield {
        kind: 'OrphanedPushSecret',
        severity: 'warning',
        identity: [observed.uid],
        namespace: observed.namespace,
        name: observed.name,
        plane: at.plane.ref,
        keys: observed.keys,
        since: observed.push.since,
        sentence:
          'A PushSecret keeps a value in the store that no secret reference names. It may be left of a deletion, or of a creation that failed.',
        remedy: explainUnremovable(orphan),
        repairs: orphanRepairs(orphan, view),
      };
    }
  },
};

/** What no reference names, is not being deleted, and is not left of a create that was undone. */
export function* orphans(
  view: EstateView,
  kind: 'push' | 'direct',
): Iterable<StandingSecret> {
  for (const orphan of unreferenced(view)) {
    const { observed, at } = orphan;
    if (
      at.standing.kind === kind &&
      observed.push.state !== 'Deleting' &&
      !undoneCreate(view, [observed.operationId])
    ) {
      yield orphan;
    }
  }
}
