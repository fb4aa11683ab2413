import {
  DeletedSecretRef,
  LinkedSource,
  RESOURCES,
  Step,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { linkPlace } from '../objects/linkPlace';
import { assertOwnPushSecret } from '../objects/ownPushSecret';
import { planeNamespace } from '../objects/planeNamespace';
import { PushSecret } from '../objects/types';
import { isHeldForStore, STORE_FINALIZER } from '../objects/storeFinalizer';
import { retryOnConflict } from './retryOnConflict';
import { StepTools } from './types';

/**
 * Lets a PushSecret go that External Secrets holds until the store has confirmed: whatever the store has of it stays
 * there. Holds of others are left to them.
 *
 * @param source - what it pushes, where that is a linked Secret
 */
export function releasePushSecret(
  { kubernetes, remoteKeys }: StepTools,
  target: DeletedSecretRef,
  source?: LinkedSource,
): Step {
  const ref = source
    ? linkPlace(target, source)
    : { namespace: planeNamespace(target.namespace), name: target.name };
  return {
    name: 'release-push-secret',
    async run({ signal }) {
      await retryOnConflict(async () => {
        const pushSecret = await kubernetes.get<PushSecret>(
          RESOURCES.pushSecret,
          ref,
          { signal },
        );
        if (!pushSecret) {
          return;
        }
        assertOwnPushSecret(pushSecret, target, remoteKeys, source?.name);
        const { deletionTimestamp, resourceVersion, finalizers } =
          pushSecret.metadata;
        if (!deletionTimestamp) {
          throw new StoreError(
            'Conflict',
            'The PushSecret was made again while it was being deleted.',
          );
        }
        if (!isHeldForStore(pushSecret)) {
          return;
        }
        await kubernetes.mergePatch(
          RESOURCES.pushSecret,
          ref,
          {
            metadata: {
              resourceVersion,
              finalizers: finalizers?.filter(each => each !== STORE_FINALIZER),
            },
          },
          { signal },
        );
      });
    },
  };
}
