import { setTimeout as sleep } from 'node:timers/promises';
import {
  isStoreError,
  KubernetesClient,
  SecretStore,
  Step,
  StoredSecretDescription,
  StoredSecretRef,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { Consumer } from '../../delivery';
import { SecretsError } from '../../errors';
import { Operation, OperationPlan } from '../../operations';
import { ReferenceClient } from '../../references';
import { describeTarget, placeOf } from '../links/describeStored';
import { relink } from '../links/relink';
import { LinkTarget } from '../links/types';
import { askConsumers, AskedConsumer } from './askConsumers';
import { SyncIntent } from './intents';
import { recordOperation } from './recordOperation';

const PAUSE_MS = 150;
/** How long consumers are kept waiting for the push: who reads before it reads what was there before. */
const PUSH_EXPECTED_MS = 6_000;

/** A plan that also tells what it made of the consumers. */
export interface SyncPlan extends OperationPlan {
  asked(): AskedConsumer[];
}

/** What a sync works with. */
export interface SyncPlanOptions {
  references: ReferenceClient;
  store: SecretStore;
  /** The plane's cluster; absent where nobody can be asked. */
  kubernetes?: KubernetesClient;
  /** Who reads the value by now. */
  consumers(): Consumer[];
}

/**
 * Pushes what stands in the plane, then lets everybody pull it. Until the push was asked for nothing has changed; from
 * then on it goes on.
 */
export function syncPlan(
  operation: Operation<SyncIntent>,
  { references, store, kubernetes, consumers }: SyncPlanOptions,
): SyncPlan {
  const { namespace, name, intent } = operation;
  const { uid, remoteKeys, keys, isForeign, link } = intent;
  const [remoteKey = ''] = remoteKeys;
  const target = {
    namespace,
    name,
    remoteKey,
    keys,
    operationId: operation.id,
  };
  const push = link
    ? relink(operation, { uid, target: link }, { references, store })
    : store.sync(target);
  let asked: AskedConsumer[] = [];
  let nothingToPush = push.steps.length === 0 || remoteKeys.length > 1;

  const look: Step = {
    name: 'look',
    async run({ signal }) {
      const [present, footprint] = await Promise.all([
        references.getMetadata(namespace, name, { signal }),
        isForeign && !nothingToPush ? store.look(target) : undefined,
        requireSyncRights(store, target, link, signal),
      ]);
      if (present?.metadata.uid !== uid) {
        throw new StoreError('Conflict', 'It is another secret by now.');
      }
      nothingToPush ||= footprint?.state === 'absent';
    },
  };

  const pushes = push.steps.map(step => ({
    ...step,
    run: async (context: Parameters<Step['run']>[0]) => {
      if (!nothingToPush) {
        await step.run(context).catch(explainRefusal);
      }
    },
  }));

  const pull: Step = {
    name: 'pull',
    async run({ signal }) {
      const readers = consumers();
      if (readers.length > 0 && kubernetes) {
        if (!nothingToPush) {
          await awaitPush(() => describeTarget(store, target, link), signal);
        }
        asked = await askConsumers(kubernetes, readers, signal);
      }
    },
  };

  return {
    steps: [look, ...pushes, pull],
    pivot: 1,
    committed: signal =>
      nothingToPush ? Promise.resolve(true) : push.committed(signal),
    result: () => ({ uid }),
    record: recordOperation(operation),
    asked: () => asked,
  };
}

async function requireSyncRights(
  store: SecretStore,
  target: StoredSecretRef,
  link: LinkTarget | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (!link) {
    await store.requireRights?.('sync', target, { signal });
  } else if (link.kind === 'secret') {
    await store.links?.requireRights('relink', placeOf(target, link), {
      signal,
    });
  }
}

/** Says of a refused push what can be done about it. */
function explainRefusal(error: unknown): never {
  if (isStoreError(error, 'NotFound')) {
    throw new SecretsError(
      'Unsupported',
      'The Secret that holds the value in the plane is gone, so there is nothing to push, and a push could take the last copy out of the store. Set the values again instead.',
    );
  }
  if (isStoreError(error, 'Conflict')) {
    throw new SecretsError(
      'OperationInProgress',
      'An earlier PushSecret of this name is still being deleted, or another writer is at work on it. Sync again once the store has confirmed the deletion.',
      { retryAfter: 30 },
    );
  }
  throw error;
}

/** Waits until the store has confirmed, or has said that it will not; the delivery tells which. */
async function awaitPush(
  describe: () => Promise<StoredSecretDescription | undefined>,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + PUSH_EXPECTED_MS;
  while (!signal.aborted && Date.now() < deadline) {
    const stored = await describe().catch(() => undefined);
    if (stored?.push.state !== 'Pushing' && stored?.push.state !== 'Pending') {
      return;
    }
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
  }
}
