import {
  isStoreError,
  SecretStore,
  Step,
} from '@strongroom/backstage-plugin-secrets-node';
import { Operation, OperationPlan } from '../../operations';
import { ReferenceClient } from '../../references';
import { DeleteIntent } from './intents';
import { recordOperation } from './recordOperation';

/** Value first, confirmed by the store, then the reference: the steps of a delete, forward only. */
export function deletePlan(
  operation: Operation<DeleteIntent>,
  options: { references: ReferenceClient; store: SecretStore },
): OperationPlan {
  const { references, store } = options;
  const { namespace, name, uid, remoteKey } = operation.intent;

  const deleteReference: Step = {
    name: 'delete-reference',
    async run({ signal }) {
      try {
        await references.delete(namespace, name, { uid, signal });
      } catch (error) {
        // another uid: ours is gone, and its successor is none of this operation's business
        if (!isStoreError(error, 'Conflict')) {
          throw error;
        }
      }
    },
  };

  return {
    steps: [
      ...store.delete({
        namespace,
        name,
        remoteKey,
        operationId: operation.id,
      }),
      deleteReference,
    ],
    pivot: -1,
    committed: async () => true,
    refuses: error =>
      isStoreError(error, 'NotOwned', 'Unsupported', 'Conflict', 'Invalid'),
    result: () => ({ uid }),
    record: (outcome, errorCode) =>
      recordOperation(operation, outcome, errorCode),
  };
}
