import {
  isStoreError,
  SecretStore,
  Step,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { Operation, OperationPlan } from '../../operations';
import { ReferenceClient, SecretReference } from '../../references';
import { DeleteIntent } from './intents';
import { recordOperation } from './recordOperation';

/**
 * Value first, confirmed by the store, then the reference: the steps of a delete, forward only. What stands is looked at
 * once more under the lock, right before the first effect: it may be another secret than the one that was read.
 *
 * @param options.isMeant - whether the reference, still of the same uid, is as the caller saw it
 */
export function deletePlan(
  operation: Operation<DeleteIntent>,
  options: {
    references: ReferenceClient;
    store: SecretStore;
    isMeant?(reference: SecretReference): Promise<boolean>;
  },
): OperationPlan {
  const { references, store, isMeant } = options;
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

  const [first, ...others] = store.delete({
    namespace,
    name,
    remoteKey,
    operationId: operation.id,
  });
  // beyond the first step the value may be gone: there is no way back, whatever stands there by then
  let looked = operation.step !== undefined && operation.step !== first.name;
  const lookAndBegin: Step = {
    name: first.name,
    async run(context) {
      if (!looked) {
        const present = await references.get(namespace, name, {
          signal: context.signal,
        });
        if (
          present &&
          (present.metadata.uid !== uid ||
            (isMeant && !(await isMeant(present))))
        ) {
          throw new StoreError(
            'Conflict',
            'The secret is not the one that was to be deleted any more.',
          );
        }
        looked = true;
      }
      await first.run(context);
    },
  };

  return {
    steps: [lookAndBegin, ...others, deleteReference],
    pivot: -1,
    committed: async () => true,
    refuses: error =>
      isStoreError(error, 'NotOwned', 'Unsupported', 'Conflict', 'Invalid') ||
      // whoever may do nothing has done nothing; after a takeover it may have been taken from us since
      (operation.step === undefined &&
        isStoreError(error, 'Denied', 'Unauthenticated')),
    result: () => ({ uid }),
    record: (outcome, errorCode) =>
      recordOperation(operation, outcome, errorCode),
  };
}
