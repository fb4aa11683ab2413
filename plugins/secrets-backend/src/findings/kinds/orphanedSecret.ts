import { planned } from '../changes';
import { Detector, LookRequest } from '../types';
import { EstateView } from '../view/EstateView';
import { undoneCreate } from '../view/closedCreate';
import { isSettled } from '../view/isSettled';

/**
 * A Secret of the plane that neither a PushSecret nor a reference names. Secrets are never listed, so only names that
 * journal or record know are looked at.
 */
export const orphanedSecret: Detector = {
  kind: 'OrphanedSecret',
  needs: unnamed,
  *detect(view) {
    for (const hint of unnamed(view)) {
      const seen = view.look(hint);
      if (
        seen &&
        seen !== 'absent' &&
        isSettled(seen.push.since, view) &&
        !undoneCreate(view, seen.operationIds ?? [])
      ) {
        const { namespace, name, plane, remoteKey } = hint;
        yield {
          kind: 'OrphanedSecret',
          severity: 'warning',
          identity: [plane.kind, plane.name, namespace, name],
          namespace,
          name,
          plane,
          keys: seen.keys,
          since: seen.push.since,
          sentence:
            'A Secret stands in the plane that no secret reference names and nothing pushes.',
          repairs: {
            remove: {
              needs: 'delete',
              means: { type: 'remove-orphan', remoteKey },
              changes: [
                planned('delete', 'Secret', "The plane's Secret is deleted."),
              ],
            },
          },
        };
      }
    }
  },
};

function unnamed(view: EstateView): LookRequest[] {
  return view.hints.filter(hint => isUnnamed(hint, view));
}

/** Whether neither a reference nor anything that is watched has a name now. */
export function isUnnamed(
  { namespace, name }: LookRequest,
  view: EstateView,
): boolean {
  return (
    !view.isNamed(namespace, name) &&
    !view.runningOn(namespace, name) &&
    !view.isStanding(namespace, name)
  );
}
