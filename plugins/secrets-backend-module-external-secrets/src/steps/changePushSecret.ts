import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  RESOURCES,
  Step,
  StoredSecretChange,
} from '@strongroom/backstage-plugin-secrets-node';
import { assertOwnPushSecret, pushedKeysOf } from '../objects/ownPushSecret';
import { planeNamespace } from '../objects/planeNamespace';
import { toPushEntry } from '../objects/pushEntry';
import { nowWithNanoseconds, SYNC_TRIGGER } from '../objects/syncTrigger';
import { PushSecret, PushSecretEntry } from '../objects/types';
import { secretKeysOf } from '../objects/writers';
import { awaitNoted } from './awaitNoted';
import { isMarked } from './createOnce';
import { createPushSecret } from './createPushSecret';
import { retryOnConflict } from './retryOnConflict';
import { StepTools } from './types';

/**
 * Makes External Secrets push a changed Secret: its entries follow the keys, and the trigger moves. Without the Secret
 * nothing is touched: a reconcile that finds it gone takes the value out of the store.
 *
 * @param onWritten - told the generation of the PushSecret after the write
 */
export function changePushSecret(
  tools: StepTools,
  change: StoredSecretChange,
  onWritten: (generation: number | undefined) => void,
): Step {
  const { kubernetes, remoteKeys } = tools;
  const { name, operationId } = change;
  const ref = { namespace: planeNamespace(change.namespace), name };
  return {
    name: 'change-push-secret',
    async run({ signal }) {
      if (change.replace || change.remove.length > 0) {
        await awaitNoted(tools, ref, operationId, signal);
      }
      await retryOnConflict(async () => {
        const [secret, pushSecret] = await Promise.all([
          kubernetes.getMetadata(RESOURCES.secret, ref, { signal }),
          kubernetes.get<PushSecret>(RESOURCES.pushSecret, ref, { signal }),
        ]);
        if (!secret || secret.metadata.deletionTimestamp) {
          return;
        }
        if (!pushSecret) {
          const keys = secretKeysOf(secret.metadata) ?? [];
          if (remoteKeys.isDerived(change)) {
            await createPushSecret(tools, { ...change, keys }).run({ signal });
          }
          return;
        }
        assertOwnPushSecret(pushSecret, change, remoteKeys);
        if (
          isMarked(pushSecret, operationId) ||
          pushSecret.metadata.deletionTimestamp
        ) {
          return;
        }
        const data = changedEntries(pushSecret, change);
        const written = await kubernetes.mergePatch(
          RESOURCES.pushSecret,
          ref,
          {
            metadata: {
              resourceVersion: pushSecret.metadata.resourceVersion,
              annotations: {
                [SYNC_TRIGGER]: nowWithNanoseconds(),
                [ANNOTATIONS.operation]: operationId,
              },
            },
            ...(data && { spec: { data } }),
          },
          { signal },
        );
        onWritten(written.metadata.generation);
      });
    },
  };
}

/** Entries for the keys as they are now; `undefined` when they stay, or when one entry pushes whatever is there. */
function changedEntries(
  pushSecret: PushSecret,
  change: StoredSecretChange,
): PushSecretEntry[] | undefined {
  const pushed = pushedKeysOf(pushSecret);
  if (!pushed) {
    return undefined;
  }
  const set = change.set.map(({ key }) => key);
  const stays = (key: string) =>
    change.replace ? set.includes(key) : !change.remove.includes(key);
  const kept = (pushSecret.spec?.data ?? []).filter(entry =>
    stays(entry.match?.secretKey ?? ''),
  );
  const added = set.filter(key => !pushed.has(key));
  if (added.length === 0 && kept.length === pushSecret.spec?.data?.length) {
    return undefined;
  }
  return [...kept, ...added.map(key => toPushEntry(key, change.remoteKey))];
}
