import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import { Operation, OperationPlan } from '../../operations';
import { RecordEntry } from '../../record';
import { RecordedIntent } from './intents';

/** What of a secret goes into a row of the record. */
export interface RecordedSecret {
  namespace: string;
  name: string;
  type?: string;
  category?: string;
  keys?: string[];
  targetPlane?: PlaneRef;
}

/** What rows of the record say of a secret, out of something that has more. */
export function pickRecorded(secret: RecordedSecret): RecordedSecret {
  const { namespace, name, type, category, keys, targetPlane } = secret;
  return { namespace, name, type, category, keys, targetPlane };
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

/**
 * Makes the row of the record that closes an operation, in its first run or after a takeover.
 *
 * @param version - of what is stored then, so that a version can say later who wrote it
 */
export function recordOperation(
  operation: Operation<RecordedIntent>,
  version?: () => string | undefined,
): OperationPlan['record'] {
  const { by, action, recorded } = operation.intent;
  return (outcome, errorCode) => {
    const entry = recordSecret(recorded);
    return {
      ...by,
      ...entry,
      attributes: { ...entry.attributes, version: version?.() },
      action,
      outcome,
      errorCode,
      operationId: operation.id,
    };
  };
}
