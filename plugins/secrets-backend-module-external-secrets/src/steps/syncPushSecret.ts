import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  isStoreError,
  ObjectRef,
  PartialObjectMetadata,
  RESOURCES,
  Step,
  StoreError,
  SyncedSecretRef,
} from '@strongroom/backstage-plugin-secrets-node';
import { assertOwnPushSecret } from '../objects/ownPushSecret';
import { planeNamespace } from '../objects/planeNamespace';
import { nowWithNanoseconds, SYNC_TRIGGER } from '../objects/syncTrigger';
import { PushSecret } from '../objects/types';
import { secretKeysOf } from '../objects/writers';
import { assertCurrentForm } from './assertCurrentForm';
import { awaitGone } from './awaitGone';
import { isMarked } from './createOnce';
import { createPushSecret } from './createPushSecret';
import { retryOnConflict } from './retryOnConflict';
import { StepTools } from './types';

/**
 * Makes External Secrets push the Secret as it stands, by a change of the trigger, and makes a lost PushSecret again. One
 * that is still being deleted has to go first: a PushSecret made onto it would go with it.
 */
export function syncPushSecret(
  tools: StepTools,
  target: SyncedSecretRef,
): Step {
  const { kubernetes, remoteKeys } = tools;
  const ref = {
    namespace: planeNamespace(target.namespace),
    name: target.name,
  };
  return {
    name: 'sync-push-secret',
    async run({ signal }) {
      assertCurrentForm(tools, target);
      if (!remoteKeys.isInside(target)) {
        throw new StoreError(
          'NotOwned',
          "The path lies outside the namespace's part of the store.",
        );
      }
      await awaitRelease(tools, ref, signal);
      await retryOnConflict(async () => {
        const [secret, pushSecret] = await Promise.all([
          kubernetes.getMetadata(RESOURCES.secret, ref, { signal }),
          kubernetes.get<PushSecret>(RESOURCES.pushSecret, ref, { signal }),
        ]);
        if (!secret || secret.metadata.deletionTimestamp) {
          throw new StoreError(
            'NotFound',
            "The plane's Secret that should be pushed is gone.",
          );
        }
        if (pushSecret) {
          assertOwnPushSecret(pushSecret, target, remoteKeys);
        } else if (!remoteKeys.isDerived(target)) {
          throw new StoreError(
            'NotOwned',
            'Nothing shows that the Secret belongs to the reference.',
          );
        }
        if (pushSecret?.metadata.deletionTimestamp) {
          throw stillDeleted();
        }
        if (pushSecret) {
          await trigger(tools, ref, pushSecret, target.operationId, signal);
          return;
        }
        await createPushSecret(tools, {
          ...target,
          keys: keysToPush(secret, target.keys),
        }).run({ signal });
      });
    },
  };
}

async function trigger(
  { kubernetes }: StepTools,
  ref: ObjectRef,
  pushSecret: PushSecret,
  operationId: string,
  signal: AbortSignal,
): Promise<void> {
  if (isMarked(pushSecret, operationId)) {
    return;
  }
  const { resourceVersion } = pushSecret.metadata;
  await kubernetes.mergePatch(
    RESOURCES.pushSecret,
    ref,
    {
      metadata: {
        resourceVersion,
        annotations: {
          [SYNC_TRIGGER]: nowWithNanoseconds(),
          [ANNOTATIONS.operation]: operationId,
        },
      },
    },
    { signal },
  );
}

/** Waits for External Secrets to let go of a PushSecret that somebody else deletes; no longer than a caller can. */
async function awaitRelease(
  tools: StepTools,
  ref: ObjectRef,
  signal: AbortSignal,
): Promise<void> {
  const present = await tools.kubernetes.getMetadata(
    RESOURCES.pushSecret,
    ref,
    { signal },
  );
  if (!present?.metadata.deletionTimestamp) {
    return;
  }
  try {
    await awaitGone(tools, ref, signal);
  } catch (error) {
    if (isStoreError(error, 'Timeout') && !error.outcomeUnknown) {
      throw stillDeleted();
    }
    throw error;
  }
}

function stillDeleted(): StoreError {
  return new StoreError(
    'Conflict',
    'An earlier PushSecret of this name is still being deleted.',
  );
}

/** Keys of the reference that have a value: one that has none would keep all others from being pushed. */
function keysToPush(
  { metadata }: PartialObjectMetadata,
  named: string[],
): string[] {
  const present = secretKeysOf(metadata);
  const keys = present ? named.filter(key => present.includes(key)) : named;
  if (keys.length === 0) {
    throw new StoreError(
      'NotFound',
      "None of the reference's keys has a value in the plane.",
    );
  }
  return keys;
}
