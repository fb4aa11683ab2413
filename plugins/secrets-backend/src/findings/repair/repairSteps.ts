import {
  SecretStore,
  Step,
  StoredSecretIntent,
} from '@strongroom/backstage-plugin-secrets-node';
import { Operation } from '../../operations';
import { deleteReference } from '../../secrets/operations/deleteReference';
import { RepairWork } from '../types';
import { RepairIntent } from './repairIntent';
import { RepairTools } from './types';

/**
 * The effects of a repair, the driver's own steps wherever it has some.
 * @param begun - some of them may have had their effect already
 */
export function repairSteps(
  operation: Operation<RepairIntent>,
  tools: RepairTools,
  begun: boolean,
): Step[] {
  const { id, namespace, name, intent } = operation;
  const { references, store } = tools;
  const { work } = intent;
  switch (work.type) {
    case 'remove-orphan':
      return store.delete({
        namespace,
        name,
        remoteKey: work.remoteKey,
        operationId: id,
        begun,
      });
    case 'unlink-orphan': {
      const { remoteKey, source } = work;
      const link = { namespace, name, remoteKey, source, operationId: id };
      return store.links?.unlink(link) ?? [];
    }
    case 'undo-create':
      return undoing(store, { namespace, name }, work);
    case 'prune': {
      const { remoteKey } = work;
      return (
        store.prune?.({ namespace, name, remoteKey, operationId: id }) ?? []
      );
    }
    case 'remove-reference':
      return [deleteReference(references, { namespace, name }, work.uid)];
    default:
      return [];
  }
}

/** The way back of a create, once more: it takes nothing that somebody else has written to. */
function undoing(
  store: SecretStore,
  id: { namespace: string; name: string },
  work: Extract<RepairWork, { type: 'undo-create' }>,
): Step[] {
  const { remoteKey, keys, operationId, fingerprint } = work;
  const created: StoredSecretIntent = {
    ...id,
    remoteKey,
    keys,
    type: work.secretType as StoredSecretIntent['type'],
    operationId,
    labels: {},
    fingerprint,
  };
  return store
    .create(created)
    .reverse()
    .flatMap(({ name, undo }) =>
      undo
        ? [{ name: `undo-${name}`, run: ({ signal }) => undo({ signal }) }]
        : [],
    );
}
