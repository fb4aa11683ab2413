import {
  RESOURCES,
  StoreChange,
  StoredSecretChange,
} from '@strongroom/backstage-plugin-secrets-node';
import { planeNamespace } from '../objects/planeNamespace';
import { changePushSecret } from '../steps/changePushSecret';
import { changeSecret } from '../steps/changeSecret';
import { isMarked } from '../steps/createOnce';
import { StepTools } from '../steps/types';
import { contentVersion } from './contentVersion';

/** The Secret first, which decides, then what pushes it. */
export function changeValues(
  tools: StepTools,
  change: StoredSecretChange,
): StoreChange {
  const { kubernetes } = tools;
  const { name, operationId } = change;
  const ref = { namespace: planeNamespace(change.namespace), name };
  let resourceVersion: string | undefined;
  let generation: number | undefined;
  return {
    steps: [
      changeSecret(tools, change, written => {
        resourceVersion = written;
      }),
      changePushSecret(tools, change, written => {
        generation = written;
      }),
    ],
    async committed(signal) {
      const secret = await kubernetes.getMetadata(RESOURCES.secret, ref, {
        signal,
      });
      return secret !== undefined && isMarked(secret, operationId);
    },
    async verify() {
      const [secret, pushSecret] = await Promise.all([
        kubernetes.getMetadata(RESOURCES.secret, ref),
        kubernetes.getMetadata(RESOURCES.pushSecret, ref),
      ]);
      if (!secret || !pushSecret) {
        return { intact: false };
      }
      return {
        intact:
          [secret, pushSecret].every(
            object =>
              isMarked(object, operationId) &&
              !object.metadata.deletionTimestamp,
          ) &&
          isSame(resourceVersion, secret.metadata.resourceVersion) &&
          isSame(generation, pushSecret.metadata.generation),
        version: contentVersion(secret, pushSecret),
        push: { state: 'Pushing', since: new Date() },
      };
    },
  };
}

/** What this process has not written itself it cannot compare. */
function isSame<T>(written: T | undefined, present: T | undefined): boolean {
  return written === undefined || written === present;
}
