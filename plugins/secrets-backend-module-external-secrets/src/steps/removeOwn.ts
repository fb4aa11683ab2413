import {
  KubernetesClient,
  KubernetesResource,
  ObjectRef,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { isOnlyOurs } from '../objects/writers';
import { isMarked } from './createOnce';
import { retryOnConflict } from './retryOnConflict';

/** Options of {@link removeOwn}. */
export interface RemoveOwnOptions {
  kubernetes: KubernetesClient;
  resource: KubernetesResource;
  ref: ObjectRef;
  operationId: string;
  signal: AbortSignal;
}

/**
 * Deletes what an operation made, exactly as it was read, and leaves alone what it did not make. The mark alone says
 * who made an object, not that its content is still ours.
 * @returns whether it is deleted now, or was being deleted already
 * @throws StoreError `NotOwned` when somebody else has written to it since
 */
export async function removeOwn(options: RemoveOwnOptions): Promise<boolean> {
  const { kubernetes, resource, ref, signal } = options;
  let removed = false;
  await retryOnConflict(async () => {
    const present = await kubernetes.getMetadata(resource, ref, { signal });
    if (!present || !isMarked(present, options.operationId)) {
      return;
    }
    removed = true;
    const { uid, resourceVersion, deletionTimestamp } = present.metadata;
    if (deletionTimestamp) {
      return;
    }
    if (!isOnlyOurs(present.metadata)) {
      throw new StoreError(
        'NotOwned',
        `Somebody else has changed the ${resource.kind} since it was made, so it stays.`,
      );
    }
    await kubernetes.delete(resource, ref, { signal, uid, resourceVersion });
  });
  return removed;
}
