import { Journal, Operation } from '../../operations';
import {
  buildReference,
  PendingChange,
  projectReference,
  ReferenceSettings,
} from '../../references';
import { CreateIntent, DeleteIntent } from './intents';

/** Changes that this replica's index may not have seen yet, for reads that must see every write. */
export async function pendingChanges(
  journal: Journal,
  settings: ReferenceSettings,
): Promise<PendingChange[]> {
  const operations = await journal.recent();
  return operations.map(operation => toPendingChange(operation, settings));
}

/** An operation as reads lay it over the index. */
export function toPendingChange(
  operation: Operation,
  settings: ReferenceSettings,
): PendingChange {
  const { id, namespace, name, state, startedAt } = operation;
  const common = {
    operationId: id,
    namespace,
    name,
    outcome: state,
    startedAt,
  };
  if (operation.kind === 'delete') {
    const { uid } = operation.intent as DeleteIntent;
    return { ...common, kind: 'delete', uid };
  }
  const reference = buildReference({
    ...(operation.intent as CreateIntent).reference,
    operationId: id,
  });
  const row = projectReference(reference, settings);
  const uid = operation.result?.uid;
  return {
    ...common,
    kind: 'create',
    uid,
    row: { ...row, uid: uid ?? '', createdAt: startedAt.toISOString() },
  };
}
