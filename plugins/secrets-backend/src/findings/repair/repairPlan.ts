import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import {
  isStoreError,
  SecretStore,
  Step,
  StoreError,
  StoredSecretIntent,
} from '@strongroom/backstage-plugin-secrets-node';
import { SecretsError } from '../../errors';
import { Operation, OperationPlan } from '../../operations';
import { ReferenceClient, SecretReference } from '../../references';
import { makeReference } from '../../secrets/operations/makeReference';
import { recordOperation } from '../../secrets/operations/recordOperation';
import { RepairWork } from '../types';
import { RepairIntent } from './repairIntent';

const LOOK = 'look';

/** What a repair works with. */
export interface RepairTools {
  references: ReferenceClient;
  store: SecretStore;
  /** Whether another plane of the namespace stands in the same cluster, so that its objects may be the ones meant. */
  sharesCluster(plane: PlaneRef): boolean;
}

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
    steps: [...looks, ...stepsOf(operation, tools, looked)],
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

async function requireRights(
  { namespace, name, intent: { work } }: Operation<RepairIntent>,
  { references, store }: RepairTools,
  signal: AbortSignal,
): Promise<void> {
  if (work.type === 'remove-reference') {
    await references.requireRight('delete', namespace, name, { signal });
    return;
  }
  const target = { namespace, name, remoteKey: work.remoteKey };
  if (work.type === 'unlink-orphan') {
    const { source } = work;
    const link = { ...target, source };
    await store.links?.requireRights('unlink', link, { signal });
    return;
  }
  if (work.type === 'adopt-orphan') {
    await references.requireRight('create', namespace, name, { signal });
    await store.requireRights?.('sync', target, { signal });
    return;
  }
  const effect = work.type === 'prune' ? 'update' : 'delete';
  await store.requireRights?.(effect, target, { signal });
}

/** @throws StoreError `Conflict` when somebody has put it right, or made something else of it */
async function requireStillSo(
  operation: Operation<RepairIntent>,
  { references, store, sharesCluster }: RepairTools,
  signal: AbortSignal,
): Promise<void> {
  const { namespace, name, intent } = operation;
  const { work, targetPlane } = intent;
  const present = await references.get(namespace, name, { signal });
  if (work.type === 'adopt-orphan') {
    const { remoteKey, keys } = work;
    const { state } = await store.examine({ namespace, name, remoteKey, keys });
    if (present || state !== 'adoptable') {
      throw changedMeanwhile();
    }
    return;
  }
  if (work.type !== 'prune' && work.type !== 'remove-reference') {
    if (present && mayMean(present, targetPlane, sharesCluster)) {
      throw changedMeanwhile();
    }
    return;
  }
  if (present?.metadata.uid !== work.uid) {
    throw changedMeanwhile();
  }
  if (work.type === 'remove-reference' && work.onlyIfAbsent !== undefined) {
    const remoteKey = work.onlyIfAbsent;
    const { state } = await store.look({ namespace, name, remoteKey });
    if (state !== 'absent') {
      throw changedMeanwhile();
    }
  }
}

/** A reference of the name on a plane of another cluster does not name what stands here. */
function mayMean(
  { spec }: SecretReference,
  found: PlaneRef,
  sharesCluster: RepairTools['sharesCluster'],
): boolean {
  const target = spec?.targetPlane;
  return (
    !target ||
    (target.kind === found.kind && target.name === found.name) ||
    sharesCluster(target)
  );
}

function stepsOf(
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

function deleteReference(
  references: ReferenceClient,
  { namespace, name }: { namespace: string; name: string },
  uid: string,
): Step {
  return {
    name: 'delete-reference',
    async run({ signal }) {
      try {
        await references.delete(namespace, name, { uid, signal });
      } catch (error) {
        // another uid: the one that was found is gone
        if (!isStoreError(error, 'Conflict')) {
          throw error;
        }
      }
    },
  };
}

function changedMeanwhile(): StoreError {
  return new StoreError(
    'Conflict',
    'It is not as it was found any more, so nothing was done. Look again.',
  );
}
