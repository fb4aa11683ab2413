import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  changedValues,
  isStoreError,
  PartialObjectMetadata,
  RESOURCES,
  Step,
  StoredSecretChange,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { assertOwnPushSecret, pushedKeysOf } from '../objects/ownPushSecret';
import { planeNamespace } from '../objects/planeNamespace';
import { PushSecret } from '../objects/types';
import { leftoverKeysOf, secretKeysOf } from '../objects/writers';
import { contentVersion } from '../store/contentVersion';
import { assertCurrentForm } from './assertCurrentForm';
import { isMarked } from './createOnce';
import { createSecret } from './createSecret';
import { encodeValues } from './encodeValues';
import { retryOnConflict } from './retryOnConflict';
import { StepTools } from './types';

/** Annotation that a closed change leaves on a Secret, so that a late write of it meets another resourceVersion. */
const CLOSED = 'strongroom.dev/closed-operation';

/**
 * Changes keys of the plane's Secret by one merge patch, on condition of its resourceVersion. Values of other keys are
 * neither read nor written.
 *
 * @param onWritten - told the resourceVersion of the Secret after the write, in the process that made it
 */
export function changeSecret(
  tools: StepTools,
  change: StoredSecretChange,
  onWritten: (resourceVersion: string | undefined) => void,
): Step {
  const { kubernetes, account } = tools;
  const { name, operationId } = change;
  const ref = { namespace: planeNamespace(change.namespace), name };
  /** Whether a write of ours may still land; a process that took over cannot know. */
  let mayLand = true;

  const read = async (signal: AbortSignal) =>
    await Promise.all([
      kubernetes.getMetadata(RESOURCES.secret, ref, { signal }),
      kubernetes.get<PushSecret>(RESOURCES.pushSecret, ref, { signal }),
    ]);

  return {
    name: 'change-secret',
    async run({ signal, values }) {
      assertCurrentForm(tools, change);
      const [secret, pushSecret] = await read(signal);
      if (secret && isMarked(secret, operationId)) {
        return;
      }
      mayLand = false;
      assertOurs(tools, change, secret, pushSecret);
      const data = encodeValues(changedValues(values, change));
      if (!secret) {
        mayLand = true;
        await createSecret(tools, {
          ...change,
          keys: change.set.map(({ key }) => key),
          labels: {},
        }).run({ signal, values });
        return;
      }
      const { resourceVersion } = secret.metadata;
      const patch = {
        metadata: {
          resourceVersion,
          annotations: { [ANNOTATIONS.operation]: operationId },
        },
        data: Object.fromEntries([
          ...goingKeys(change, secret, pushSecret).map(key => [key, null]),
          ...Object.entries(data),
        ]),
      };
      try {
        mayLand = true;
        const written = await kubernetes.mergePatch(
          RESOURCES.secret,
          ref,
          patch,
          { signal },
        );
        onWritten(written.metadata.resourceVersion);
      } catch (error) {
        mayLand = isStoreError(error) && error.outcomeUnknown;
        if (!mayLand && !isStoreError(error, 'Conflict')) {
          throw error;
        }
        const present = await kubernetes
          .getMetadata(RESOURCES.secret, ref, { signal })
          .catch(() => undefined);
        if (!present || !isMarked(present, operationId)) {
          throw error;
        }
      }
    },
    async undo({ signal }) {
      if (!mayLand) {
        return;
      }
      await retryOnConflict(async () => {
        const present = await account.getMetadata(RESOURCES.secret, ref, {
          signal,
        });
        if (!present) {
          return;
        }
        if (isMarked(present, operationId)) {
          throw new StoreError(
            'Unavailable',
            'The change has been written after all, and is gone on with.',
          );
        }
        if (present.metadata.annotations?.[CLOSED] === operationId) {
          return;
        }
        const { resourceVersion } = present.metadata;
        await account.mergePatch(
          RESOURCES.secret,
          ref,
          {
            metadata: {
              resourceVersion,
              annotations: { [CLOSED]: operationId },
            },
          },
          { signal },
        );
      });
    },
  };
}

/** Checks right before the effect that these objects are the secret's, and as they were when the change was decided on. */
function assertOurs(
  { remoteKeys }: StepTools,
  change: StoredSecretChange,
  secret: PartialObjectMetadata | undefined,
  pushSecret: PushSecret | undefined,
): void {
  if (!remoteKeys.isInside(change)) {
    throw new StoreError(
      'NotOwned',
      "The path lies outside the namespace's part of the store.",
    );
  }
  if (pushSecret) {
    assertOwnPushSecret(pushSecret, change, remoteKeys);
  } else if (!remoteKeys.isDerived(change)) {
    throw new StoreError(
      'NotOwned',
      'Nothing shows that the Secret belongs to the reference.',
    );
  }
  if (!secret && !pushSecret) {
    throw new StoreError('NotFound', 'Nothing of the secret stands any more.');
  }
  if ([secret, pushSecret].some(object => object?.metadata.deletionTimestamp)) {
    throw new StoreError('Conflict', 'The secret is being deleted.');
  }
  if (contentVersion(secret, pushSecret) !== change.basedOn) {
    throw new StoreError('Conflict', 'The secret has changed meanwhile.');
  }
  if (!secret && !change.replace) {
    throw new StoreError(
      'NotFound',
      "The plane's Secret is gone, and the values of its other keys with it.",
    );
  }
}

/** Keys that the patch takes away: those that are meant to go, and what another writer has left of ours. */
function goingKeys(
  change: StoredSecretChange,
  { metadata }: PartialObjectMetadata,
  pushSecret: PushSecret | undefined,
): string[] {
  const pushed = pushSecret && pushedKeysOf(pushSecret);
  const set = new Set(change.set.map(({ key }) => key));
  const leftOver = leftoverKeysOf(metadata, pushed);
  const others = change.replace
    ? [...(secretKeysOf(metadata) ?? []), ...(pushed ?? [])]
    : [];
  return [...new Set([...change.remove, ...leftOver, ...others])].filter(
    key => !set.has(key),
  );
}
