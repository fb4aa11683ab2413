import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import { Operation } from '../../operations';
import { RecordEntry } from '../../record';
import { CreateIntent, DeleteIntent } from './intents';

/** What of a secret goes into a row of the record. */
export interface RecordedSecret {
  namespace: string;
  name: string;
  type?: string;
  category?: string;
  keys?: string[];
  targetPlane?: PlaneRef;
}

/** The columns of a record row that describe a secret. */
export function recordSecret(secret: RecordedSecret): Partial<RecordEntry> {
  return {
    namespace: secret.namespace,
    name: secret.name,
    attributes: { type: secret.type, category: secret.category },
    keys: secret.keys,
    plane:
      secret.targetPlane &&
      `${secret.targetPlane.kind}/${secret.targetPlane.name}`,
  };
}

/** Row of the record that closes an operation, in its first run or after a takeover. */
export function recordOperation(
  operation: Operation<CreateIntent> | Operation<DeleteIntent>,
  outcome: 'success' | 'failure' | 'denied',
  errorCode?: string,
): RecordEntry {
  const { intent } = operation;
  const secret = 'reference' in intent ? intent.reference : intent;
  return {
    ...intent.by,
    ...recordSecret(secret),
    action: 'reference' in intent ? 'secret-create' : 'secret-delete',
    outcome,
    errorCode,
    operationId: operation.id,
  };
}
