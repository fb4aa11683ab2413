import { RepairAction } from '@strongroom/backstage-plugin-secrets-common';
import { Operation } from '../../operations';
import { planned } from '../changes';
import { idOf } from '../idOf';
import { OfferedRepair } from '../types';

type OperationRepairs = Partial<Record<RepairAction, OfferedRepair>>;

/** Id of the finding that an operation which does not end is. */
export function findingOf({ id, kind }: Operation): string {
  return idOf({
    kind: kind === 'delete' ? 'StuckDelete' : 'InterruptedOperation',
    identity: [id],
  });
}

/** What can be done about an operation that does not end. */
export function operationRepairs(operation: Operation): OperationRepairs {
  return operation.kind === 'delete'
    ? deleteRepairs(operation)
    : {
        retry: {
          needs: 'update',
          means: { type: 'retry-operation', operationId: operation.id },
          changes: [
            planned(
              'update',
              'Operation',
              'The operation is tried again now instead of after its pause.',
            ),
          ],
        },
      };
}

function deleteRepairs({ id }: Operation): OperationRepairs {
  return {
    retry: {
      needs: 'delete',
      means: { type: 'retry-operation', operationId: id },
      changes: [
        planned(
          'update',
          'Operation',
          'The deletion is tried again now instead of after its pause.',
        ),
      ],
    },
    giveUp: {
      needs: 'delete',
      means: { type: 'give-up-delete', operationId: id },
      changes: [
        planned(
          'delete',
          'PushSecret',
          'What pushes the value is removed without the word of the store.',
        ),
        planned(
          'keep',
          'StoreEntry',
          'The value may stay in the store, and the record says so.',
        ),
        planned('delete', 'Secret', "The plane's Secret is deleted."),
        planned('delete', 'SecretReference', 'The reference is deleted.'),
      ],
    },
  };
}
