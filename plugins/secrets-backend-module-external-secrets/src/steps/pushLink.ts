import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  RESOURCES,
  Step,
  StoredSecretLink,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { linkPlace } from '../objects/linkPlace';
import { assertOwnPushSecret } from '../objects/ownPushSecret';
import { nowWithNanoseconds, SYNC_TRIGGER } from '../objects/syncTrigger';
import { PushSecret } from '../objects/types';
import { createLink, linkEntries } from './createLink';
import { isMarked } from './createOnce';
import { retryOnConflict } from './retryOnConflict';
import { StepTools } from './types';

/**
 * Makes a link push the keys that its source has now. Without the source nothing is touched: a reconcile that finds it
 * gone takes the value out of the store.
 */
export function pushLink(tools: StepTools, link: StoredSecretLink): Step {
  const { kubernetes, remoteKeys } = tools;
  const place = linkPlace(link, link.source);
  return {
    name: 'push-link',
    async run(context) {
      const { signal } = context;
      await retryOnConflict(async () => {
        const [secret, pushSecret] = await Promise.all([
          kubernetes.getMetadata(RESOURCES.secret, link.source, { signal }),
          kubernetes.get<PushSecret>(RESOURCES.pushSecret, place, { signal }),
        ]);
        if (!secret || secret.metadata.deletionTimestamp) {
          throw new StoreError(
            'NotFound',
            'The Secret of the plane that is linked is gone.',
          );
        }
        if (!pushSecret) {
          await createLink(tools, link).run(context);
          return;
        }
        assertOwnPushSecret(pushSecret, link, remoteKeys, link.source.name);
        if (pushSecret.metadata.deletionTimestamp) {
          throw new StoreError(
            'Conflict',
            'The PushSecret of the link is still being deleted.',
          );
        }
        if (isMarked(pushSecret, link.operationId)) {
          return;
        }
        await kubernetes.mergePatch(
          RESOURCES.pushSecret,
          place,
          {
            metadata: {
              resourceVersion: pushSecret.metadata.resourceVersion,
              annotations: {
                [SYNC_TRIGGER]: nowWithNanoseconds(),
                [ANNOTATIONS.operation]: link.operationId,
              },
            },
            spec: { data: linkEntries(link) },
          },
          { signal },
        );
      });
    },
  };
}
