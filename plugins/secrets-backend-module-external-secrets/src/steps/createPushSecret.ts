import {
  KubernetesClient,
  ObjectRef,
  RESOURCES,
  Step,
  StoredSecretIntent,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { buildPushSecret } from '../objects/buildPushSecret';
import { planeNamespace } from '../objects/planeNamespace';
import { toPushEntry } from '../objects/pushEntry';
import { isOnlyOurs } from '../objects/writers';
import { createOnce, isMarked } from './createOnce';
import { StepTools } from './types';
import { withdrawPushSecret } from './withdrawPushSecret';

/** Makes External Secrets push the Secret. */
export function createPushSecret(
  tools: StepTools,
  intent: Pick<
    StoredSecretIntent,
    'namespace' | 'name' | 'remoteKey' | 'keys' | 'operationId'
  >,
): Step {
  const { kubernetes, account } = tools;
  const { name, operationId } = intent;
  const ref = { namespace: planeNamespace(intent.namespace), name };
  return {
    name: 'create-push-secret',
    async run({ signal }) {
      const { storeName } = tools;
      if (!storeName) {
        throw new StoreError('Invalid', 'The plane names no secret store.');
      }
      const object = buildPushSecret(
        { ...tools, storeName },
        {
          place: ref,
          source: name,
          entries: [...intent.keys]
            .sort()
            .map(key => toPushEntry(key, intent.remoteKey)),
          operationId,
        },
      );
      await createOnce({
        kubernetes,
        resource: RESOURCES.pushSecret,
        object,
        operationId,
        signal,
      });
    },
    async undo({ signal }) {
      await spareForeignContent(account, ref, operationId, signal);
      await withdrawPushSecret(tools, ref, operationId, signal);
    },
  };
}

/** A Secret of ours that somebody else has changed stays, and so does what pushes it. */
async function spareForeignContent(
  kubernetes: KubernetesClient,
  ref: ObjectRef,
  operationId: string,
  signal: AbortSignal,
): Promise<void> {
  const secret = await kubernetes.getMetadata(RESOURCES.secret, ref, {
    signal,
  });
  if (secret && isMarked(secret, operationId) && !isOnlyOurs(secret.metadata)) {
    throw new StoreError(
      'NotOwned',
      'Somebody else has changed the Secret since it was made, so its PushSecret stays.',
    );
  }
}
