import {
  AdoptionSight,
  isStoreError,
  PartialObjectMetadata,
  RESOURCES,
  StoredSecretRef,
} from '@strongroom/backstage-plugin-secrets-node';
import { assertOwnPaths } from '../objects/ownPushSecret';
import { planeNamespace } from '../objects/planeNamespace';
import { PushSecret } from '../objects/types';
import { StepTools } from '../steps/types';

const KEPT = {
  object: 'Secret',
  action: 'keep',
  sentence: 'The Secret of the plane stays as it is, byte for byte.',
} as const;

/** What taking over a secret would do in the plane, from what stands there now. */
export async function examineSecret(
  { kubernetes, remoteKeys }: StepTools,
  ref: StoredSecretRef,
  signal?: AbortSignal,
): Promise<AdoptionSight> {
  const place = { namespace: planeNamespace(ref.namespace), name: ref.name };
  const [secret, pushSecret] = await Promise.all([
    kubernetes.getMetadata(RESOURCES.secret, place, { signal }),
    kubernetes.get<PushSecret>(RESOURCES.pushSecret, place, { signal }),
  ]);
  if ([secret, pushSecret].some(isBeingDeleted)) {
    return { state: 'deleting' };
  }
  if (pushSecret) {
    return examinePushSecret(pushSecret, () =>
      assertOwnPaths(pushSecret, ref, remoteKeys),
    );
  }
  if (!secret) {
    return { state: 'referenceOnly' };
  }
  return remoteKeys.isDerived(ref)
    ? {
        state: 'adoptable',
        effects: [
          KEPT,
          {
            object: 'PushSecret',
            action: 'create',
            sentence:
              'A PushSecret is made, so that External Secrets carries the value of that Secret to the path of the reference.',
          },
        ],
      }
    : {
        state: 'foreign',
        sentence:
          'A Secret of this name stands in the plane, and nothing shows that it belongs to the path of the reference.',
      };
}

function examinePushSecret(
  pushSecret: PushSecret,
  assertOurs: () => void,
): AdoptionSight {
  try {
    assertOurs();
  } catch (error) {
    if (isStoreError(error, 'NotOwned')) {
      return { state: 'foreign', sentence: error.message };
    }
    throw error;
  }
  return {
    state: 'adoptable',
    effects: [
      KEPT,
      pushSecret.spec?.deletionPolicy === 'Delete'
        ? {
            object: 'PushSecret',
            action: 'keep',
            sentence: 'The PushSecret already pushes it, and stays as it is.',
          }
        : {
            object: 'PushSecret',
            action: 'update',
            sentence:
              'The PushSecret keeps the value in the store when it is deleted; from then on the value goes with it.',
          },
    ],
  };
}

function isBeingDeleted(object: PartialObjectMetadata | undefined): boolean {
  return object?.metadata.deletionTimestamp !== undefined;
}
