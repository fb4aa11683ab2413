import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  DeletedSecretRef,
  ObjectRef,
  RESOURCES,
  Step,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { assertOwnPushSecret } from '../objects/ownPushSecret';
import { planeNamespace } from '../objects/planeNamespace';
import { isHeldByOthers } from '../objects/storeFinalizer';
import { PushSecret } from '../objects/types';
import { assertCurrentForm } from './assertCurrentForm';
import { retryOnConflict } from './retryOnConflict';
import { StepTools } from './types';

/**
 * Asks External Secrets to take the value out of the store, by deleting the PushSecret that put it there. One that
 * another controller holds as well is left alone: External Secrets pushes it again once it has deleted the value.
 *
 * @param options.abandoned - whatever becomes of the value in the store
 */
export function deletePushSecret(
  tools: StepTools,
  target: DeletedSecretRef,
  { abandoned = false }: { abandoned?: boolean } = {},
): Step {
  const { kubernetes, remoteKeys } = tools;
  let begun = target.begun;
  const ref = {
    namespace: planeNamespace(target.namespace),
    name: target.name,
  };
  return {
    name: 'delete-push-secret',
    async run({ signal }) {
      assertCurrentForm(tools, target);
      if (!remoteKeys.isInside(target)) {
        throw new StoreError(
          'NotOwned',
          "The path lies outside the namespace's part of the store.",
        );
      }
      await retryOnConflict(async () => {
        const pushSecret = await kubernetes.get<PushSecret>(
          RESOURCES.pushSecret,
          ref,
          { signal },
        );
        if (!pushSecret) {
          // what this delete has not taken away itself was never there, and a path that anybody may write proves nothing
          if (!begun && !remoteKeys.isDerived(target)) {
            throw new StoreError(
              'NotOwned',
              'Nothing shows that what stands at the path belongs to the reference.',
            );
          }
          return;
        }
        assertOwnPushSecret(pushSecret, target, remoteKeys);
        if (!abandoned && isHeldByOthers(pushSecret)) {
          throw new StoreError(
            'NotOwned',
            'Another controller holds the PushSecret by a finalizer of its own.',
          );
        }
        if (pushSecret.metadata.deletionTimestamp) {
          return;
        }
        if (!remoteKeys.isDerived(target)) {
          await markSecret(tools, ref, target.operationId, signal);
        }
        const { uid, resourceVersion } = pushSecret.metadata;
        begun = true;
        await kubernetes.delete(RESOURCES.pushSecret, ref, {
          signal,
          uid,
          resourceVersion,
        });
      });
    },
  };
}

/** Says on the Secret that this operation deletes what proves it ours: a path of another form proves nothing alone. */
async function markSecret(
  { kubernetes }: StepTools,
  ref: ObjectRef,
  operationId: string,
  signal: AbortSignal,
): Promise<void> {
  const present = await kubernetes.getMetadata(RESOURCES.secret, ref, {
    signal,
  });
  if (present) {
    const { resourceVersion } = present.metadata;
    const annotations = { [ANNOTATIONS.operation]: operationId };
    await kubernetes.mergePatch(
      RESOURCES.secret,
      ref,
      { metadata: { resourceVersion, annotations } },
      { signal },
    );
  }
}
