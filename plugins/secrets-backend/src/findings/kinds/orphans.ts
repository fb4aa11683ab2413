import { Found } from '../types';
import { undoneCreate } from '../view/closedCreate';
import { EstateView } from '../view/EstateView';
import { StandingSecret } from '../view/standingSecrets';
import { unreferenced } from '../view/unreferenced';
import { orphanRepairs } from './orphanRepairs';

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

/** What a finding says of an orphan, whatever kind it is of. */
export function describeOrphan(
  orphan: StandingSecret,
  view: EstateView,
): Omit<Found, 'kind' | 'sentence'> {
  const { observed, at } = orphan;
  return {
    severity: 'warning',
    identity: [observed.uid],
    namespace: observed.namespace,
    name: observed.name,
    plane: at.plane.ref,
    keys: observed.keys,
    since: observed.push.since,
    repairs: orphanRepairs(orphan, view),
  };
}
