import { EstateView } from './EstateView';
import { StandingSecret } from './standingSecrets';

/** Milliseconds that a reference may come later than what it names: other writers make it last. */
const SETTLED_MS = 10_000;

/** Whether something is old enough to be judged: what was just written may be half done, or not told everywhere yet. */
export function isSettled(since: Date | string, { now }: EstateView): boolean {
  return now.getTime() - new Date(since).getTime() >= SETTLED_MS;
}

/** What stands in planes and stores although no reference names it and nothing is under way. */
export function* unreferenced(view: EstateView): Iterable<StandingSecret> {
  for (const standing of view.standing) {
    const { namespace, name, push, remoteKeys } = standing.observed;
    if (
      isSettled(push.since, view) &&
      !view.runningOn(namespace, name) &&
      !isReferredTo(standing, view) &&
      !remoteKeys.some(key => view.isPathNamed(key))
    ) {
      yield standing;
    }
  }
}

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
