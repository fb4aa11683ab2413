import { isStoreError, Step } from '@strongroom/backstage-plugin-secrets-node';
import { SecretsError } from '../../errors';
import { Operation, OperationPlan } from '../../operations';
import { makeReference } from '../../secrets/operations/makeReference';
import { recordOperation } from '../../secrets/operations/recordOperation';
import { requireRights, requireStillSo } from './lookAgain';
import { RepairIntent } from './repairIntent';
import { repairSteps } from './repairSteps';
import { RepairTools } from './types';

const LOOK = 'look';

/**
 * A look under the lock at whether what was found is still so, and then the driver's own steps, each of which checks
 * right before its effect that what it touches is ours. Forward only: what is repaired is not broken again.
 */
export function repairPlan(
  operation: Operation<RepairIntent>,
  tools: RepairTools,
): OperationPlan {
  const { speaksForCaller, work } = operation.intent;
  const isResumed = operation.step !== undefined;
  const looked = isResumed && operation.step !== LOOK;
  const look: Step = {
    name: LOOK,
    async run({ signal }) {
      if (isResumed && speaksForCaller) {
        throw new SecretsError(
          'Timeout',
          'The portal was interrupted before the cluster could be asked what the caller may do. Nothing was repaired.',
        );
      }
      await requireRights(operation, tools, signal);
      await requireStillSo(operation, tools, signal);
    },
  };
  const looks = looked ? [] : [look];
  const { reference } = operation.intent;
  if (reference) {
    return adopting(operation, reference, look, tools);
  }
  return {
    steps: [...looks, ...repairSteps(operation, tools, looked)],
    pivot: -1,
    firstEffect: looks.length,
    committed: async () => true,
    refuses: error =>
      error instanceof SecretsError ||
      isStoreError(
        error,
        'NotOwned',
        'NotFound',
        'Unsupported',
        'Conflict',
        'Invalid',
      ) ||
      (!isResumed && isStoreError(error, 'Denied', 'Unauthenticated')),
    result: () => (work.type === 'remove-reference' ? { uid: work.uid } : {}),
    record: recordOperation(operation),
  };
}

/** The reference decides: before it nothing has changed, and what stands there is adopted once it names it. */
function adopting(
  operation: Operation<RepairIntent>,
  reference: NonNullable<RepairIntent['reference']>,
  look: Step,
  { references, store }: RepairTools,
): OperationPlan {
  const { id, namespace, name, intent } = operation;
  const { remoteKey, keys } = reference;
  const made = makeReference(
    { ...operation, intent: { ...intent, reference } },
    references,
  );
  const adoption = { namespace, name, remoteKey, keys, operationId: id };
  const steps = [look, made.step, ...store.adopt(adoption)];
  return {
    steps,
    pivot: steps.indexOf(made.step),
    committed: made.committed,
    result: made.result,
    record: recordOperation(operation),
  };
}
