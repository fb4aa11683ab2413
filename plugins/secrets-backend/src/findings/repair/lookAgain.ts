import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { Operation } from '../../operations';
import { SecretReference } from '../../references';
import { RepairIntent } from './repairIntent';
import { RepairTools } from './types';

/** Asks the clusters, before the first effect, about the rights to all that a repair does. @throws StoreError `Denied` */
export async function requireRights(
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
export async function requireStillSo(
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

function changedMeanwhile(): StoreError {
  return new StoreError(
    'Conflict',
    'It is not as it was found any more, so nothing was done. Look again.',
  );
}
