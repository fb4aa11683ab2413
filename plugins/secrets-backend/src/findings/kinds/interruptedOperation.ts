import { Operation } from '../../operations';
import { explainCause } from '../explainCause';
import { operationRepairs } from '../repair/operationRepairs';
import { Detector } from '../types';

const WHAT: Record<string, string> = {
  create: 'The creation of this secret',
  delete: 'The deletion of this secret',
  update: 'A change of this secret',
  restore: 'The restore of an older version',
  link: 'The link to an existing value',
  adopt: 'The adoption of this secret',
  sync: 'A push of this secret',
  repair: 'A repair of this secret',
};

/** An operation that did not end where it was begun, and that recovery works on. */
export const interruptedOperation: Detector = {
  kind: 'InterruptedOperation',
  *detect(view) {
    for (const operation of view.running) {
      if (isInterrupted(operation) && operation.kind !== 'delete') {
        const { id, kind, namespace, name, cause, attempts } = operation;
        yield {
          kind: 'InterruptedOperation',
          severity: 'warning',
          identity: [id],
          namespace,
          name,
          row: view.row(namespace, name),
          since: operation.startedAt,
          sentence: `${
            WHAT[kind] ?? 'An operation'
          } was interrupted and is tried again by itself; it was tried ${times(
            attempts,
          )} so far.${explainCause(cause)}`,
          remedy:
            'It ends by itself once what keeps it from it is put right. Nothing else can be done with the secret until then.',
          repairs: operationRepairs(operation),
        };
      }
    }
  },
};

/** Whether an operation was given back, or taken over, at least once. */
export function isInterrupted({ attempts, cause }: Operation): boolean {
  return attempts > 1 || cause !== undefined;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
