import { Journal, Operation } from '../../operations';
import {
  buildReference,
  PendingChange,
  projectReference,
  ReferenceSettings,
} from '../../references';
import {
  CreateIntent,
  DeleteIntent,
  RemovingIntent,
  UpdateIntent,
} from './intents';
import { SecretId } from '../types';

/** Changes that this replica's index may not have seen yet, of one name or of all, for reads that must see every write. */
export async function pendingChanges(
  journal: Journal,
  settings: ReferenceSettings,
  id?: SecretId,
): Promise<PendingChange[]> {
  const operations = await journal.recent(id);
  return operations.flatMap(operation => toPendingChange(operation, settings));
}

/** An operation as reads lay it over the index; nothing when it leaves the reference as it is. */
export function toPendingChange(
  operation: Operation,
  settings: ReferenceSettings,
): PendingChange[] {
  const { id, namespace, name, state, startedAt, cause } = operation;
  const intent = operation.intent as Partial<
    CreateIntent & UpdateIntent & DeleteIntent & RemovingIntent
  >;
  const common = {
    operationId: id,
    namespace,
    name,
    outcome: state,
    startedAt,
    cause,
  };
  if (operation.kind === 'delete') {
    return [{ ...common, kind: 'delete', uid: intent.uid }];
  }
  if (intent.removesReference) {
    return [{ ...common, kind: 'delete', uid: intent.removesReference }];
  }
  const change = operation.result?.change ?? intent.change;
  if (change) {
    const { uid } = intent;
    const resourceVersion = operation.result?.resourceVersion;
    return [{ ...common, kind: 'update', uid, change, resourceVersion }];
  }
  if (intent.reference) {
    const reference = buildReference({ ...intent.reference, operationId: id });
    const row = projectReference(reference, settings);
    const uid = operation.result?.uid;
    return [
      {
        ...common,
        kind: 'create',
        uid,
        row: {
          ...row,
          uid: uid ?? '',
          resourceVersion: operation.result?.resourceVersion ?? '',
          createdAt: startedAt.toISOString(),
        },
      },
    ];
  }
  return [];
}
