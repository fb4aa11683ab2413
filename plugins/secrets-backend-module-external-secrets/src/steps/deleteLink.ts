import {
  RESOURCES,
  Step,
  StoredSecretLink,
} from '@strongroom/backstage-plugin-secrets-node';
import { linkPlace } from '../objects/linkPlace';
import { assertOwnPushSecret } from '../objects/ownPushSecret';
import { PushSecret } from '../objects/types';
import { awaitGone } from './awaitGone';
import { retryOnConflict } from './retryOnConflict';
import { StepTools } from './types';

/** Takes a linked value out of the store, by deleting what carried it there. The Secret that it came from stays. */
export function deleteLink(
  { kubernetes, remoteKeys }: StepTools,
  link: Omit<StoredSecretLink, 'keys'>,
): Step {
  const place = linkPlace(link, link.source);
  return {
    name: 'delete-link',
    async run({ signal }) {
      await retryOnConflict(async () => {
        const pushSecret = await kubernetes.get<PushSecret>(
          RESOURCES.pushSecret,
          place,
          { signal },
        );
        if (!pushSecret) {
          return;
        }
        assertOwnPushSecret(pushSecret, link, remoteKeys, link.source.name);
        const { uid, resourceVersion, deletionTimestamp } = pushSecret.metadata;
        if (!deletionTimestamp) {
          await kubernetes.delete(RESOURCES.pushSecret, place, {
            signal,
            uid,
            resourceVersion,
          });
        }
      });
    },
  };
}

/** Waits until the store has confirmed that it has a linked value no more. */
export function awaitLinkGone(
  tools: StepTools,
  link: Omit<StoredSecretLink, 'keys'>,
): Step {
  return {
    name: 'await-store',
    async run({ signal }) {
      await awaitGone(tools, linkPlace(link, link.source), signal);
    },
  };
}
