import {
  PartialObjectMetadata,
  RESOURCES,
  Step,
  StoredSecretRef,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { planeNamespace } from '../objects/planeNamespace';
import { isHeldForStore } from '../objects/storeFinalizer';
import { assertCurrentForm } from './assertCurrentForm';
import { isMarked } from './createOnce';
import { retryOnConflict } from './retryOnConflict';
import { StepTools } from './types';

/**
 * Deletes the plane's Secret, once nothing pushes it any more.
 *
 * @param options.abandoned - a PushSecret that External Secrets has let go of pushes nothing, whoever else still holds it
 */
export function deleteSecret(
  tools: StepTools,
  target: StoredSecretRef & { operationId: string },
  { abandoned = false }: { abandoned?: boolean } = {},
): Step {
  const { kubernetes, remoteKeys } = tools;
  const ref = {
    namespace: planeNamespace(target.namespace),
    name: target.name,
  };
  return {
    name: 'delete-secret',
    async run({ signal }) {
      assertCurrentForm(tools, target);
      await retryOnConflict(async () => {
        const [secret, pushSecret] = await Promise.all([
          kubernetes.getMetadata(RESOURCES.secret, ref, { signal }),
          kubernetes.getMetadata(RESOURCES.pushSecret, ref, { signal }),
        ]);
        if (!secret || secret.metadata.deletionTimestamp) {
          return;
        }
        if (pushSecret && !(abandoned && isLetGo(pushSecret))) {
          throw new StoreError(
            'Unavailable',
            'A PushSecret still pushes the Secret, so it stays.',
          );
        }
        if (
          !remoteKeys.isDerived(target) &&
          !isMarked(secret, target.operationId)
        ) {
          throw new StoreError(
            'NotOwned',
            'Nothing shows that the Secret belongs to the reference.',
          );
        }
        const { uid, resourceVersion } = secret.metadata;
        await kubernetes.delete(RESOURCES.secret, ref, {
          signal,
          uid,
          resourceVersion,
        });
      });
    },
  };
}

function isLetGo(pushSecret: PartialObjectMetadata): boolean {
  return (
    pushSecret.metadata.deletionTimestamp !== undefined &&
    !isHeldForStore(pushSecret)
  );
}
