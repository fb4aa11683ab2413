import { ObservedSecret } from '@strongroom/backstage-plugin-secrets-node';
import { SecretRow } from '../../references';
import { Detector } from '../types';
import { EstateView } from '../view/EstateView';
import { undoneCreate } from '../view/closedCreate';

/** Times of servers are of whole seconds. */
const PRECISION_MS = 1_000;

/** A secret that two made at once, so that reference and value may be from one each. */
export const concurrentWriter: Detector = {
  kind: 'ConcurrentWriter',
  *detect(view) {
    for (const row of view.rows) {
      const observed = view.observedOf(row);
      if (
        observed?.otherWriterAt &&
        !view.runningOn(row.namespace, row.name) &&
        (wasMadeMeanwhile(row, observed.otherWriterAt) ||
          isOfUndone(row, observed, view))
      ) {
        yield {
          kind: 'ConcurrentWriter',
          severity: 'warning',
          identity: [row.uid],
          namespace: row.namespace,
          name: row.name,
          row,
          plane: row.targetPlane,
          keys: row.keys,
          since: observed.otherWriterAt,
          sentence:
            'Somebody else wrote to the plane under the same name while this secret was made. Its value may be from the one or from the other.',
          remedy: 'Check what it should hold, and set all values again.',
        };
      }
    }
  },
};

/** The reference is made last: who wrote before it did so while the secret was made. */
function wasMadeMeanwhile(row: SecretRow, writtenAt: Date): boolean {
  return (
    row.operationId !== undefined &&
    writtenAt.getTime() < Date.parse(row.createdAt) + PRECISION_MS
  );
}

function isOfUndone(
  row: SecretRow,
  { operationId }: ObservedSecret,
  view: EstateView,
): boolean {
  return (
    operationId !== row.operationId &&
    undoneCreate(view, [operationId]) !== undefined
  );
}
