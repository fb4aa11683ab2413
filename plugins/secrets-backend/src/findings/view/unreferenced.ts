import { isSettled } from './isSettled';
import { oncePerView } from './oncePerView';
import { EstateView } from './EstateView';
import { StandingSecret } from './standingSecrets';

/** A reference of the name on another plane does not mean what stands here. */
function isReferredTo({ observed }: StandingSecret, view: EstateView): boolean {
  const { namespace, name, uid } = observed;
  const row = view.row(namespace, name);
  if (!row) {
    // one of a namespace that is no tenant's is none of ours to judge
    return view.isNamed(namespace, name);
  }
  const own = view.planeOf(row);
  return !own?.standing.listed || own.get(namespace, name)?.uid === uid;
}

/** What stands in planes and stores although no reference names it and nothing is under way. */
export const unreferenced = oncePerView(view =>
  view.standing.filter(standing => {
    const { namespace, name, push, remoteKeys } = standing.observed;
    return (
      !isReferredTo(standing, view) &&
      !remoteKeys.some(key => view.isPathNamed(key)) &&
      isSettled(push.since, view) &&
      !view.runningOn(namespace, name)
    );
  }),
);
