import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  RESOURCES,
  Step,
  StoredSecretRef,
} from '@strongroom/backstage-plugin-secrets-node';
import { assertOwnPushSecret, pushedKeysOf } from '../objects/ownPushSecret';
import { planeNamespace } from '../objects/planeNamespace';
import { PushSecret } from '../objects/types';
import { leftoverKeysOf } from '../objects/writers';
import { assertCurrentForm } from './assertCurrentForm';
import { retryOnConflict } from './retryOnConflict';
import { StepTools } from './types';

/**
 * Takes the keys out of the plane's Secret that another writer dropped from what is pushed. They are read anew right
 * before: what is pushed again by then stays. The store has them no more, so nothing is pushed for it.
 */
export function pruneSecret(
  tools: StepTools,
  target: StoredSecretRef & { operationId: string },
): Step {
  const { kubernetes, remoteKeys } = tools;
  const ref = {
    namespace: planeNamespace(target.namespace),
    name: target.name,
  };
  return {
    name: 'prune-secret',
    async run({ signal }) {
      assertCurrentForm(tools, target);
      await retryOnConflict(async () => {
        const [secret, pushSecret] = await Promise.all([
          kubernetes.getMetadata(RESOURCES.secret, ref, { signal }),
          kubernetes.get<PushSecret>(RESOURCES.pushSecret, ref, { signal }),
        ]);
        if (
          !secret ||
          !pushSecret ||
          secret.metadata.deletionTimestamp ||
          pushSecret.metadata.deletionTimestamp
        ) {
          return;
        }
        assertOwnPushSecret(pushSecret, target, remoteKeys);
        const keys = leftoverKeysOf(secret.metadata, pushedKeysOf(pushSecret));
        if (keys.length === 0) {
          return;
        }
        const { resourceVersion } = secret.metadata;
        await kubernetes.mergePatch(
          RESOURCES.secret,
          ref,
          {
            metadata: {
              resourceVersion,
              annotations: { [ANNOTATIONS.operation]: target.operationId },
            },
            data: Object.fromEntries(keys.map(key => [key, null])),
          },
          { signal },
        );
      });
    },
  };
}
