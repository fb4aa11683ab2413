import { explainCause } from '../explainCause';
import { operationRepairs } from '../repair/operationRepairs';
import { Detector, Found } from '../types';
import { EstateView } from '../view/EstateView';

/** Milliseconds after which a deletion that nobody confirmed counts as stuck. */
const DELETE_MS = 120_000;

/** A deletion that the store has not confirmed for long, asked for here or by somebody else. */
export const stuckDelete: Detector = {
  kind: 'StuckDelete',
  *detect(view) {
    yield* ofOurs(view);
    yield* ofOthers(view);
  },
};

function* ofOurs(view: EstateView): Iterable<Found> {
  for (const operation of view.running) {
    const { id, kind, namespace, name, startedAt, cause } = operation;
    if (
      kind === 'delete' &&
      view.now.getTime() - startedAt.getTime() >= DELETE_MS
    ) {
      const row = view.row(namespace, name);
      const push = row && view.observedOf(row)?.push;
      yield {
        kind: 'StuckDelete',
        severity: 'error',
        identity: [id],
        namespace,
        name,
        row,
        plane: row?.targetPlane,
        since: startedAt,
        sentence: `The deletion of this secret has not been confirmed for over two minutes.${
          push?.then?.message ? ` ${push.then.message}` : explainCause(cause)
        }`,
        remedy:
          'It goes on by itself once the store takes it. Try again when that is put right, or give up and leave the value in the store.',
        repairs: operationRepairs(operation),
      };
    }
  }
}

function* ofOthers(view: EstateView): Iterable<Found> {
  for (const { observed, at } of view.standing) {
    const { namespace, name, uid, push } = observed;
    const row = view.row(namespace, name);
    if (
      push.state === 'Deleting' &&
      push.then &&
      push.then.at <= view.now &&
      !view.runningOn(namespace, name) &&
      // one of a namespace that is no tenant's is none of ours to judge
      (row || !view.isNamed(namespace, name))
    ) {
      yield {
        kind: 'StuckDelete',
        severity: 'error',
        identity: [uid],
        namespace,
        name,
        row,
        plane: at.plane.ref,
        since: push.since,
        sentence: `Somebody else had this PushSecret deleted, and its store has not confirmed that. ${push.then.message}`,
        remedy:
          'External Secrets goes on with it by itself once the store takes the deletion.',
      };
    }
  }
}
