import { SecretRow } from '../../references';
import { planned } from '../changes';
import { Detector, Found } from '../types';
import { EstateView } from '../view/EstateView';
import { lookOf } from '../view/requests';
import { isSettled } from '../view/isSettled';
import { unobserved } from '../view/unobserved';

/** A reference to a value that is nowhere, as far as can be told. */
export const valueMissing: Detector = {
  kind: 'ValueMissing',
  needs: view => unobserved(view).flatMap(row => lookOf(row) ?? []),
  *detect(view) {
    for (const row of unobserved(view)) {
      const request = lookOf(row);
      if (request && view.look(request) === 'absent') {
        yield ofOurs(row, request.remoteKey);
      }
    }
    for (const row of view.rows) {
      const found = ofOthers(row, view);
      if (found) {
        yield found;
      }
    }
  },
};

function ofOurs(row: SecretRow, remoteKey: string): Found {
  return {
    ...common(row),
    severity: 'error',
    sentence:
      'Neither the plane nor its store has anything of this secret: its value is gone.',
    remedy: 'Set all values again, or remove the reference.',
    repairs: {
      remove: {
        needs: 'delete',
        means: {
          type: 'remove-reference',
          uid: row.uid,
          onlyIfAbsent: remoteKey,
        },
        changes: [
          planned(
            'delete',
            'SecretReference',
            'The reference is deleted. There is no value to delete.',
          ),
        ],
      },
    },
  };
}

/** What somebody else keeps in the store is seen by those who read it, if anybody does. */
function ofOthers(row: SecretRow, view: EstateView): Found | undefined {
  const at = view.planeOf(row);
  if (
    row.managed ||
    row.remoteRefs.length === 0 ||
    view.observedOf(row) ||
    (at && !at.standing.listed) ||
    !isSettled(row.createdAt, view)
  ) {
    return undefined;
  }
  const arrival = view.arrivalOf(row);
  if (arrival === 'fails') {
    return {
      ...common(row),
      severity: 'warning',
      sentence:
        'Whoever reads this secret gets no value, and nothing in the plane puts one into the store.',
      remedy:
        'Whoever made the reference has to put the value into the store, or correct the path.',
    };
  }
  return arrival === 'unknown' && row.source === 'manual'
    ? {
        ...common(row),
        severity: 'info',
        sentence:
          'Somebody made this reference by hand. Nothing puts a value where it points, and nobody reads one there, so it may have none.',
        remedy:
          'Whoever made the reference can say whether the value is in the store; otherwise it can be removed.',
      }
    : undefined;
}

function common(
  row: SecretRow,
): Pick<
  Found,
  | 'kind'
  | 'identity'
  | 'namespace'
  | 'name'
  | 'row'
  | 'plane'
  | 'keys'
  | 'since'
> {
  return {
    kind: 'ValueMissing',
    identity: [row.uid],
    namespace: row.namespace,
    name: row.name,
    row,
    plane: row.targetPlane,
    keys: row.keys,
    since: new Date(row.updatedAt ?? row.createdAt),
  };
}
