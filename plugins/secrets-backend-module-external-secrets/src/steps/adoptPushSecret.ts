import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  RESOURCES,
  Step,
  StoredSecretAdoption,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { assertOwnPaths } from '../objects/ownPushSecret';
import { planeNamespace } from '../objects/planeNamespace';
import { PushSecret } from '../objects/types';
import { secretKeysOf } from '../objects/writers';
import { createPushSecret } from './createPushSecret';
import { retryOnConflict } from './retryOnConflict';
import { StepTools } from './types';

/**
 * Makes sure that what pushes a secret that is taken over is there, and takes the value out of the store when it goes.
 * The Secret is left as it is. What stands is looked at right before, and a secret that the plane has nothing of stays so.
 */
export function adoptPushSecret(
  tools: StepTools,
  adoption: StoredSecretAdoption,
): Step {
  const { kubernetes, remoteKeys } = tools;
  const { name, operationId } = adoption;
  const place = { namespace: planeNamespace(adoption.namespace), name };
  return {
    name: 'adopt-push-secret',
    async run(context) {
      const { signal } = context;
      await retryOnConflict(async () => {
        const [secret, pushSecret] = await Promise.all([
          kubernetes.getMetadata(RESOURCES.secret, place, { signal }),
          kubernetes.get<PushSecret>(RESOURCES.pushSecret, place, { signal }),
        ]);
        if (!pushSecret) {
          if (!secret || secret.metadata.deletionTimestamp) {
            return;
          }
          if (!remoteKeys.isDerived(adoption)) {
            throw new StoreError(
              'NotOwned',
              'Nothing shows that the Secret belongs to the reference.',
            );
          }
          const present = secretKeysOf(secret.metadata);
          const keys = adoption.keys.filter(
            key => present?.includes(key) ?? true,
          );
          await createPushSecret(tools, { ...adoption, keys }).run(context);
          return;
        }
        assertOwnPaths(pushSecret, adoption, remoteKeys);
        const { deletionTimestamp, resourceVersion } = pushSecret.metadata;
        if (deletionTimestamp || pushSecret.spec?.deletionPolicy === 'Delete') {
          return;
        }
        await kubernetes.mergePatch(
          RESOURCES.pushSecret,
          place,
          {
            metadata: {
              resourceVersion,
              annotations: { [ANNOTATIONS.operation]: operationId },
            },
            spec: { deletionPolicy: 'Delete' },
          },
          { signal },
        );
      });
    },
  };
}
