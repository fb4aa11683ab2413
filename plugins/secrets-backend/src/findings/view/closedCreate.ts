import { Operation } from '../../operations';
import { CreateIntent } from '../../secrets/operations/intents';
import { EstateView } from './EstateView';

/** The create that was undone and whose mark something carries. */
export function undoneCreate(
  view: EstateView,
  operationIds: Array<string | undefined>,
): Operation<CreateIntent> | undefined {
  for (const id of operationIds) {
    const operation = view.closedOperation(id);
    if (operation?.kind === 'create' && operation.state === 'undone') {
      return operation as Operation<CreateIntent>;
    }
  }
  return undefined;
}
